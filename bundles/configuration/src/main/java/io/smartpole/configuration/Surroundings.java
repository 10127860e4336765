package io.smartpole.configuration;

import io.smartpole.core.health.GatewayHealth;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.link.EndpointStatus;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway is doing at one moment.
 *
 * @param critical name of each check that is critical, and what it says
 * @param linked whether a connection to the platform is configured
 * @param connected whether one is up: to a cloud, if any is configured
 * @param settled false while the gateway has just started: nothing can be concluded from its health yet
 */
record Surroundings(Map<String, String> critical, boolean linked, boolean connected, boolean settled) {

    /** So long after a start of the gateway its health says nothing: its parts come up one after the other. */
    static final Duration SETTLING = Duration.ofSeconds(30);

    Surroundings {
        critical = Map.copyOf(critical);
    }

    static Surroundings of(@Nullable GatewayHealth health, @Nullable Outbox outbox, Moment now) {
        Map<String, String> critical = health == null
                ? Map.of()
                : health.report().checks().stream()
                        .filter(check -> check.result().status() == HealthStatus.CRITICAL)
                        .collect(Collectors.toMap(
                                HealthReport.Check::name,
                                check -> check.result().message(),
                                (one, other) -> one));
        LinkStatus link = outbox == null ? null : outbox.status();
        return new Surroundings(
                critical,
                link != null && !link.endpoints().isEmpty(),
                link != null && connected(link),
                now.sinceBoot().compareTo(SETTLING) >= 0);
    }

    /** A local broker stands in for a while; but where a cloud is configured, that is where the platform is. */
    private static boolean connected(LinkStatus link) {
        boolean cloud = link.endpoints().stream().anyMatch(Surroundings::isCloud);
        return link.connected()
                && (!cloud || link.endpoints().stream().anyMatch(each -> each.active() && isCloud(each)));
    }

    private static boolean isCloud(EndpointStatus endpoint) {
        return endpoint.name().startsWith("cloud");
    }
}
