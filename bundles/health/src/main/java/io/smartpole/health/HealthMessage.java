package io.smartpole.health;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.core.time.Moment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The retained message on topic {@code health}, and when it is due. */
final class HealthMessage {

    /** Unchanged, it is sent again after this: whoever has not heard of a pole for longer knows that something is wrong. */
    static final Duration REPEAT_AFTER = Duration.ofMinutes(15);

    private HealthMessage() {}

    /**
     * What the broker was told last.
     *
     * @param topic where
     * @param endpoint the one in use: another broker was told nothing yet, or long ago
     * @param connects how many there were: a broker that was connected anew may have forgotten
     * @param states what it was told, without figures that change all the time
     * @param at when
     */
    record Sent(String topic, String endpoint, long connects, List<State> states, Moment at) {

        static Sent of(String topic, LinkStatus link, HealthReport report, Moment at) {
            return new Sent(
                    topic,
                    link.endpoint(),
                    link.figures().connects(),
                    report.checks().stream()
                            .map(check -> new State(
                                    check.name(),
                                    check.result().status(),
                                    check.result().action()))
                            .toList(),
                    at);
        }

        /** @param last null if nothing was told yet */
        boolean due(@Nullable Sent last) {
            return last == null
                    || !topic.equals(last.topic)
                    || !endpoint.equals(last.endpoint)
                    || connects != last.connects
                    || !states.equals(last.states)
                    || at.since(last.at).compareTo(REPEAT_AFTER) >= 0;
        }
    }

    /** What makes a check worth telling anew: who has to act, and what to do. */
    record State(String name, HealthStatus status, String action) {}

    /** @return JSON, UTF-8 */
    static byte[] encode(HealthReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("status", report.status().name());
        json.put("time", text(report.time()));
        ArrayNode checks = json.putArray("checks");
        for (HealthReport.Check check : report.checks()) {
            checks.addObject()
                    .put("name", check.name())
                    .put("status", check.result().status().name())
                    .put("message", check.result().message())
                    .put("action", check.result().action())
                    .put("since", text(check.since()));
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
