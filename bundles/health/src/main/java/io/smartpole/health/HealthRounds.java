package io.smartpole.health;

import io.smartpole.core.health.GatewayHealth;
import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks every health check every five seconds, and tells the platform when something changed. */
@Component(service = GatewayHealth.class, immediate = true)
public final class HealthRounds implements GatewayHealth {

    private static final long ROUND_SECONDS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** A check that hangs keeps its thread, so that the others can be asked; more than these never hang at once. */
    private static final int WORKERS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(HealthRounds.class);

    // Each may be missing, come and go.
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Pole pole;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Outbox outbox;

    private final TimeSource time;
    private final Duration patience;
    private final List<WatchedCheck> watched = new CopyOnWriteArrayList<>();
    private final ExecutorService workers = workers();
    private final Thread thread = new Thread(this::run, "health");
    private volatile HealthReport latest = new HealthReport(HealthStatus.OK, null, List.of());

    // Of the thread:
    private HealthMessage.@Nullable Sent sent;

    @Activate
    public HealthRounds(@Reference TimeSource time) {
        this(time, PATIENCE);
    }

    HealthRounds(TimeSource time, Duration patience) {
        this.time = time;
        this.patience = patience;
    }

    /** A check waits its turn while others have all threads: on a busy computer that is no fault of anybody. */
    static ThreadPoolExecutor workers() {
        ThreadFactory threads = task -> {
            Thread worker = new Thread(task, "health-check");
            worker.setDaemon(true);
            return worker;
        };
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                WORKERS, WORKERS, 2 * ROUND_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    @Activate
    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @Deactivate
    void stop() {
        thread.interrupt();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCheck(HealthCheck check, Map<String, Object> properties) {
        Object name = properties.get(HealthCheck.NAME);
        watched.add(new WatchedCheck(name == null ? "unnamed" : name.toString(), check, patience));
    }

    void removeCheck(HealthCheck check) {
        watched.removeIf(each -> each.watches(check));
    }

    @Override
    public HealthReport report() {
        return latest;
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(ROUND_SECONDS);
                try {
                    round();
                } catch (RuntimeException e) { // of a service that is going away just now
                    LOG.warn("a round over the health checks failed; the next one comes", e);
                }
            }
        } catch (InterruptedException e) { // deactivated
            workers.shutdownNow();
        }
    }

    /** Asks everyone once, and tells the platform if something changed. */
    void round() throws InterruptedException {
        List<HealthReport.Check> checks = new ArrayList<>();
        HealthStatus worst = HealthStatus.OK;
        for (WatchedCheck each : watched) {
            HealthReport.Check check = each.ask(workers, time.now());
            checks.add(check);
            HealthStatus status = check.result().status();
            worst = status.compareTo(worst) > 0 ? status : worst;
        }
        checks.sort(Comparator.comparing(HealthReport.Check::name));
        Moment now = time.now();
        HealthReport report = new HealthReport(worst, now.trusted() ? now.instant() : null, checks);
        if (report.status() != latest.status()) {
            LOG.info("health: {}, was {}{}", report.status(), latest.status(), needy(report));
        }
        latest = report;
        publish(report, now);
    }

    private static String needy(HealthReport report) {
        return report.checks().stream()
                .filter(check -> check.result().status() != HealthStatus.OK)
                .map(check -> "; %s %s: %s"
                        .formatted(
                                check.name(),
                                check.result().status(),
                                check.result().message()))
                .collect(Collectors.joining());
    }

    private void publish(HealthReport report, Moment now) {
        Pole ours = pole;
        Outbox out = outbox;
        if (ours == null || out == null) {
            return;
        }
        HealthMessage.Sent next =
                HealthMessage.Sent.of(Topics.of(ours.identity()).health(), out.status(), report, now);
        // What no connection took is due in the next round again.
        if (next.due(sent) && out.publish(next.topic(), HealthMessage.encode(report), 1, true)) {
            sent = next;
        }
    }
}
