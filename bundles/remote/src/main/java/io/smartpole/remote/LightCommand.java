package io.smartpole.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRequest;
import io.smartpole.formats.cose.FormatException;
import java.time.Duration;

/**
 * Reads the commands for the light:
 *
 * <pre>
 *   {"kind": "light.override", "arguments": {"percent": 60, "seconds": 600}}   seconds may be left out: 7200
 *   {"kind": "light.resume"}
 *   {"kind": "light.emergency", "arguments": {"seconds": 600}}                 seconds may be left out: 7200
 *   {"kind": "light.emergency.end"}
 * </pre>
 */
final class LightCommand {

    static final String OVERRIDE = "light.override";
    static final String RESUME = "light.resume";
    static final String EMERGENCY = "light.emergency";
    static final String END_EMERGENCY = "light.emergency.end";

    /** Known only to be refused with the reason. */
    private static final String SERVICE = "light.service";

    private LightCommand() {}

    /** @throws FormatException if the kind is not one of these or an argument is wrong */
    static LightRequest read(JsonNode body) throws FormatException {
        String kind = body.path("kind").asText();
        JsonNode arguments = body.path("arguments");
        return switch (kind) {
            case RESUME -> new LightRequest.Resume();
            case OVERRIDE ->
                new LightRequest.SetLevel(level(arguments), duration(arguments, LightRequest.SetLevel.DEFAULT));
            case EMERGENCY -> new LightRequest.Emergency(duration(arguments, LightRequest.Emergency.DEFAULT));
            case END_EMERGENCY -> new LightRequest.EndEmergency();
            case SERVICE, SERVICE + ".end" ->
                throw new FormatException(
                        kind + " does not exist remotely: local service, which may hold the lamp below"
                                + " the safety floor, is for people at the pole only");
            default ->
                throw new FormatException("kind must be " + OVERRIDE + ", " + RESUME + ", " + EMERGENCY + " or "
                        + END_EMERGENCY + ", but is '" + kind + "'");
        };
    }

    private static LightLevel level(JsonNode arguments) throws FormatException {
        JsonNode percent = arguments.path("percent");
        if (!percent.isNumber() || percent.doubleValue() < 0 || percent.doubleValue() > 100) {
            throw new FormatException("percent must be a number from 0 to 100, but is " + percent);
        }
        return LightLevel.percent(percent.doubleValue());
    }

    private static Duration duration(JsonNode arguments, Duration fallback) throws FormatException {
        if (!arguments.has("seconds")) {
            return fallback;
        }
        JsonNode seconds = arguments.path("seconds");
        if (!seconds.isIntegralNumber() || !seconds.canConvertToInt()) {
            throw new FormatException("seconds must be a whole number, but is " + seconds);
        }
        return Duration.ofSeconds(seconds.intValue());
    }
}
