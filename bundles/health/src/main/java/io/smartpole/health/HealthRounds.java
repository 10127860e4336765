package io.smartpole.health;

import io.smartpole.core.health.GatewayHealth;
import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks every health check every five seconds, and tells the platform when something changed. */
@Component(
        service = {GatewayHealth.class, HealthRounds.class},
        immediate = true)
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

    private final BundleContext context;
    private final String version;
    private final TimeSource time;
    private final Duration patience;
    private final NoteDesk desk;
    private final Records records;
    private final Map<Object, WatchedCheck> watched = new ConcurrentHashMap<>();
    private final ExecutorService workers = workers();
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "health");
    private volatile HealthReport latest = new HealthReport(HealthStatus.OK, null, List.of(), null);

    // Guarded by this:
    private final ChangeAlarms alarms = new ChangeAlarms();
    private final Allowance changes = HealthMessage.changes();
    private HealthMessage.@Nullable Sent sent;
    private boolean stopped;

    @Activate
    public HealthRounds(
            BundleContext context, @Reference TimeSource time, @Reference NoteDesk desk, @Reference Records records) {
        this(context, context.getBundle().getVersion().toString(), time, PATIENCE, desk, records);
    }

    HealthRounds(
            BundleContext context, String version, TimeSource time, Duration patience, NoteDesk desk, Records records) {
        this.context = context;
        this.version = version;
        this.time = time;
        this.patience = patience;
        this.desk = desk;
        this.records = records;
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
        synchronized (this) {
            stopped = true;
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCheck(ServiceReference<HealthCheck> check) {
        Object name = check.getProperty(HealthCheck.NAME);
        watch(check, name == null ? "unnamed" : name.toString(), new LateCheck(context, check));
    }

    void removeCheck(ServiceReference<HealthCheck> check) {
        forget(check);
        context.ungetService(check);
    }

    void watch(Object key, String name, HealthCheck check) {
        watched.put(key, new WatchedCheck(name, check, patience));
    }

    void forget(Object key) {
        watched.remove(key);
    }

    /** Lets the next round begin at once: something was noted that the platform should see. */
    public void wake() {
        wake.release();
    }

    @Override
    public HealthReport report() {
        return latest;
    }

    private void run() {
        try {
            while (true) {
                if (wake.tryAcquire(ROUND_SECONDS, TimeUnit.SECONDS)) {
                    wake.drainPermits();
                }
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

    /**
     * Asks everyone once, records what got better or worse, and tells the platform if something changed.
     *
     * @return what it found
     * @throws InterruptedException if the gateway stops
     */
    public synchronized HealthReport round() throws InterruptedException {
        if (stopped) {
            throw new InterruptedException("the health checks are asked no more");
        }
        List<HealthReport.Check> checks = new ArrayList<>();
        HealthStatus worst = HealthStatus.OK;
        for (WatchedCheck each : watched.values()) {
            HealthReport.Check check = each.ask(workers, time.now());
            checks.add(check);
            HealthStatus status = check.result().status();
            worst = status.compareTo(worst) > 0 ? status : worst;
        }
        checks.sort(Comparator.comparing(HealthReport.Check::name));
        Moment now = time.now();
        Notes notes = desk.look(checks, now);
        HealthReport report = new HealthReport(
                worst,
                now.trusted() ? now.instant() : null,
                checks.stream().map(notes::on).toList(),
                notes.maintenanceNote());
        if (report.status() != latest.status()) {
            LOG.info("health: {}, was {}{}", report.status(), latest.status(), needy(report));
        }
        latest = report;
        alarms.next(checks, now.sinceBoot()).forEach(alarm -> records.tell(Lane.ALARM, alarm.check(), alarm.text()));
        publish(report, now);
        return report;
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
        PoleIdentity identity = ours.identity();
        HealthMessage.Sent next = HealthMessage.Sent.of(identity, out.status(), report, now);
        HealthMessage.Sent last = sent;
        boolean elsewhere = next.elsewhere(last);
        boolean due = last == null || elsewhere || (next.changed(last) && changes.left(now.sinceBoot()));
        // What no connection took is due in the next round again.
        if (due
                && out.publish(
                        Topics.of(identity).health(), HealthMessage.encode(identity, version, report), 1, true)) {
            sent = next;
            if (!elsewhere) {
                changes.take(now.sinceBoot());
            }
        }
    }
}
