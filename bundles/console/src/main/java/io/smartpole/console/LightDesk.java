package io.smartpole.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRequest;
import io.smartpole.core.light.LightResult;
import io.smartpole.core.light.Lighting;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands on what people at the pole ask of the light. It meets the same rules there as a command of the platform.
 *
 * <pre>
 *   POST   /api/v1/light/service    {"percent": 0, "seconds": 900}     seconds may be left out
 *   POST   /api/v1/light/override   {"percent": 60, "seconds": 7200}
 *   POST   /api/v1/light/emergency  {"seconds": 7200}
 *   DELETE each of them ends it
 * </pre>
 */
final class LightDesk {

    private static final String PERCENT = "percent";
    private static final String SECONDS = "seconds";

    private final Supplier<@Nullable Lighting> lighting;

    LightDesk(Supplier<@Nullable Lighting> lighting) {
        this.lighting = lighting;
    }

    /** What became of it. */
    private record Done(LightResult.Outcome outcome, String message) {}

    Response hold(byte[] body) throws Refusal {
        JsonNode wish = Json.object(body, Set.of(PERCENT, SECONDS));
        return ask(new LightRequest.LocalService(level(wish), duration(wish, LightRequest.LocalService.DEFAULT)));
    }

    Response override(byte[] body) throws Refusal {
        JsonNode wish = Json.object(body, Set.of(PERCENT, SECONDS));
        return ask(new LightRequest.SetLevel(level(wish), duration(wish, LightRequest.SetLevel.DEFAULT)));
    }

    Response emergency(byte[] body) throws Refusal {
        JsonNode wish = Json.object(body, Set.of(SECONDS));
        return ask(new LightRequest.Emergency(duration(wish, LightRequest.Emergency.DEFAULT)));
    }

    /** @throws Refusal 400 if the light control refuses, 503 if there is none */
    Response ask(LightRequest request) throws Refusal {
        Lighting light = lighting.get();
        if (light == null) {
            throw new Refusal(
                    503, "the light control is not running on this pole", "look into the health of the gateway");
        }
        LightResult result = light.request(request);
        if (result.outcome() == LightResult.Outcome.REFUSED) {
            throw new Refusal(400, result.message(), "ask for something else; the light goes on as it was");
        }
        return Response.json(Json.bytes(new Done(result.outcome(), result.message())));
    }

    private static LightLevel level(JsonNode wish) throws Refusal {
        JsonNode percent = wish.path(PERCENT);
        if (!percent.isNumber() || !(percent.doubleValue() >= 0 && percent.doubleValue() <= 100)) {
            throw wrong(PERCENT, "a number from 0 to 100", percent);
        }
        return LightLevel.percent(percent.doubleValue());
    }

    /** How long is allowed, each request knows best: the light control says so. */
    private static Duration duration(JsonNode wish, Duration otherwise) throws Refusal {
        JsonNode seconds = wish.path(SECONDS);
        if (seconds.isMissingNode()) {
            return otherwise;
        }
        if (!seconds.isIntegralNumber() || !seconds.canConvertToInt()) {
            throw wrong(SECONDS, "a whole number", seconds);
        }
        return Duration.ofSeconds(seconds.intValue());
    }

    private static Refusal wrong(String key, String expected, JsonNode given) {
        String is = given.isMissingNode() ? "missing" : given.toString();
        return new Refusal(400, key + " must be " + expected + ", but is " + is, "correct it and send it again");
    }
}
