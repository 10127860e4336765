package io.smartpole.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.core.keys.Role;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRequest;
import io.smartpole.formats.cose.FormatException;
import java.time.Duration;
import java.util.Set;

/**
 * What a pole can be told to do:
 *
 * <pre>
 *   {"kind": "light.override", "arguments": {"percent": 60, "seconds": 600}}   seconds may be left out: 7200
 *   {"kind": "light.resume"}
 *   {"kind": "light.emergency", "arguments": {"seconds": 600}}                 seconds may be left out: 7200
 *   {"kind": "light.emergency.end"}
 *   {"kind": "uplink.retry"}
 * </pre>
 */
sealed interface Command {

    String OVERRIDE = "light.override";
    String RESUME = "light.resume";
    String EMERGENCY = "light.emergency";
    String END_EMERGENCY = "light.emergency.end";
    String RETRY = "uplink.retry";

    /** These two are known only to be refused with the reason. */
    String SERVICE = "light.service";

    String END_SERVICE = "light.service.end";

    /** For the light control. */
    record Light(LightRequest request) implements Command {}

    /** Sends the batches that were set aside again now. */
    record RetryUplink() implements Command {}

    /** @return one of these roles is needed; that a kind does not exist is told to whoever may command anything */
    static Set<Role> rolesFor(JsonNode body) {
        return switch (kind(body)) {
            case OVERRIDE, RESUME, EMERGENCY, END_EMERGENCY, SERVICE, END_SERVICE -> Set.of(Role.LIGHTING);
            case RETRY -> Set.of(Role.CONFIG);
            default -> Set.of(Role.LIGHTING, Role.CONFIG);
        };
    }

    /** @throws FormatException if the kind is not one of these or an argument is wrong */
    static Command read(JsonNode body) throws FormatException {
        String kind = kind(body);
        JsonNode arguments = body.path("arguments");
        return switch (kind) {
            case RESUME -> new Light(new LightRequest.Resume());
            case OVERRIDE ->
                new Light(new LightRequest.SetLevel(
                        level(arguments), duration(arguments, LightRequest.SetLevel.DEFAULT)));
            case EMERGENCY ->
                new Light(new LightRequest.Emergency(duration(arguments, LightRequest.Emergency.DEFAULT)));
            case END_EMERGENCY -> new Light(new LightRequest.EndEmergency());
            case RETRY -> new RetryUplink();
            case SERVICE, END_SERVICE ->
                throw new FormatException(
                        kind + " does not exist remotely: local service, which may hold the lamp below"
                                + " the safety floor, is for people at the pole only");
            default ->
                throw new FormatException("kind must be " + OVERRIDE + ", " + RESUME + ", " + EMERGENCY + ", "
                        + END_EMERGENCY + " or " + RETRY + ", but is '" + kind + "'");
        };
    }

    private static String kind(JsonNode body) {
        return body.path("kind").asText();
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
