package io.smartpole.console;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.light.LightDecision;
import io.smartpole.core.link.EndpointStatus;
import io.smartpole.core.link.LinkFigures;
import io.smartpole.core.link.LinkStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/status}: all at one look. A part whose service is missing is null.
 *
 * @param time real time; null while the clock is not trusted
 * @param worldTime time in the world around the pole; differs from {@code time} only in the simulation
 * @param simulated whether that world is a simulation
 * @param uptimeSeconds since the process started
 * @param boot names this start of the process
 */
record StatusView(
        @Nullable Instant time,
        @Nullable Instant worldTime,
        boolean simulated,
        long uptimeSeconds,
        String boot,
        @Nullable String site,
        @Nullable String pole,
        @Nullable HealthStatus health,
        @Nullable Light light,
        @Nullable Uplink uplink,
        @Nullable Evidence evidence) {

    /** What the lamp is told now. */
    record Light(double levelPercent, String rule, @Nullable Instant until) {

        static Light of(LightDecision decision) {
            return new Light(
                    LightView.percent(decision.level()), decision.rule().label(), decision.until());
        }
    }

    /**
     * The connections to the platform; what is counted is counted since start.
     *
     * @param sinceAcknowledgedSeconds null if no broker ever acknowledged anything
     * @param endpoints the preferred first
     */
    record Uplink(
            boolean connected,
            String endpoint,
            @Nullable String problem,
            long connects,
            long failovers,
            long published,
            long bytesIn,
            long bytesOut,
            @Nullable Long sinceAcknowledgedSeconds,
            int setAside,
            List<Endpoint> endpoints) {

        static Uplink of(LinkStatus link) {
            LinkFigures figures = link.figures();
            Duration silence = figures.sinceAcknowledged();
            return new Uplink(
                    link.connected(),
                    link.endpoint(),
                    link.problem(),
                    figures.connects(),
                    figures.failovers(),
                    figures.published(),
                    figures.bytesIn(),
                    figures.bytesOut(),
                    silence == null ? null : silence.toSeconds(),
                    figures.setAside(),
                    link.endpoints().stream().map(Endpoint::of).toList());
        }
    }

    /** A broker, and how the connection to it is doing. */
    record Endpoint(
            String name,
            String uri,
            boolean active,
            String state,
            @Nullable String problem) {

        static Endpoint of(EndpointStatus endpoint) {
            return new Endpoint(
                    endpoint.name(), endpoint.uri(), endpoint.active(), endpoint.state(), endpoint.problem());
        }
    }

    /** What waits for a receipt of the platform, and what was lost since start. */
    record Evidence(
            long waitingBatches,
            long waitingBytes,
            @Nullable Instant oldest,
            long committedBatches,
            long droppedReadings) {

        static Evidence of(Backlog backlog) {
            return new Evidence(
                    backlog.batches(), backlog.bytes(), backlog.oldest(), backlog.committed(), backlog.dropped());
        }
    }
}
