package io.smartpole.health.metrics;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.light.LampAlarm;
import io.smartpole.core.light.LampFigures;
import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.light.LightStatus;
import io.smartpole.core.light.Lighting;
import io.smartpole.core.link.EndpointStatus;
import io.smartpole.core.link.LinkFigures;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.health.FakeTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A gateway that has every figure there is. */
final class FullGateway {

    private FullGateway() {}

    /** @param root gets the files of a Raspberry Pi's kernel */
    static PrometheusText make(FakeTime time, Path root) throws IOException {
        write(root.resolve("sys/class/thermal/thermal_zone0/temp"), "45123\n");
        write(root.resolve("proc/meminfo"), "MemTotal: 3884136 kB\nMemAvailable: 500000 kB\n");
        write(root.resolve("sys/devices/platform/soc/soc:firmware/get_throttled"), "50001\n");
        PrometheusText metrics = new PrometheusText(time, "0.1.0", root, root);
        metrics.pole = () -> new PoleIdentity("dormagen", "p-0001", "S-12 \"Nord\"", "3", "L1", null);
        HealthReport.Note note = new HealthReport.Note("ops", "ordered", null);
        metrics.health = () -> new HealthReport(
                HealthStatus.CRITICAL,
                null,
                List.of(
                        new HealthReport.Check("clock", HealthResult.ok("set"), null, null),
                        new HealthReport.Check("lamp", HealthResult.critical("dark", "drive out"), null, null),
                        new HealthReport.Check("uplink", HealthResult.warn("away", "wait"), null, note)),
                note);
        Outbox outbox = mock(Outbox.class);
        when(outbox.status()).thenReturn(link(Duration.ofMillis(3900)));
        metrics.outbox = outbox;
        EvidenceLog log = mock(EvidenceLog.class);
        when(log.backlog()).thenReturn(new Backlog(3, 4096, Instant.parse("2026-11-01T11:00:00Z"), 100, 1));
        metrics.evidence = log;
        Lighting lighting = mock(Lighting.class);
        when(lighting.status()).thenReturn(light(time));
        metrics.lighting = lighting;
        return metrics;
    }

    static LinkStatus link(@Nullable Duration silence) {
        return new LinkStatus(
                true,
                "cloud1 tcp://127.0.0.1:1883",
                "nonce",
                null,
                new LinkFigures(2, 1, 17, 2048, 65536, silence, 4),
                List.of(
                        new EndpointStatus("cloud1", "tcp://127.0.0.1:1883", true, "online", null),
                        new EndpointStatus("local1", "ssl://cabinet:8883", false, "waiting", "expired")));
    }

    private static LightStatus light(FakeTime time) {
        return new LightStatus(
                new LightDecision(LightLevel.percent(50), LightRule.PROGRAM, null, null, List.of()),
                LightLevel.percent(48),
                LightLevel.percent(25),
                null,
                null,
                null,
                Map.of(),
                new Series("lamp", "power", Unit.WATT).reading(Value.of(31.04), time.now()),
                new LampFigures(1000, 34.5, 2, 7, null),
                List.of(new LampAlarm("dimmingFailure", "above 40 W", Instant.EPOCH)),
                null,
                null);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
