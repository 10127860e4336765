package io.smartpole.health.metrics;

import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.health.GatewayHealth;
import io.smartpole.core.health.Metrics;
import io.smartpole.core.light.Lighting;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.health.host.DiskState;
import io.smartpole.health.host.HostState;
import io.smartpole.health.metrics.Exposition.Sample;
import io.smartpole.health.metrics.Exposition.Type;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The gateway's figures for Prometheus. Every sample names its pole: what scrapes many poles through agents or tunnels
 * sees all of them as {@code localhost}. What is not known is left out rather than told as 0.
 */
@Component
public final class PrometheusText implements Metrics {

    // Each may be missing, come and go.
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Pole pole;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable GatewayHealth health;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Outbox outbox;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable EvidenceLog evidence;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Lighting lighting;

    private final TimeSource time;
    private final String version;
    private final Path root;
    private final Path folder;

    @Activate
    public PrometheusText(BundleContext context, @Reference TimeSource time) {
        this(time, context.getBundle().getVersion().toString(), Path.of("/"), DataFolder.of(context::getProperty, ""));
    }

    /** @param root what holds {@code proc} and {@code sys} */
    PrometheusText(TimeSource time, String version, Path root, Path folder) {
        this.time = time;
        this.version = version;
        this.root = root;
        this.folder = folder;
    }

    @Override
    public String text() {
        Pole ours = pole;
        PoleIdentity identity = ours == null ? null : ours.identity();
        Exposition out = new Exposition(labels(identity));
        if (identity != null) {
            out.family(
                    "smartpole_pole_info",
                    Type.GAUGE,
                    "Which pole this is; always 1.",
                    List.of(new Sample(
                            ordered(
                                    "cabinet", identity.cabinet(),
                                    "circuit", identity.circuit(),
                                    "phase", identity.phase()),
                            1)));
        }
        out.family(
                "smartpole_build_info",
                Type.GAUGE,
                "Which software runs; always 1.",
                List.of(new Sample(ordered("version", version, "java", System.getProperty("java.version")), 1)));
        process(out);
        GatewayHealth checks = health;
        if (checks != null) {
            Families.health(out, checks.report());
        }
        Outbox link = outbox;
        if (link != null) {
            Families.uplink(out, link.status());
        }
        EvidenceLog log = evidence;
        if (log != null) {
            Families.evidence(out, log.backlog());
        }
        Lighting light = lighting;
        if (light != null) {
            Families.light(out, light.status());
        }
        Families.host(out, HostState.read(root));
        disk(out);
        return out.text();
    }

    private static Map<String, String> labels(@Nullable PoleIdentity identity) {
        return identity == null ? Map.of() : ordered("site", identity.site(), "pole", identity.pole());
    }

    private void process(Exposition out) {
        Moment now = time.now();
        Runtime runtime = Runtime.getRuntime();
        out.gauge(
                "smartpole_uptime_seconds",
                "Since the gateway's process started.",
                now.sinceBoot().toMillis() / 1000.0);
        out.gauge("smartpole_clock_trusted", "Whether the calendar clock can be trusted.", now.trusted());
        out.gauge(
                "smartpole_jvm_heap_used_bytes",
                "Heap in use, garbage that is not collected yet included.",
                runtime.totalMemory() - runtime.freeMemory());
        out.gauge("smartpole_jvm_heap_max_bytes", "The largest heap that is allowed.", runtime.maxMemory());
        out.gauge(
                "smartpole_jvm_threads",
                "Threads of the process.",
                ManagementFactory.getThreadMXBean().getThreadCount());
    }

    private void disk(Exposition out) {
        try {
            DiskState disk = DiskState.read(folder);
            out.gauge("smartpole_disk_free_bytes", "Room left on the disk of the data folder.", disk.free());
            out.gauge("smartpole_disk_size_bytes", "Size of the disk of the data folder.", disk.size());
        } catch (IOException e) {
            // The health check "disk" says so.
        }
    }

    private static Map<String, String> ordered(String... namesAndValues) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return labels;
    }
}
