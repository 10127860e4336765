package io.smartpole.hardware.profile;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.hardware.chips.ChipType;
import io.smartpole.hardware.chips.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a schema cannot say: what must be unique, and what the drivers can do. Looks only at what the schema would let
 * pass, so that no mistake is told twice.
 */
final class CrossChecks {

    private final ProfileText profile;
    private final List<Problem> problems = new ArrayList<>();

    private CrossChecks(ProfileText profile) {
        this.profile = profile;
    }

    /** @param name what the profile must be called: its file name without ending */
    static List<Problem> check(String name, ProfileText profile) {
        CrossChecks checks = new CrossChecks(profile);
        checks.nameIs(name);
        checks.namesAreUnique();
        checks.placesAreUnique();
        JsonNode sensors = profile.tree().path("sensors");
        for (int i = 0; i < sensors.size(); i++) {
            Optional<ChipType> chip = ChipType.of(sensors.path(i).path("chip").asText());
            if (chip.isPresent()) {
                checks.chipCanDo(chip.get(), "/sensors/" + i, sensors.path(i));
            }
        }
        return checks.problems;
    }

    private void nameIs(String name) {
        JsonNode given = profile.tree().path("name");
        if (given.isTextual() && !given.asText().equals(name)) {
            problem("/name", "is '" + given.asText() + "', but must be '" + name + "' as the file is called");
        }
    }

    private void namesAreUnique() {
        Map<String, String> taken = new HashMap<>();
        for (String list : List.of("sensors", "inputs")) {
            JsonNode parts = profile.tree().path(list);
            for (int i = 0; i < parts.size(); i++) {
                JsonNode name = parts.path(i).path("name");
                if (name.isTextual()) {
                    take(taken, "name " + name.asText(), "/" + list + "/" + i + "/name");
                }
            }
        }
    }

    private void placesAreUnique() {
        Map<String, String> taken = new HashMap<>();
        JsonNode sensors = profile.tree().path("sensors");
        for (int i = 0; i < sensors.size(); i++) {
            JsonNode bus = sensors.path(i).path("i2c-bus");
            JsonNode address = sensors.path(i).path("address");
            if (bus.isInt() && address.isInt()) {
                String place = "address 0x%02x on I2C bus %d".formatted(address.asInt(), bus.asInt());
                take(taken, place, "/sensors/" + i + "/address");
            }
        }
        JsonNode inputs = profile.tree().path("inputs");
        for (int i = 0; i < inputs.size(); i++) {
            JsonNode gpio = inputs.path(i).path("gpio");
            if (gpio.isInt()) {
                take(taken, "GPIO " + gpio.asInt(), "/inputs/" + i + "/gpio");
            }
        }
        JsonNode relay = profile.tree().path("lamp").path("gpio");
        if (relay.isInt()) {
            take(taken, "GPIO " + relay.asInt(), "/lamp/gpio");
        }
    }

    private void take(Map<String, String> taken, String what, String path) {
        String former = taken.putIfAbsent(what, path);
        if (former != null) {
            problem(path, what + " is already used at " + former);
        }
    }

    private void chipCanDo(ChipType chip, String path, JsonNode sensor) {
        JsonNode address = sensor.path("address");
        if (address.isInt() && !chip.addresses().isEmpty() && !chip.addresses().contains(address.asInt())) {
            problem(
                    path + "/address",
                    "a %s can only have %s, but this is 0x%02x"
                            .formatted(
                                    chip.label(),
                                    chip.addresses().stream()
                                            .map("0x%02x"::formatted)
                                            .collect(Collectors.joining(", ")),
                                    address.asInt()));
        }
        List<String> known = chip.quantities().stream().map(Quantity::name).toList();
        JsonNode readings = sensor.path("readings");
        for (int i = 0; i < readings.size(); i++) {
            String reading = readings.path(i).asText();
            if (!known.contains(reading)) {
                problem(
                        path + "/readings/" + i,
                        "a %s does not give '%s', only %s".formatted(chip.label(), reading, String.join(", ", known)));
            }
        }
    }

    private void problem(String path, String text) {
        problems.add(profile.problem(path, text));
    }
}
