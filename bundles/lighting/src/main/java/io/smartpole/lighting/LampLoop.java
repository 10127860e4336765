package io.smartpole.lighting;

import io.smartpole.core.light.Lamp;
import io.smartpole.core.light.LightDecision;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.pole.Place;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.core.time.WorldClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The control loop: reads everything once, decides, writes the lamp once, five times a second. It needs nothing: no
 * configuration, no clock, no place, no lamp. What is missing makes the light brighter, never darker. Its thread waits for
 * nobody; telling others is the {@link LampReporter}'s work, the disk is that of whoever requests.
 */
@Component(service = LampLoop.class, configurationPolicy = ConfigurationPolicy.IGNORE, immediate = true)
public final class LampLoop {

    private static final long TICK_MILLIS = 200;
    private static final long LONGEST_TURN_MILLIS = 1_000;
    private static final int TICKS_PER_MINUTE = (int) (60_000 / TICK_MILLIS);

    /** Stands in for a clock that is missing. */
    static final Moment UNKNOWN = new Moment(Instant.EPOCH, false, Duration.ZERO);

    // Each may be missing, come and go.
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable TimeSource time;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Pole pole;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Lamp lamp;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable LightSettings settings;

    private final Path folder;
    private final LampReporter reporter;
    private final Overrides overrides;
    private final LampWriter writer = new LampWriter(TICKS_PER_MINUTE);
    private final Semaphore wakeUp = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "lamp-loop");

    private volatile boolean simulated;
    private volatile boolean running;
    private volatile @Nullable Daylight daylight;
    private volatile Cycle latest = Cycle.blind("the control loop is starting");

    @Activate
    public LampLoop(BundleContext context, @Reference LampReporter reporter) {
        this(DataFolder.of(context::getProperty, "lighting"), reporter);
    }

    LampLoop(Path folder, LampReporter reporter) {
        this.folder = folder;
        this.overrides = new Overrides(new OverrideFile(folder, false));
        this.reporter = reporter;
    }

    /** First the light, then the disk. */
    @Activate
    void activate() {
        running = true;
        thread.setDaemon(true);
        thread.start();
        openOverrides();
    }

    /** In the order in which worlds come and go, so that the last one stays. */
    synchronized void openOverrides() {
        overrides.open(new OverrideFile(folder, simulated));
    }

    /** The lamp stays as it is. Waits for the last turn, so that it does not see its services leave one by one. */
    @Deactivate
    void deactivate() throws InterruptedException {
        running = false;
        wakeUp.release();
        thread.join(LONGEST_TURN_MILLIS);
    }

    /** Only the simulation has a clock for its world. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setWorldClock(WorldClock clock) {
        changeWorld(true);
    }

    void unsetWorldClock(WorldClock clock) {
        changeWorld(false);
    }

    private void changeWorld(boolean toSimulated) {
        simulated = toSimulated;
        if (running) {
            openOverrides();
        }
    }

    private void run() {
        while (running) {
            try {
                cycle();
            } catch (Throwable e) { // even an OutOfMemoryError must not end the thread that keeps the street lit
                latest = Cycle.blind("the control loop failed: " + e);
            }
            rest();
        }
    }

    private void rest() {
        try {
            if (wakeUp.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                wakeUp.drainPermits(); // any number of wake-ups is one turn
            }
        } catch (InterruptedException e) {
            // Nobody has business interrupting the light; the next turn comes.
        }
    }

    /** One turn. */
    void cycle() {
        Cycle cycle;
        try {
            cycle = decide();
        } catch (Throwable e) { // whatever an input throws: it is then not known whether it is day
            cycle = Cycle.blind("an input failed: " + e);
        }
        cycle = cycle.withLampProblem(writer.write(lamp, cycle.decision().level()));
        latest = cycle;
        reporter.report(cycle);
    }

    private Cycle decide() {
        TimeSource clock = time;
        Moment now = clock == null ? null : clock.now();
        Moment world = clock == null ? null : clock.world();
        LightInputs in = inputs(world);
        Moment at = world == null ? UNKNOWN : world;
        LightDecision decision = LightPolicy.decide(in, at);
        return new Cycle(
                decision,
                in.settings().floor(),
                in.override(),
                now,
                world,
                clock == null ? "there is no clock" : LightPolicy.whyFailSafe(in, at),
                null);
    }

    /** @param world null if there is no clock */
    LightInputs inputs(@Nullable Moment world) {
        return new LightInputs(inForce(), world == null ? null : daylight(world), override(world));
    }

    Settings inForce() {
        LightSettings configured = settings;
        return configured == null ? Settings.DEFAULT : configured.checked().settings();
    }

    /** Without a clock nothing could end an override, so none counts. */
    @Nullable
    LightOverride override(@Nullable Moment world) {
        return world == null ? null : overrides.at(world);
    }

    private @Nullable Daylight daylight(Moment world) {
        Place place = place();
        if (place == null || !world.trusted()) {
            return null;
        }
        Daylight known = daylight;
        if (known == null || !known.place().equals(place) || !known.covers(world.instant())) {
            known = Daylight.at(place, world.instant());
            daylight = known;
        }
        return known;
    }

    @Nullable
    Place place() {
        Pole known = pole;
        return known == null ? null : known.identity().place();
    }

    /** @return the world's time; null if there is no clock */
    @Nullable
    Moment world() {
        TimeSource clock = time;
        return clock == null ? null : clock.world();
    }

    /** @return who asked for what, and until when */
    Overrides overrides() {
        return overrides;
    }

    /** Lets the next turn come at once. */
    void wake() {
        wakeUp.release();
    }

    /** @return the latest turn of the loop */
    Cycle latest() {
        return latest;
    }

    /** @return how long ago that was, in real time; zero if no clock can tell */
    Duration sinceLatest() {
        TimeSource clock = time;
        Moment then = latest.now();
        return clock == null || then == null ? Duration.ZERO : clock.now().since(then);
    }
}
