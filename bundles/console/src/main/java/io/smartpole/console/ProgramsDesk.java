package io.smartpole.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationResult;
import io.smartpole.core.config.Configurations;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET} and {@code PUT /api/v1/light/programs}: the control programs and their calendar, as they lie in the
 * configuration. Whether they make sense, the light control judges; here is only the way there.
 */
final class ProgramsDesk {

    private static final String PID = "smartpole.lighting";
    private static final String KEY = "programs";
    private static final String DOCUMENT = "document";

    /** A value that is as long as a document would drown what is wrong with it. */
    private static final int LONGEST_GIVEN = 80;

    private final Supplier<@Nullable Configurations> configurations;

    ProgramsDesk(Supplier<@Nullable Configurations> configurations) {
        this.configurations = configurations;
    }

    /**
     * @param text as it is stored; empty if there are no programs
     * @param document the same for a form; null if the text is not one that a form could keep
     * @param problem why it could not; null if it can
     */
    record View(
            String text,
            @Nullable JsonNode document,
            @Nullable String problem) {}

    private record Saved(boolean changed) {}

    private record Rejected(String error, String whatToDo, List<String> problems) {}

    /** @throws Refusal 503 if there is no configuration of the light */
    View view() throws Refusal {
        Map<String, Object> lighting = configurations().effective().get(PID);
        if (lighting == null) {
            throw new Refusal(503, "the light control is not installed on this pole", "look at what is installed");
        }
        String text = String.valueOf(lighting.getOrDefault(KEY, ""));
        try {
            return new View(text, ProgramsDocument.read(text), null);
        } catch (ProgramsDocument.Unfit e) {
            return new View(text, null, e.getMessage());
        }
    }

    /**
     * @param body {@code {"programs": "..."}} with the text, or {@code {"document": {...}}}, which is written as YAML
     * @throws Refusal 400 for another body, 503 if nothing keeps a configuration
     */
    Response save(byte[] body) throws Refusal {
        JsonNode wish = Json.object(body, Set.of(KEY, DOCUMENT));
        JsonNode text = wish.path(KEY);
        JsonNode document = wish.path(DOCUMENT);
        if (text.isTextual() == document.isObject()) {
            throw new Refusal(
                    400,
                    "programs must be a text, or document an object, and only one of them is wanted",
                    "send {\"programs\": \"...\"} with the YAML text");
        }
        return apply(text.isTextual() ? text.textValue() : ProgramsDocument.write(document));
    }

    private Response apply(String text) throws Refusal {
        ConfigurationResult result = configurations().apply(Map.of(PID, Map.of(KEY, text)), Origin.ON_SITE);
        if (result instanceof ConfigurationResult.Rejected rejected) {
            List<String> problems =
                    rejected.problems().stream().flatMap(ProgramsDesk::lines).toList();
            return new Response(
                    400,
                    Response.JSON,
                    Json.bytes(new Rejected(
                            "these programs cannot be used, so nothing was changed",
                            "correct what is named and save again",
                            problems)),
                    Map.of());
        }
        if (result instanceof ConfigurationResult.Failed failed) {
            throw new Refusal(500, failed.reason(), "look at the disk; the health of the gateway says more");
        }
        return Response.json(Json.bytes(
                new Saved(!((ConfigurationResult.Applied) result).changed().isEmpty())));
    }

    /** What is wrong in a document is told line by line. */
    private static Stream<String> lines(ConfigurationProblem problem) {
        boolean isShort = problem.given().length() <= LONGEST_GIVEN;
        String text = isShort ? problem.message() : problem.key() + " " + problem.expected();
        return text.lines().map(String::strip).filter(line -> !line.isEmpty());
    }

    private Configurations configurations() throws Refusal {
        Configurations present = configurations.get();
        if (present == null) {
            throw new Refusal(
                    503, "nothing keeps a configuration on this gateway", "look into the health of the gateway");
        }
        return present;
    }
}
