package io.smartpole.lighting.supervision;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.light.LampAlarm;
import io.smartpole.core.light.LampFigures;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.core.time.WorldClock;
import io.smartpole.lighting.LampReporter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches over the lamp and counts what it burns, from readings, on a thread of its own. Whoever asks gets an answer from
 * memory: nothing here waits for the disk or for a lock.
 */
@Component(
        service = {LampSupervisor.class, HealthCheck.class},
        property = HealthCheck.NAME + "=lamp-monitor",
        configurationPolicy = ConfigurationPolicy.IGNORE,
        immediate = true)
public final class LampSupervisor implements HealthCheck {

    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final long LONGEST_TURN_MILLIS = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(LampSupervisor.class);

    // Each may be missing, come and go.
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable TimeSource time;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable HardwareProfile profile;

    private final Path folder;
    private final LampReadings readings;
    private final LampReporter reporter;
    private final Thread thread = new Thread(this::run, "lamp-supervisor");

    private volatile boolean running;
    private volatile boolean simulated;
    private volatile @Nullable LampWatch watch;
    private volatile @Nullable String failure;

    @Activate
    public LampSupervisor(BundleContext context, @Reference LampReadings readings, @Reference LampReporter reporter) {
        this(DataFolder.of(context::getProperty, "lighting"), readings, reporter);
    }

    /** @param folder where the counters are kept; made when first written */
    public LampSupervisor(Path folder, LampReadings readings, LampReporter reporter) {
        this.folder = folder;
        this.readings = readings;
        this.reporter = reporter;
    }

    @Activate
    void activate() {
        running = true;
        thread.setDaemon(true);
        thread.start();
    }

    /** The thread keeps the counters before it ends. It is not interrupted: that would break what it reads or writes. */
    @Deactivate
    void deactivate() throws InterruptedException {
        running = false;
        thread.join(LONGEST_TURN_MILLIS);
    }

    /** Only the simulation has a clock for its world. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setWorldClock(WorldClock clock) {
        simulated = true;
    }

    void unsetWorldClock(WorldClock clock) {
        simulated = false;
    }

    private void run() {
        turn(null);
        while (running) {
            turn(next());
        }
        stop();
    }

    private @Nullable Reading next() {
        try {
            return readings.next(PATIENCE);
        } catch (InterruptedException e) {
            return null; // Nobody has business interrupting this thread; the next turn comes.
        }
    }

    /** Keeps the counters. */
    void stop() {
        LampWatch last = watch;
        if (last != null) {
            last.close();
        }
    }

    /** @param reading null if none came for a while */
    void turn(@Nullable Reading reading) {
        try {
            LampWatch current = watchOfThisWorld();
            current.follow(profile);
            if (reading != null) {
                current.take(reading);
            }
            TimeSource clock = time;
            if (clock != null && readings.isEmpty()) { // else those that wait would be told late
                current.pass(clock.world(), clock.now());
            }
            failure = null;
        } catch (Throwable e) { // the next reading may be one that it can stand
            if (failure == null) {
                LOG.error("The supervision of the lamp failed at {}", reading, e);
            }
            failure = "the supervision of the lamp failed: " + e;
        }
    }

    /** The world's time and the lamp are others when the simulation comes or goes. */
    private LampWatch watchOfThisWorld() {
        boolean now = simulated;
        LampWatch current = watch;
        if (current == null || current.isSimulated() != now) {
            if (current != null) {
                current.close();
            }
            current = new LampWatch(folder, now, reporter::publish);
            watch = current;
        }
        return current;
    }

    /** @return what the lamp has done since its counters began, without CO2; not for billing */
    public LampFigures figures() {
        LampWatch current = watch;
        return current == null ? LampFigures.NONE : current.figures();
    }

    /**
     * @return time with light, in h; infinite while it is not read from disk yet, and if it was lost, so that constant
     *     light output is then at its brightest
     */
    public double burningHours() {
        LampWatch current = watch;
        return current == null || current.lost() != null
                ? Double.POSITIVE_INFINITY
                : current.figures().burningHours();
    }

    /** @return what is wrong with the lamp now */
    public List<LampAlarm> alarms() {
        LampWatch current = watch;
        return current == null ? List.of() : current.alarms();
    }

    @Override
    public HealthResult check() {
        return LampHealth.of(alarms(), problems(), power(), figures());
    }

    private List<HealthResult> problems() {
        List<HealthResult> found = new ArrayList<>();
        warn(found, failure, "restart the gateway");
        LampWatch current = watch;
        if (current != null) {
            warn(found, current.lost(), "take the former counters from the platform's records");
            warn(found, current.unkept(), "check the data folder and its disk");
        }
        long dropped = readings.dropped();
        String unseen = dropped == 0 ? null : "%d readings of the lamp were not looked at".formatted(dropped);
        warn(found, unseen, "look for what loads the computer");
        return found;
    }

    private static void warn(List<HealthResult> found, @Nullable String problem, String action) {
        if (problem != null) {
            found.add(HealthResult.warn(problem, action));
        }
    }

    private String power() {
        HardwareProfile known = profile;
        if (known == null || known.lamp() == null) {
            return "no lamp is watched: there is no hardware profile with one";
        }
        Reading newest = readings.power();
        TimeSource clock = time;
        if (newest == null || clock == null || !(newest.value() instanceof Value.Numeric watts)) {
            return LampHealth.NO_METER;
        }
        Moment now = clock.world();
        Duration age = now.sinceBoot().minus(newest.time().sinceBoot());
        return age.compareTo(LampLedger.LONGEST_GAP) <= 0
                ? "the lamp takes %s W".formatted(Tally.number(watts.number()))
                : "the lamp took %s W when last measured, %d min ago"
                        .formatted(Tally.number(watts.number()), age.toMinutes());
    }
}
