package io.smartpole.tools.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.core.config.ConfigurationReport.Outcome;
import io.smartpole.tools.terminal.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a pole says became of the latest configuration it was sent.
 *
 * @param revision 0 while there was none
 * @param message in words
 * @param time when that was decided; null if not known
 * @param errors one line each
 * @param drift where people at the pole have set something else, one line each
 * @param refused what was set past the checks and taken back, one line each
 */
public record ConfigReported(
        long revision,
        Outcome outcome,
        String message,
        @Nullable Instant time,
        List<String> errors,
        List<String> drift,
        List<String> refused) {

    public ConfigReported {
        errors = List.copyOf(errors);
        drift = List.copyOf(drift);
        refused = List.copyOf(refused);
    }

    boolean isFinal() {
        return outcome != Outcome.PENDING;
    }

    /** @return outcome and message, for people: most messages begin with the outcome themselves */
    public String words() {
        String label = outcome.label();
        return message.startsWith(label.replace('-', ' ')) ? message : label + ": " + message;
    }

    /** @return such as {@code 7 rolled back: lost its uplink} */
    public String line() {
        return revision + " " + words();
    }

    /** @return empty if it is no such message */
    public static Optional<ConfigReported> read(byte[] bytes) {
        return Json.message(bytes)
                .flatMap(json -> outcome(json.path("outcome").asText())
                        .map(outcome -> new ConfigReported(
                                json.path("revision").asLong(),
                                outcome,
                                json.path("message").asText(),
                                Json.time(json.path("time")),
                                lines(json.path("errors"), "expected", "given"),
                                lines(json.path("drift"), "desired", "actual"),
                                lines(json.path("refused"), "expected", "given"))));
    }

    private static Optional<Outcome> outcome(String label) {
        return Stream.of(Outcome.values())
                .filter(outcome -> outcome.label().equals(label))
                .findFirst();
    }

    private static List<String> lines(JsonNode list, String should, String is) {
        List<String> lines = new ArrayList<>();
        for (JsonNode entry : list) {
            String key = entry.path("key").asText();
            lines.add(entry.path("pid").asText() + (key.isEmpty() ? "" : " " + key) + ": "
                    + (should.equals("desired") ? "sent as " : "")
                    + entry.path(should).asText() + ", but is " + entry.path(is).asText());
        }
        return lines;
    }
}
