package io.smartpole.lighting;

import io.smartpole.core.light.Lamp;
import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightResult;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.time.Moment;
import io.smartpole.lighting.decision.LightInputs;
import io.smartpole.lighting.decision.LightPolicy;
import io.smartpole.lighting.output.Blink;
import io.smartpole.lighting.output.Dimming;
import io.smartpole.lighting.output.Dimming.Phase;
import io.smartpole.lighting.output.Dimming.RampTimes;
import io.smartpole.lighting.program.Raise;
import io.smartpole.lighting.program.Scheduled;
import io.smartpole.lighting.supervision.LampSupervisor;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
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

    static final Duration TICK = Duration.ofMillis(200);

    private static final long TICK_NANOS = TICK.toNanos();
    private static final long LONGEST_TURN_MILLIS = 1_000;
    private static final Cycle BROKEN = Cycle.blind("the control loop failed, as when memory runs out");
    private static final int TICKS_PER_MINUTE = (int) Duration.ofMinutes(1).dividedBy(TICK);

    /** Stands in for a clock that is missing. */
    static final Moment UNKNOWN = new Moment(Instant.EPOCH, false, Duration.ZERO);

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Lamp lamp;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable LampSupervisor supervisor;

    private final Surroundings surroundings;
    private final LampReporter reporter;
    private final LampWriter writer = new LampWriter(TICKS_PER_MINUTE);
    private final Dimming dimming = new Dimming(TICK);
    private final Blink blink = new Blink();
    private final Semaphore wakeUp = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "lamp-loop");

    private volatile boolean running;
    private volatile Cycle latest = Cycle.blind("the control loop is starting");

    /** When the loop started, or ended its latest turn, in real time; null while no clock can tell. */
    private volatile @Nullable Moment turned;

    @Activate
    public LampLoop(@Reference Surroundings surroundings, @Reference LampReporter reporter) {
        this.surroundings = surroundings;
        this.reporter = reporter;
    }

    /** First the light, then the disk. */
    @Activate
    void activate() {
        running = true;
        turned = nowOrNull();
        thread.setDaemon(true);
        thread.start();
        surroundings.openRequests();
    }

    /** The lamp stays as it is. Waits for the last turn, so that it does not see its services leave one by one. */
    @Deactivate
    void deactivate() throws InterruptedException {
        running = false;
        wakeUp.release();
        thread.join(LONGEST_TURN_MILLIS);
    }

    private void run() {
        while (running) {
            try {
                cycle();
                rest();
            } catch (Throwable e) { // not even an OutOfMemoryError may end the thread that keeps the street lit
                survive();
            }
        }
    }

    private void rest() {
        try {
            if (wakeUp.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                wakeUp.drainPermits(); // any number of wake-ups is one turn
            }
        } catch (InterruptedException e) {
            // Nobody has business interrupting the light; the next turn comes.
        }
    }

    /** With what was made before: there may be no memory to make anything. */
    private void survive() {
        latest = BROKEN;
        try {
            Lamp driven = lamp;
            if (driven != null) {
                writer.forget();
                driven.set(LightLevel.FULL);
            }
        } catch (Throwable e) {
            // The next turn tries again.
        }
        LockSupport.parkNanos(TICK_NANOS);
    }

    /** One turn. */
    void cycle() {
        Cycle cycle;
        try {
            cycle = decide();
        } catch (Throwable e) { // whatever an input throws: it is then not known whether it is day
            cycle = Cycle.blind("an input failed: " + e);
        }
        cycle = cycle.withLampProblem(writer.write(lamp, cycle.output()));
        latest = cycle;
        reporter.report(cycle);
        turned = nowOrNull();
    }

    private Cycle decide() {
        Moment now = surroundings.now();
        Moment world = surroundings.world();
        if (world == null) {
            // Nothing could end a request or a ramp, so there is none: full light at once.
            String why = "there is no clock";
            LightInputs known = LightInputs.NONE.withSettings(surroundings.inForce());
            return new Cycle(LightPolicy.blind(why), known, LightLevel.FULL, Phase.THERE, now, null, why, null);
        }
        LightInputs in = surroundings.inputs(world);
        LightDecision decision = blink.apply(LightPolicy.decide(in, world), now);
        boolean day = in.provenDay(world);
        LightLevel lowest = day || decision.rule() == LightRule.LOCAL_SERVICE
                ? LightLevel.OFF
                : in.settings().floor();
        LightLevel output = dimming.step(
                decision, lowest, day, surroundings.lampType(), burningHours(), rampTimes(in.scheduled()), world);
        return new Cycle(decision, in, output, dimming.phase(), now, world, in.doubt(world), null);
    }

    private double burningHours() {
        LampSupervisor known = supervisor;
        return known == null ? Double.POSITIVE_INFINITY : known.burningHours();
    }

    private static RampTimes rampTimes(@Nullable Scheduled scheduled) {
        Raise raise = scheduled == null ? null : scheduled.raise();
        return new RampTimes(
                scheduled == null ? null : scheduled.rampToLevelTime(),
                raise == null ? null : raise.rampTo(),
                raise == null ? null : raise.rampFrom());
    }

    /** Lets the lamp blink for that long, from the next turn on. */
    LightResult blink(Duration length) {
        LightResult result = blink.begin(length, latest.decision(), nowOrNull());
        wake();
        return result;
    }

    /** Lets the next turn come at once. */
    void wake() {
        wakeUp.release();
    }

    /** @return the latest turn of the loop */
    Cycle latest() {
        return latest;
    }

    /** @return how long ago a turn ended, or the loop was started, in real time; zero if no clock can tell */
    Duration sinceLatest() {
        Moment now = nowOrNull();
        Moment then = turned;
        return now == null || then == null ? Duration.ZERO : now.since(then);
    }

    private @Nullable Moment nowOrNull() {
        try {
            return surroundings.now();
        } catch (Throwable e) {
            return null; // the turn meets the same failure and tells it
        }
    }
}
