package io.smartpole.health;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.core.pole.Place;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.health.HealthJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The retained message on topic {@code health}, and when it is due. */
final class HealthMessage {

    /** Unchanged, it is sent again after this: whoever has not heard of a pole for longer knows that something is wrong. */
    static final Duration REPEAT_AFTER = Duration.ofMinutes(15);

    /** A check that goes to and fro must not use up a mobile contract: within 10 min, so many changes are told. */
    static Allowance changes() {
        return new Allowance(15, Duration.ofMinutes(10));
    }

    private HealthMessage() {}

    /**
     * What the broker was told last.
     *
     * @param pole whose health it is; part of the topic
     * @param endpoint the one in use: another broker was told nothing yet, or long ago
     * @param connects how many there were: a broker that was connected anew may have forgotten
     * @param states what it was told, without figures that change all the time
     * @param maintenance whether somebody works on the pole
     * @param at when
     */
    record Sent(
            PoleIdentity pole,
            String endpoint,
            long connects,
            List<State> states,
            HealthReport.@Nullable Note maintenance,
            Moment at) {

        static Sent of(PoleIdentity pole, LinkStatus link, HealthReport report, Moment at) {
            return new Sent(
                    pole,
                    link.endpoint(),
                    link.figures().connects(),
                    report.checks().stream()
                            .map(check -> new State(
                                    check.name(),
                                    check.result().status(),
                                    check.result().action(),
                                    check.acknowledged()))
                            .toList(),
                    report.maintenance(),
                    at);
        }

        /**
         * @param last null if nothing was told yet
         * @return whether whoever listens there now may not have heard it
         */
        boolean elsewhere(@Nullable Sent last) {
            return last == null
                    || !pole.equals(last.pole)
                    || !endpoint.equals(last.endpoint)
                    || connects != last.connects;
        }

        boolean changed(Sent last) {
            return !states.equals(last.states)
                    || !Objects.equals(maintenance, last.maintenance)
                    || at.since(last.at).compareTo(REPEAT_AFTER) >= 0;
        }
    }

    /** What makes a check worth telling anew: who has to act, what to do, and whether somebody knows already. */
    record State(String name, HealthStatus status, String action, HealthReport.@Nullable Note acknowledged) {}

    /**
     * @param software version of the gateway
     * @return JSON, UTF-8
     */
    static byte[] encode(PoleIdentity identity, String software, HealthReport report) {
        ObjectNode json = HealthJson.of(report);
        json.set("pole", pole(identity));
        json.put("software", software);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode pole(PoleIdentity identity) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("site", identity.site())
                .put("pole", identity.pole())
                .put("cabinet", identity.cabinet())
                .put("circuit", identity.circuit())
                .put("phase", identity.phase());
        Place place = identity.place();
        if (place != null) {
            json.put("latitude", place.latitude()).put("longitude", place.longitude());
        }
        return json;
    }
}
