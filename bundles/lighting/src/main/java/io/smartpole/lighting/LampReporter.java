package io.smartpole.lighting;

import io.smartpole.core.light.LightDecision;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import io.smartpole.lighting.output.Dimming.Phase;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what the lamp is told and why, and passes it on as readings {@code lamp/level}, {@code lamp/output} and
 * {@code lamp/rule}, together with what others have to tell about the lamp. On a thread of its own: neither a full disk under the log nor a listener that hangs can hold up the control loop.
 */
@Component(service = LampReporter.class)
public final class LampReporter {

    private static final String COMPONENT = "lamp";
    private static final Series LEVEL = new Series(COMPONENT, "level", Unit.RATIO);
    private static final Series OUTPUT = new Series(COMPONENT, "output", Unit.RATIO);
    private static final Series RULE = new Series(COMPONENT, "rule", null);

    /** Unchanged, the level is told again after this, in the world's time; but in real time at most once per second. */
    private static final Duration REPEAT_AFTER = Duration.ofMinutes(1);

    /** While the light ramps, its output is told so often, in the world's time. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(5);

    private static final Duration REPEAT_AT_MOST_EVERY = Duration.ofSeconds(1);
    private static final int ROOM = 256;

    private static final Logger LOG = LoggerFactory.getLogger(LampReporter.class);

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<ReadingListener> listeners = List.of();

    /** A {@link Cycle} to be told, or a {@link Reading} of somebody else. */
    private final BlockingQueue<Object> reports = new ArrayBlockingQueue<>(ROOM);

    private final Thread thread = new Thread(this::run, "lamp-reporter");

    // Of the control loop's thread:
    private @Nullable Cycle told;

    // Of the reporter's thread:
    private @Nullable String logged;
    private final Set<ReadingListener> throwers = Collections.newSetFromMap(new WeakHashMap<>());

    @Activate
    void activate() {
        thread.setDaemon(true);
        thread.start();
    }

    @Deactivate
    void deactivate() {
        thread.interrupt();
    }

    /** Never waits. Called by the control loop after each cycle. */
    void report(Cycle cycle) {
        if (isNew(cycle) || isDue(cycle)) {
            told = cycle;
            reports.offer(cycle);
        }
    }

    /** Never waits: passes on what somebody else has to tell about the lamp. */
    public void publish(Reading reading) {
        reports.offer(reading);
    }

    /** @return true if a listener hangs, so that reports are lost */
    boolean stalled() {
        return reports.remainingCapacity() == 0;
    }

    /** The words of a problem may change with every cycle, so only its coming and going counts. */
    private boolean isNew(Cycle cycle) {
        Cycle last = told;
        return last == null
                || !last.decision().level().equals(cycle.decision().level())
                || last.decision().rule() != cycle.decision().rule()
                || (!last.output().equals(cycle.output()) && cycle.phase() != Phase.RAMPING)
                || (last.doubt() == null) != (cycle.doubt() == null)
                || (last.lampProblem() == null) != (cycle.lampProblem() == null);
    }

    private boolean isDue(Cycle cycle) {
        Cycle last = told;
        if (last == null
                || last.now() == null
                || last.world() == null
                || cycle.now() == null
                || cycle.world() == null) {
            return last == null || (last.world() == null) != (cycle.world() == null);
        }
        Duration inTheWorld = Duration.between(
                        last.world().instant(), cycle.world().instant())
                .abs();
        Duration repeat = last.output().equals(cycle.output()) ? REPEAT_AFTER : ON_THE_WAY;
        return inTheWorld.compareTo(repeat) >= 0
                && cycle.now().since(last.now()).compareTo(REPEAT_AT_MOST_EVERY) >= 0;
    }

    private void run() {
        try {
            while (true) {
                Object report = reports.take();
                if (report instanceof Reading reading) {
                    tell(reading);
                } else {
                    tell((Cycle) report);
                }
            }
        } catch (InterruptedException e) {
            // deactivated
        }
    }

    private void tell(Cycle cycle) {
        LightDecision decision = cycle.decision();
        String problem = cycle.problem();
        String line = "Lamp %s by rule %s%s"
                .formatted(decision.level(), decision.rule().label(), problem == null ? "" : ": " + problem);
        if (!line.equals(logged)) {
            logged = line;
            LOG.info(
                    cycle.world() == null
                            ? line
                            : line + ", at " + cycle.world().instant() + " at the pole");
        }
        Moment time = cycle.world();
        if (time == null) {
            return;
        }
        if (cycle.lampProblem() == null) {
            tell(LEVEL.reading(Value.of(decision.level().ratio()), time));
            tell(OUTPUT.reading(Value.of(cycle.output().ratio()), time));
        }
        tell(RULE.reading(Value.of(decision.rule().label()), time));
    }

    private void tell(Reading reading) {
        for (ReadingListener listener : listeners) {
            try {
                listener.onReading(reading);
            } catch (Throwable e) { // whatever a listener of another bundle throws: the others are told
                if (throwers.add(listener)) {
                    LOG.warn("{} failed at a reading of the lamp; it will be told the next ones", listener, e);
                }
            }
        }
    }
}
