package io.smartpole.health.command;

import io.smartpole.core.config.Configurations;
import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.health.GatewayHealth;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.light.LightStatus;
import io.smartpole.core.light.Lighting;
import io.smartpole.core.link.EndpointStatus;
import io.smartpole.core.link.LinkFigures;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Describes the whole gateway in one text for people, the most telling first, without any secret. */
@Component(service = GatewayPicture.class)
public final class GatewayPicture {

    private static final List<String> STATES =
            List.of("uninstalled", "installed", "resolved", "starting", "stopping", "active");

    /** Certificates and light programs would leave no room for the rest; {@code config.get} has them whole. */
    private static final int LONGEST_VALUE = 200;

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

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Configurations configurations;

    private final BundleContext context;
    private final TimeSource time;

    @Activate
    public GatewayPicture(BundleContext context, @Reference TimeSource time) {
        this.context = context;
        this.time = time;
    }

    /** One text under its titles. */
    private static final class Page {

        private final StringBuilder text = new StringBuilder();

        /** @param subject null if there is none; a part that fails must not hide the others */
        <T> void part(String title, @Nullable T subject, Consumer<T> describe) {
            line("# " + title);
            if (subject == null) {
                line("missing");
                return;
            }
            try {
                describe.accept(subject);
            } catch (RuntimeException | LinkageError e) {
                line("cannot be told: " + e);
            }
        }

        void line(String line) {
            text.append(line).append('\n');
        }
    }

    String text() {
        Page page = new Page();
        page.part("pole", pole, each -> pole(page, each.identity()));
        page.part("time", time, each -> time(page, each.now()));
        page.part("health", health, each -> health(page, each.report()));
        page.part("uplink", outbox, each -> uplink(page, each.status()));
        page.part("evidence", evidence, each -> evidence(page, each.backlog()));
        page.part("light", lighting, each -> light(page, each.status()));
        page.part("process", Runtime.getRuntime(), each -> process(page, each));
        page.part("bundles", context, each -> bundles(page, each));
        page.part(
                "configuration",
                configurations,
                each -> each.effective()
                        .forEach((pid, values) -> values.forEach(
                                (key, value) -> page.line("%s %s = %s".formatted(pid, key, shown(value))))));
        page.part("threads", Thread.getAllStackTraces(), each -> threads(page, each));
        return page.text.toString();
    }

    private static String shown(Object value) {
        String text = value.toString();
        return text.length() > LONGEST_VALUE
                ? "%s... (%d characters)".formatted(text.substring(0, LONGEST_VALUE), text.length())
                : text;
    }

    private static void pole(Page page, PoleIdentity identity) {
        page.line("%s/%s cabinet '%s' circuit '%s' phase '%s'"
                .formatted(identity.site(), identity.pole(), identity.cabinet(), identity.circuit(), identity.phase()));
    }

    private void time(Page page, Moment now) {
        page.line("%s %s, up for %d s, boot %s"
                .formatted(
                        now.instant(),
                        now.trusted() ? "trusted" : "NOT trusted",
                        now.sinceBoot().toSeconds(),
                        time.boot().hex()));
    }

    private static void health(Page page, HealthReport report) {
        page.line("%s at %s, maintenance %s".formatted(report.status(), at(report.time()), note(report.maintenance())));
        for (HealthReport.Check check : report.checks()) {
            page.line("%s %s since %s: %s"
                    .formatted(
                            check.name(),
                            check.result().status(),
                            at(check.since()),
                            check.result().message()));
            if (check.acknowledged() != null) {
                page.line("  acknowledged " + note(check.acknowledged()));
            }
            if (!check.result().action().isEmpty()) {
                page.line("  what to do: " + check.result().action());
            }
        }
    }

    private static String at(@Nullable Instant time) {
        return time == null ? "unknown" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String note(HealthReport.@Nullable Note note) {
        return note == null ? "none" : "by '%s': %s, until %s".formatted(note.by(), note.text(), at(note.until()));
    }

    /** Without the nonce: it makes a command fresh. */
    private static void uplink(Page page, LinkStatus link) {
        LinkFigures figures = link.figures();
        page.line("connected %s, %s, problem %s".formatted(link.connected(), link.endpoint(), link.problem()));
        page.line("connects %d, failovers %d, published %d, bytes in %d out %d, last acknowledged %s ago, set aside %d"
                .formatted(
                        figures.connects(),
                        figures.failovers(),
                        figures.published(),
                        figures.bytesIn(),
                        figures.bytesOut(),
                        figures.sinceAcknowledged(),
                        figures.setAside()));
        for (EndpointStatus endpoint : link.endpoints()) {
            page.line("%s %s%s: %s, problem %s"
                    .formatted(
                            endpoint.name(),
                            endpoint.uri(),
                            endpoint.active() ? " in use" : "",
                            endpoint.state(),
                            endpoint.problem()));
        }
    }

    private static void evidence(Page page, Backlog backlog) {
        page.line("waiting %d batches, %d bytes, oldest %s; since start committed %d batches, dropped %d readings"
                .formatted(
                        backlog.batches(),
                        backlog.bytes(),
                        at(backlog.oldest()),
                        backlog.committed(),
                        backlog.dropped()));
    }

    private static void light(Page page, LightStatus light) {
        page.line("%s by %s (%s), output %s, floor %s, problem %s"
                .formatted(
                        light.decision().level(),
                        light.decision().rule().label(),
                        light.decision().why(),
                        light.output(),
                        light.floor(),
                        light.problem()));
        new TreeMap<>(light.inputs()).forEach((name, input) -> page.line("%s: %s".formatted(name, input)));
        light.alarms().forEach(alarm -> page.line("alarm " + alarm));
    }

    private static void process(Page page, Runtime runtime) {
        page.line("Java %s, %s %s %s, %d processors"
                .formatted(
                        System.getProperty("java.version"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch"),
                        runtime.availableProcessors()));
        page.line("heap used %d, committed %d, largest %d bytes"
                .formatted(runtime.totalMemory() - runtime.freeMemory(), runtime.totalMemory(), runtime.maxMemory()));
    }

    private static void bundles(Page page, BundleContext context) {
        Arrays.stream(context.getBundles())
                .sorted(Comparator.comparing(bundle -> String.valueOf(bundle.getSymbolicName())))
                .forEach(bundle -> page.line(
                        "%s %s %s".formatted(bundle.getSymbolicName(), bundle.getVersion(), state(bundle.getState()))));
    }

    /** The states of OSGi are single bits, in the order of {@link #STATES} from {@link Bundle#UNINSTALLED} on. */
    private static String state(int state) {
        int bit = Integer.numberOfTrailingZeros(state);
        return bit < STATES.size() ? STATES.get(bit) : Integer.toString(state);
    }

    private static void threads(Page page, Map<Thread, StackTraceElement[]> threads) {
        page.line(threads.size() + " threads");
        threads.entrySet().stream()
                .sorted(Comparator.comparing(each -> each.getKey().getName()))
                .forEach(each -> page.line("%s %s%s"
                        .formatted(
                                each.getKey().getName(),
                                each.getKey().getState(),
                                each.getValue().length == 0 ? "" : " at " + each.getValue()[0])));
    }
}
