package io.smartpole.hardware.profile;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Input;
import io.smartpole.core.profile.HardwareProfile.Sensor;
import io.smartpole.core.profile.HardwareProfile.Supply;
import io.smartpole.hardware.chips.ina226.Ina226;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes a profile of its YAML, or tells everything that is wrong with it. */
final class ProfileReader {

    private static final int ON_NO_BUS = -1;

    private final ProfileSchema schema = new ProfileSchema();

    /**
     * @param name the profile's name: its file name without {@code .yaml}
     * @throws ProfileRefused with all problems, if there is any
     */
    HardwareProfile read(String name, byte[] yaml) throws ProfileRefused {
        return checked(name, ProfileText.parse(name + ".yaml", yaml));
    }

    /** Reads a kept copy, which goes by the name inside. */
    HardwareProfile readKept(byte[] yaml) throws ProfileRefused {
        ProfileText text = ProfileText.parse("the profile accepted last", yaml);
        return checked(text.tree().path("name").asText(), text);
    }

    private HardwareProfile checked(String name, ProfileText text) throws ProfileRefused {
        List<Problem> problems = new ArrayList<>(schema.check(text));
        problems.addAll(CrossChecks.check(name, text));
        problems.addAll(LampChecks.check(text));
        if (!problems.isEmpty()) {
            problems.sort((a, b) -> Integer.compare(a.line(), b.line()));
            throw new ProfileRefused(problems);
        }
        return profile(text.tree());
    }

    /** @param tree has passed all checks */
    private static HardwareProfile profile(JsonNode tree) {
        List<Sensor> sensors = new ArrayList<>();
        tree.path("sensors").forEach(sensor -> sensors.add(sensor(sensor)));
        List<Input> inputs = new ArrayList<>();
        tree.path("inputs").forEach(input -> inputs.add(input(input)));
        JsonNode lamp = tree.path("lamp");
        return new HardwareProfile(
                tree.path("name").asText(),
                tree.path("title").asText(),
                tree.path("board").asText(),
                Supply.valueOf(constant(tree.path("supply"))),
                sensors,
                inputs,
                lamp.isMissingNode() ? null : LampReader.lamp(lamp));
    }

    private static Sensor sensor(JsonNode sensor) {
        List<String> readings = new ArrayList<>();
        sensor.path("readings").forEach(reading -> readings.add(reading.asText()));
        JsonNode shunt = sensor.path(Ina226.SHUNT_OHMS);
        return new Sensor(
                sensor.path("name").asText(),
                sensor.path("chip").asText(),
                sensor.path("i2c-bus").asInt(ON_NO_BUS),
                sensor.path("address").asInt(ON_NO_BUS),
                Duration.ofSeconds(sensor.path("interval-seconds").asInt()),
                readings,
                shunt.isNumber() ? Map.of(Ina226.SHUNT_OHMS, shunt.asDouble()) : Map.of());
    }

    private static Input input(JsonNode input) {
        return new Input(
                input.path("name").asText(),
                Input.Kind.valueOf(constant(input.path("kind"))),
                input.path("gpio").asInt(),
                input.path("active-low").asBoolean());
    }

    private static String constant(JsonNode word) {
        return word.asText().replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
