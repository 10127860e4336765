package io.smartpole.tools.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.tools.terminal.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a pole says of its health.
 *
 * @param status the worst of its checks
 * @param time when, by its clock; null if that was not trusted
 * @param cabinet from which it is fed; empty if not said
 * @param circuit of the cabinet
 * @param phase of the circuit
 * @param place latitude and longitude in degrees; empty if not said
 * @param maintenance set while somebody works on it
 * @param checks those that need somebody first
 * @param json all of it, as it came
 */
public record PoleHealth(
        HealthStatus status,
        @Nullable Instant time,
        String software,
        String cabinet,
        String circuit,
        String phase,
        String place,
        @Nullable Note maintenance,
        List<Check> checks,
        ObjectNode json) {

    private static final Comparator<Check> BY_NEED = Comparator.comparing(Check::status)
            .reversed()
            .thenComparing(check -> check.acknowledged() != null)
            .thenComparing(Check::name);

    public PoleHealth {
        checks = checks.stream().sorted(BY_NEED).toList();
    }

    /**
     * One of the checks.
     *
     * @param message what is the case
     * @param action what to do about it
     * @param since null if not known
     * @param acknowledged set when somebody in operations knows of it
     */
    record Check(
            String name,
            HealthStatus status,
            String message,
            String action,
            @Nullable Instant since,
            @Nullable Note acknowledged) {}

    /**
     * What operations noted.
     *
     * @param until null if not known
     */
    record Note(String by, String text, @Nullable Instant until) {

        String words() {
            return "by " + by + (until == null ? "" : " until " + until) + (text.isEmpty() ? "" : ": " + text);
        }
    }

    /** @return the worst status of what nobody has acknowledged */
    HealthStatus unseen() {
        return checks.stream()
                .filter(check -> check.acknowledged() == null)
                .map(Check::status)
                .max(Comparator.naturalOrder())
                .orElse(checks.isEmpty() ? status : HealthStatus.OK);
    }

    /** @return whether somebody in operations knows of that check */
    boolean acknowledged(String name) {
        return checks.stream().anyMatch(check -> check.name().equals(name) && check.acknowledged() != null);
    }

    /** @return the worst check that nobody has acknowledged, or else the worst; empty if all is well */
    Optional<Check> worst() {
        return checks.stream()
                .filter(check -> check.status() != HealthStatus.OK)
                .min(Comparator.comparing(check -> check.acknowledged() != null));
    }

    /** @return whether somebody works on it, so that nobody else has to act */
    boolean maintained(Instant now) {
        return maintenance != null
                && (maintenance.until() == null || maintenance.until().isAfter(now));
    }

    /** @return {@code cabinet S-12, circuit 3, phase L1}; empty if not said */
    String supply() {
        List<String> parts = new ArrayList<>();
        Stream.of("cabinet " + cabinet, "circuit " + circuit, "phase " + phase)
                .filter(part -> !part.endsWith(" "))
                .forEach(parts::add);
        return String.join(", ", parts);
    }

    /** @return empty if it is no such message */
    public static Optional<PoleHealth> read(byte[] bytes) {
        return Json.message(bytes).flatMap(PoleHealth::read);
    }

    private static Optional<PoleHealth> read(ObjectNode json) {
        Optional<HealthStatus> status = status(json);
        if (status.isEmpty()) {
            return Optional.empty();
        }
        List<Check> checks = new ArrayList<>();
        for (JsonNode check : json.path("checks")) {
            status(check)
                    .ifPresent(ofCheck -> checks.add(new Check(
                            check.path("name").asText(),
                            ofCheck,
                            check.path("message").asText(),
                            check.path("action").asText(),
                            Json.time(check.path("since")),
                            note(check.path("acknowledged")))));
        }
        JsonNode pole = json.path("pole");
        String place = pole.has("latitude")
                ? pole.path("latitude").asText() + " " + pole.path("longitude").asText()
                : "";
        return Optional.of(new PoleHealth(
                status.get(),
                Json.time(json.path("time")),
                json.path("software").asText(),
                pole.path("cabinet").asText(),
                pole.path("circuit").asText(),
                pole.path("phase").asText(),
                place,
                note(json.path("maintenance")),
                checks,
                json));
    }

    private static Optional<HealthStatus> status(JsonNode json) {
        String word = json.path("status").asText();
        return Stream.of(HealthStatus.values())
                .filter(status -> status.name().equals(word))
                .findFirst();
    }

    private static @Nullable Note note(JsonNode json) {
        return json.isObject()
                ? new Note(json.path("by").asText(), json.path("text").asText(), Json.time(json.path("until")))
                : null;
    }
}
