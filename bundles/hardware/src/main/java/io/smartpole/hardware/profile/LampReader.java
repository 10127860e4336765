package io.smartpole.hardware.profile;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.profile.HardwareProfile.Depreciation;
import io.smartpole.core.profile.HardwareProfile.LampDriver;
import io.smartpole.core.profile.HardwareProfile.LampType;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.core.profile.HardwareProfile.LevelPower;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes a lamp of its part of a profile that has passed all checks. */
final class LampReader {

    private LampReader() {}

    static LampWiring lamp(JsonNode lamp) {
        return new LampWiring(
                driver(lamp), type(lamp), lamp.path("when-gateway-dead").asText());
    }

    private static LampDriver driver(JsonNode lamp) {
        String driver = lamp.path("driver").asText();
        return switch (driver) {
            case "pwm" ->
                new LampDriver.Pwm(
                        lamp.path("pwm-chip").asInt(),
                        lamp.path("pwm-channel").asInt(),
                        lamp.path("pwm-frequency-hertz").asInt(),
                        lamp.path("curve").asText().equals("inverted"));
            case "0-10v" ->
                new LampDriver.Analogue(
                        lamp.path("dac").asText(),
                        lamp.path("i2c-bus").asInt(),
                        lamp.path("address").asInt(),
                        lamp.path("channel").asInt(),
                        lamp.path("lowest-volts").asDouble(),
                        lamp.path("full-volts").asDouble());
            case "dali" -> {
                JsonNode failure = lamp.path("system-failure-percent");
                yield new LampDriver.Dali(
                        lamp.path("serial-device").asText(),
                        lamp.path("short-address").asInt(),
                        percent(lamp.path("power-on-percent")),
                        failure.isNumber() ? percent(failure) : null);
            }
            case "relay" ->
                new LampDriver.Relay(
                        lamp.path("gpio").asInt(), lamp.path("active-low").asBoolean());
            default -> throw new IllegalArgumentException("the schema lets pass a lamp driver '" + driver + "'");
        };
    }

    /** What the profile does not say is as for a lamp of which no more is known. */
    private static LampType type(JsonNode lamp) {
        LampType known = new LampType(
                lamp.path("rated-power-watts").asDouble(),
                lamp.path("colour-temperature-kelvin").asInt());
        JsonNode virtual = lamp.path("virtual-light-output-percent");
        return new LampType(
                known.ratedPower(),
                powerCurve(lamp.path("power-curve")),
                lamp.path("standby-watts").asDouble(known.standbyPower()),
                lamp.path("power-tolerance-watts").asDouble(known.powerTolerance()),
                known.colourTemperature(),
                virtual.isMissingNode() ? known.virtualLightOutput() : percent(virtual),
                lumenDepreciation(lamp.path("lumen-depreciation")),
                seconds(lamp.path("warm-up-seconds"), known.warmUp()),
                seconds(lamp.path("cool-down-seconds"), known.coolDown()),
                seconds(lamp.path("minimum-on-seconds"), known.minimumOn()),
                seconds(lamp.path("minimum-off-seconds"), known.minimumOff()),
                lamp.path("power-factor-min").asDouble(known.lowestPowerFactor()),
                lamp.path("voltage-min").asDouble(known.lowestVoltage()),
                lamp.path("voltage-max").asDouble(known.highestVoltage()));
    }

    private static List<LevelPower> powerCurve(JsonNode curve) {
        List<LevelPower> points = new ArrayList<>();
        curve.forEach(point -> points.add(new LevelPower(
                percent(point.path("percent")), point.path("watts").asDouble())));
        return points;
    }

    private static List<Depreciation> lumenDepreciation(JsonNode curve) {
        List<Depreciation> points = new ArrayList<>();
        curve.forEach(
                point -> points.add(new Depreciation(point.path("hours").asDouble(), percent(point.path("percent")))));
        return points;
    }

    private static LightLevel percent(JsonNode percent) {
        return LightLevel.percent(percent.asDouble());
    }

    private static Duration seconds(JsonNode seconds, Duration otherwise) {
        return seconds.isMissingNode() ? otherwise : Duration.ofSeconds(seconds.asInt());
    }
}
