package io.smartpole.health.metrics;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.light.LampFigures;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.light.LightStatus;
import io.smartpole.core.link.EndpointStatus;
import io.smartpole.core.link.LinkFigures;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.health.host.HostState;
import io.smartpole.health.metrics.Exposition.Sample;
import io.smartpole.health.metrics.Exposition.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** What is told of each part of the gateway. Names and labels are never changed: dashboards and alarms rest on them. */
final class Families {

    private static final double JOULES_PER_WATT_HOUR = 3600;
    private static final double SECONDS_PER_HOUR = 3600;

    private Families() {}

    static void health(Exposition out, HealthReport report) {
        out.gauge(
                "smartpole_health_status",
                "The worst of all checks: 0 OK, 1 WARN, 2 CRITICAL.",
                severity(report.status()));
        out.gauge("smartpole_health_maintenance", "Whether somebody works on the pole.", report.maintenance() != null);
        out.family(
                "smartpole_health_check_status",
                Type.GAUGE,
                "What a check found: 0 OK, 1 WARN, 2 CRITICAL.",
                checks(report, check -> severity(check.result().status())));
        out.family(
                "smartpole_health_check_acknowledged",
                Type.GAUGE,
                "Whether somebody in operations has seen that a check is not well.",
                checks(report, check -> check.acknowledged() == null ? 0 : 1));
    }

    private static int severity(HealthStatus status) {
        return switch (status) {
            case OK -> 0;
            case WARN -> 1;
            case CRITICAL -> 2;
        };
    }

    private static List<Sample> checks(HealthReport report, ToIntFunction<HealthReport.Check> value) {
        Map<String, Integer> worst = new LinkedHashMap<>(); // should two ever have one name
        report.checks().forEach(check -> worst.merge(check.name(), value.applyAsInt(check), Math::max));
        return worst.entrySet().stream()
                .map(each -> new Sample(Map.of("check", each.getKey()), each.getValue()))
                .toList();
    }

    static void uplink(Exposition out, LinkStatus link) {
        LinkFigures figures = link.figures();
        out.gauge("smartpole_uplink_connected", "Whether a connection to the platform is in use.", link.connected());
        out.family(
                "smartpole_uplink_endpoint_active",
                Type.GAUGE,
                "Which of the configured brokers is in use.",
                link.endpoints().stream()
                        .map(EndpointStatus::name)
                        .distinct()
                        .map(name -> new Sample(Map.of("endpoint", name), active(link, name) ? 1 : 0))
                        .toList());
        out.counter("smartpole_uplink_connects_total", "Connections that came up.", figures.connects());
        out.counter("smartpole_uplink_failovers_total", "Changes to another broker.", figures.failovers());
        out.counter(
                "smartpole_uplink_acknowledged_messages_total",
                "Messages that a broker acknowledged.",
                figures.published());
        out.counter("smartpole_uplink_received_bytes_total", "MQTT received, without TLS and TCP.", figures.bytesIn());
        out.counter("smartpole_uplink_sent_bytes_total", "MQTT sent, without TLS and TCP.", figures.bytesOut());
        out.gauge("smartpole_uplink_set_aside_batches", "Batches that nobody takes.", figures.setAside());
        if (figures.sinceAcknowledged() != null) {
            out.gauge(
                    "smartpole_uplink_last_acknowledged_age_seconds",
                    "How long ago a broker last acknowledged something.",
                    figures.sinceAcknowledged().toMillis() / 1000.0);
        }
    }

    private static boolean active(LinkStatus link, String endpoint) {
        return link.endpoints().stream()
                .anyMatch(each -> each.active() && each.name().equals(endpoint));
    }

    static void evidence(Exposition out, Backlog backlog) {
        out.gauge("smartpole_evidence_waiting_batches", "Signed batches without a receipt.", backlog.batches());
        out.gauge("smartpole_evidence_waiting_bytes", "Size of the batches without a receipt.", backlog.bytes());
        if (backlog.oldest() != null) {
            out.gauge(
                    "smartpole_evidence_oldest_waiting_timestamp_seconds",
                    "When the oldest batch without a receipt was signed.",
                    backlog.oldest().getEpochSecond());
        }
        out.counter("smartpole_evidence_batches_total", "Batches signed and stored.", backlog.committed());
        out.counter("smartpole_evidence_dropped_readings_total", "Readings that were lost.", backlog.dropped());
    }

    static void light(Exposition out, LightStatus light) {
        out.gauge(
                "smartpole_light_level_ratio",
                "The level decided on, 0 to 1.",
                light.decision().level().ratio());
        out.gauge(
                "smartpole_light_floor_ratio",
                "The safety floor, 0 to 1.",
                light.floor().ratio());
        if (light.output() != null) {
            out.gauge(
                    "smartpole_light_output_ratio",
                    "What the lamp's driver was told, 0 to 1.",
                    light.output().ratio());
        }
        out.family(
                "smartpole_light_rule",
                Type.GAUGE,
                "Which rule decided on the level.",
                Arrays.stream(LightRule.values())
                        .map(rule -> new Sample(
                                Map.of("rule", rule.label()),
                                rule == light.decision().rule() ? 1 : 0))
                        .toList());
        Double watts = light.watts();
        if (watts != null) {
            out.gauge("smartpole_lamp_power_watts", "The newest measured power of the lamp.", watts);
        }
        LampFigures figures = light.figures();
        out.counter(
                "smartpole_lamp_energy_joules_total",
                "Energy since the counters began, partly estimated; not for billing.",
                figures.energy() * JOULES_PER_WATT_HOUR);
        out.counter(
                "smartpole_lamp_burning_seconds_total",
                "Time with light since the counters began.",
                figures.burningHours() * SECONDS_PER_HOUR);
        out.counter(
                "smartpole_lamp_switch_ons_total",
                "How often the lamp went on since the counters began.",
                figures.switchOns());
        out.gauge(
                "smartpole_lamp_alarms",
                "What is wrong with the lamp now, counted.",
                light.alarms().size());
    }

    static void host(Exposition out, HostState host) {
        if (host.celsius() != null) {
            out.gauge("smartpole_host_temperature_celsius", "Temperature of the processor.", host.celsius());
        }
        if (host.memoryAvailable() != null) {
            out.gauge(
                    "smartpole_host_memory_available_bytes",
                    "What programs can still have without swapping.",
                    host.memoryAvailable());
        }
        if (host.throttling() != null) {
            out.gauge(
                    "smartpole_host_under_voltage",
                    "Whether the computer gets too little voltage.",
                    host.underVoltage());
            out.gauge("smartpole_host_throttled", "Whether the computer slows itself down.", host.slowedDown());
        }
    }
}
