package io.smartpole.configuration;

import io.smartpole.core.config.Concern;
import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.ConfigurationListener;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationReport;
import io.smartpole.core.config.ConfigurationReport.Drift;
import io.smartpole.core.config.ConfigurationResult;
import io.smartpole.core.config.ConfigurationRevision;
import io.smartpole.core.config.ConfigurationRule;
import io.smartpole.core.config.Configurations;
import io.smartpole.core.config.DesiredConfiguration;
import io.smartpole.core.config.Setting;
import io.smartpole.core.health.GatewayHealth;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door to the configuration. It owns the thread that watches over what the platform wants. */
@Component(
        service = {Configurations.class, CheckedConfigurations.class, org.osgi.service.cm.ConfigurationListener.class},
        immediate = true)
public final class CheckedConfigurations implements Configurations, org.osgi.service.cm.ConfigurationListener {

    /** Somebody who changes several things past this door is waited for. */
    static final Duration QUIET = Duration.ofSeconds(2);

    /** Somebody who never stops changing things is not. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final long STEP_MILLIS = 1000;
    private static final long STOP_WITHIN_MILLIS = 5000;

    private static final Logger LOG = LoggerFactory.getLogger(CheckedConfigurations.class);

    private final Ledger ledger;
    private final ConcernTracker known;
    private final TimeSource time;
    private final Revisions revisions;
    private final Announcements announcements = new Announcements();
    private final Object oneAtATime = new Object();
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "configuration");

    private volatile boolean stopped;

    /** When somebody began to change something, maybe past this door, and did so last. */
    private record Touched(Moment first, Moment last) {

        static Touched again(@Nullable Touched before, Moment now) {
            return new Touched(before == null || before.isQuiet(now) ? now : before.first, now);
        }

        private boolean isQuiet(Moment now) {
            return now.since(last).compareTo(QUIET) >= 0;
        }

        boolean isOver(Moment now) {
            return isQuiet(now) || now.since(first).compareTo(LONGEST_WAIT) >= 0;
        }
    }

    /** Null = that is taken in. */
    private final AtomicReference<@Nullable Touched> touched;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<ConfigurationRule> rules = List.of();

    // Each may be missing, come and go. Health asks this bundle in turn, but neither waits for the other to start.
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable GatewayHealth health;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Outbox outbox;

    @Activate
    public CheckedConfigurations(@Reference Ledger ledger, @Reference TimeSource time, BundleContext context) {
        this(ledger, time, new ConcernTracker(context));
    }

    CheckedConfigurations(Ledger ledger, TimeSource time, ConcernTracker known) {
        this.ledger = ledger;
        this.time = time;
        this.known = known;
        ledger.knows(known::concerns);
        revisions = new Revisions(ledger, known, () -> rules);
        Moment now = time.now();
        touched = new AtomicReference<>(new Touched(now, now)); // what happened before this door was there
    }

    @Activate
    void start() {
        known.open();
        thread.setDaemon(true);
        thread.start();
    }

    /** The thread is not interrupted: that would break what it is just writing. */
    @Deactivate
    void stop() {
        stopped = true;
        bell.release();
        try {
            thread.join(STOP_WITHIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        known.close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(ConfigurationListener listener) {
        announcements.add(listener);
        bell.release();
    }

    void removeListener(ConfigurationListener listener) {
        announcements.remove(listener);
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getPid().startsWith("smartpole.")) {
            Moment now = time.now();
            touched.updateAndGet(before -> Touched.again(before, now));
        }
    }

    @Override
    public List<Concern> concerns() {
        return List.copyOf(known.concerns().values());
    }

    @Override
    public SortedMap<String, SortedMap<String, Object>> effective() {
        synchronized (oneAtATime) {
            try {
                return effective(ledger.read());
            } catch (IOException e) {
                throw new UncheckedIOException("the stored configuration cannot be read: " + e.getMessage(), e);
            }
        }
    }

    private SortedMap<String, SortedMap<String, Object>> effective(Map<String, Map<String, Object>> stored) {
        SortedMap<String, SortedMap<String, Object>> effective = new TreeMap<>();
        for (Concern concern : concerns()) {
            SortedMap<String, Object> values = Draft.effective(concern, stored.getOrDefault(concern.pid(), Map.of()));
            concern.settings().stream().filter(Setting::isSecret).forEach(secret -> values.remove(secret.key()));
            effective.put(concern.pid(), values);
        }
        return effective;
    }

    @Override
    public String fingerprint() {
        return Fingerprint.of(effective());
    }

    @Override
    public ConfigurationResult apply(
            Map<String, ? extends Map<String, ? extends @Nullable Object>> changes, Origin origin) {
        ConfigurationResult result;
        synchronized (oneAtATime) {
            result = revisions.apply(changes, origin, time.now());
        }
        bell.release();
        return result;
    }

    @Override
    public Receipt desire(DesiredConfiguration desired) {
        Receipt receipt;
        Verdict verdict;
        Moment before = time.now();
        Surroundings gateway = Surroundings.of(health, outbox, before); // not under the lock: others are asked
        synchronized (oneAtATime) {
            receipt = revisions.desire(desired, before, gateway);
            verdict = ledger.book().verdict();
        }
        if (receipt == Receipt.TAKEN) {
            LOG.info(
                    "configuration revision {} {} in {} ms",
                    desired.revision(),
                    verdict.stage() == Stage.ON_PROBATION
                            ? "put on probation"
                            : verdict.stage().outcome().label(),
                    time.now().since(before).toMillis());
        }
        bell.release();
        return receipt;
    }

    @Override
    public ConfigurationReport report() {
        Book book = ledger.book();
        Verdict verdict = book.verdict();
        return new ConfigurationReport(
                verdict.revision(),
                verdict.stage().outcome(),
                verdict.message(),
                verdict.time(),
                verdict.errors(),
                Fingerprint.of(effective(book.stored())),
                drift(book),
                book.outside().refused().stream().map(Refused::problem).toList());
    }

    private List<Drift> drift(Book book) {
        return Merge.drift(known.concerns(), book.base(), book.stored());
    }

    /** @return how many values somebody has set otherwise than the platform */
    int driftSize() {
        return drift(ledger.book()).size();
    }

    @Override
    public List<ConfigurationRevision> history() {
        return ledger.book().history();
    }

    /** @return what is wrong with what is stored: it came past the checks, or from another version; from memory */
    List<ConfigurationProblem> problems() {
        return Examination.ofStored(known.concerns(), rules, ledger.book().stored());
    }

    private void run() {
        while (awaitBell()) {
            try {
                step();
            } catch (RuntimeException e) { // of a service that is going away just now
                LOG.warn("a look after the configuration failed; the next one comes", e);
            }
        }
    }

    /** @return after a second or at the bell, whichever is first; false once it is over */
    private boolean awaitBell() {
        try {
            if (bell.tryAcquire(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                bell.drainPermits();
            }
        } catch (InterruptedException e) { // nobody here does that
            return false;
        }
        return !stopped;
    }

    /** Looks after what is waiting or on probation, and tells everyone what is new. */
    void step() {
        Moment now = time.now();
        Touched last = touched.get();
        boolean elsewhere = last != null && last.isOver(now);
        Surroundings gateway = Surroundings.of(health, outbox, now);
        synchronized (oneAtATime) {
            boolean done = revisions.step(elsewhere, now, gateway);
            if (elsewhere && done && !ledger.missesKura()) {
                touched.compareAndSet(last, null);
            }
        }
        announcements.tell(ledger.book(), known.getTrackingCount(), this::report);
    }
}
