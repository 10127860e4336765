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
    private static final String WAS = "was";
    private static final String CLEAR = "clear";

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
        String text = stored(configurations());
        try {
            return new View(text, ProgramsDocument.read(text), null);
        } catch (ProgramsDocument.Unfit e) {
            return new View(text, null, e.getMessage());
        }
    }

    /**
     * One at a time, so that of two who read the same text only one can save.
     *
     * @param body {@code {"was": "...", "programs": "..."}} with the text that was read and the new one, or
     *     {@code {"was": "...", "document": {...}}}, which is written as YAML; what has nothing in it also needs
     *     {@code "clear": true}
     * @throws Refusal 400 for another body, 409 if the programs are not what they were, 422 if they would be cleared
     *     without a word, 503 if there is no configuration of the light
     */
    synchronized Response save(byte[] body) throws Refusal {
        JsonNode wish = Json.object(body, Set.of(KEY, DOCUMENT, WAS, CLEAR));
        JsonNode text = wish.path(KEY);
        JsonNode document = wish.path(DOCUMENT);
        if (text.isTextual() == document.isObject()) {
            throw new Refusal(
                    400,
                    "programs must be a text, or document an object, and only one of them is wanted",
                    "send {\"was\": \"...\", \"programs\": \"...\"} with the YAML text");
        }
        if (!wish.path(WAS).isTextual()) {
            throw new Refusal(
                    400,
                    "was must be the text that these programs were made from",
                    "read the programs first, and send their text along as was");
        }
        String programs = text.isTextual() ? text.textValue() : ProgramsDocument.write(document);
        Configurations present = configurations();
        if (!stored(present).equals(wish.path(WAS).textValue())) {
            throw new Refusal(
                    409,
                    "the programs were changed by somebody else since they were read, so nothing was saved",
                    "read them again and make the change anew");
        }
        if (ProgramsDocument.isEmpty(programs) && !wish.path(CLEAR).booleanValue()) {
            throw new Refusal(
                    422,
                    "this would remove the calendar and all programs, so nothing was saved",
                    "if it is meant, send \"clear\": true along");
        }
        return apply(programs, present);
    }

    private static Response apply(String text, Configurations present) throws Refusal {
        ConfigurationResult result = present.apply(Map.of(PID, Map.of(KEY, text)), Origin.ON_SITE);
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

    private static String stored(Configurations present) throws Refusal {
        Map<String, Object> lighting = present.effective().get(PID);
        if (lighting == null) {
            throw new Refusal(503, "the light control is not installed on this pole", "look at what is installed");
        }
        return String.valueOf(lighting.getOrDefault(KEY, ""));
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
