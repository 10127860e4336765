package io.smartpole.hardware.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a schema cannot say about the lamp, and about the inputs that its supply needs. Looks only at what the schema
 * would let pass, so that no mistake is told twice.
 */
final class LampChecks {

    /** Its lines are GPIO 14 and 15, whichever of the board's serial circuits is behind them. */
    private static final String SERIAL_OF_THE_HEADER = "/dev/serial0";

    private static final List<Integer> LINES_OF_SERIAL = List.of(14, 15);

    /** With these, each dusk is a power-up. */
    private static final List<String> SUPPLIES_FROM_DUSK = List.of("night-switched", "half-night-phase");

    private final ProfileText profile;
    private final JsonNode lamp;
    private final List<Problem> problems = new ArrayList<>();

    private LampChecks(ProfileText profile) {
        this.profile = profile;
        this.lamp = profile.tree().path("lamp");
    }

    static List<Problem> check(ProfileText profile) {
        LampChecks checks = new LampChecks(profile);
        checks.busIsItsOwn();
        checks.serialLinesAreFree();
        checks.belowEachOther("lowest-volts", "full-volts");
        checks.belowEachOther("voltage-min", "voltage-max");
        checks.rises("power-curve", "percent", "watts");
        checks.rises("lumen-depreciation", "hours", "percent");
        checks.supplyHas("half-night-phase", "half-night", "so that the gateway knows whether that phase is live");
        checks.lightsFromPowerUp();
        checks.supplyHas("buffered", "mains", "so that the gateway knows whether it runs on its battery");
        return checks.problems;
    }

    private void busIsItsOwn() {
        JsonNode bus = lamp.path("i2c-bus");
        JsonNode sensors = profile.tree().path("sensors");
        for (int i = 0; i < sensors.size(); i++) {
            if (bus.isInt() && bus.equals(sensors.path(i).path("i2c-bus"))) {
                problem(
                        "/lamp/i2c-bus",
                        "I2C bus %d is already used at /sensors/%d: lamp and sensors never share a bus"
                                .formatted(bus.asInt(), i));
                return;
            }
        }
    }

    private void serialLinesAreFree() {
        if (!lamp.path("serial-device").asText().equals(SERIAL_OF_THE_HEADER)) {
            return;
        }
        JsonNode inputs = profile.tree().path("inputs");
        for (int i = 0; i < inputs.size(); i++) {
            JsonNode gpio = inputs.path(i).path("gpio");
            if (gpio.isInt() && LINES_OF_SERIAL.contains(gpio.asInt())) {
                problem(
                        "/inputs/" + i + "/gpio",
                        "GPIO %d belongs to %s at /lamp/serial-device".formatted(gpio.asInt(), SERIAL_OF_THE_HEADER));
            }
        }
    }

    private void belowEachOther(String lower, String upper) {
        JsonNode low = lamp.path(lower);
        JsonNode high = lamp.path(upper);
        if (low.isNumber() && high.isNumber() && low.asDouble() >= high.asDouble()) {
            problem("/lamp/" + lower, "is %s, but must be below %s, which is %s".formatted(low, upper, high));
        }
    }

    /** @param step must be larger from point to point; {@code value} must not be smaller */
    private void rises(String curve, String step, String value) {
        JsonNode points = lamp.path(curve);
        for (int i = 1; i < points.size(); i++) {
            if (points.path(i).path(step).asDouble()
                    <= points.path(i - 1).path(step).asDouble()) {
                problem("/lamp/" + curve + "/" + i + "/" + step, "must be above that of the point before");
            }
            if (points.path(i).path(value).asDouble()
                    < points.path(i - 1).path(value).asDouble()) {
                problem("/lamp/" + curve + "/" + i + "/" + value, "must not be below that of the point before");
            }
        }
    }

    private void lightsFromPowerUp() {
        String supply = profile.tree().path("supply").asText();
        if (!SUPPLIES_FROM_DUSK.contains(supply)) {
            return;
        }
        JsonNode powerOn = lamp.path("power-on-percent");
        if (powerOn.isNumber() && powerOn.asDouble() < 100) {
            problem(
                    "/lamp/power-on-percent",
                    "is %s, but must be 100 with supply %s: the street must be lit from power-up without the gateway"
                            .formatted(powerOn, supply));
        }
        if (lamp.path("when-gateway-dead").asText().equals("off")) {
            problem(
                    "/lamp/when-gateway-dead",
                    "is off, but with supply %s the street must be lit from power-up without the gateway: wire the lamp for full"
                            .formatted(supply));
        }
    }

    private void supplyHas(String supply, String kind, String why) {
        if (!profile.tree().path("supply").asText().equals(supply)) {
            return;
        }
        for (JsonNode input : profile.tree().path("inputs")) {
            if (input.path("kind").asText().equals(kind)) {
                return;
            }
        }
        problem("/supply", "%s needs an input of kind %s, %s".formatted(supply, kind, why));
    }

    private void problem(String path, String text) {
        problems.add(profile.problem(path, text));
    }
}
