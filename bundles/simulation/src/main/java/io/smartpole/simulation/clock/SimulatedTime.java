package io.smartpole.simulation.clock;

import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Turns real time into the world's time, which runs {@code speed} times as fast. The world's time never goes back,
 * neither when the speed changes nor when the real calendar clock is stepped: after the first look only the time since
 * boot counts.
 */
public final class SimulatedTime {

    /** A stretch of constant speed, from the two clocks' readings at its start. */
    private record Stretch(Duration realStart, Instant worldStart, Duration worldSinceBoot, int speed) {

        Moment at(Duration real) {
            // A moment that was taken just before the stretch began belongs to its start.
            Duration passed = real.compareTo(realStart) < 0 ? Duration.ZERO : real.minus(realStart);
            Duration worldPassed = passed.multipliedBy(speed);
            return new Moment(worldStart.plus(worldPassed), true, worldSinceBoot.plus(worldPassed));
        }
    }

    private final @Nullable Instant notBefore;
    private int speed;
    private @Nullable Stretch stretch;
    private Duration latestLook = Duration.ZERO;

    /** @param notBefore where an earlier run ended; null if there was none */
    public SimulatedTime(@Nullable Instant notBefore, int speed) {
        this.notBefore = notBefore;
        this.speed = speed;
    }

    /** Takes effect at the next look at the time. */
    public synchronized void speed(int newSpeed) {
        speed = newSpeed;
    }

    /**
     * @param now real time
     * @return the world's time then, trusted
     */
    public synchronized Moment at(Moment now) {
        if (now.sinceBoot().compareTo(latestLook) > 0) {
            latestLook = now.sinceBoot();
        }
        Stretch current = stretch == null ? first(now) : stretch;
        if (current.speed() != speed) {
            // Threads may look with moments taken in another order: turn at the latest one, so that none sees time
            // fall.
            Moment turn = current.at(latestLook);
            current = new Stretch(latestLook, turn.instant(), turn.sinceBoot(), speed);
        }
        stretch = current;
        return current.at(now.sinceBoot());
    }

    /** @return the latest time that was given to anyone; null if none was */
    public synchronized @Nullable Instant latest() {
        return stretch == null ? null : stretch.at(latestLook).instant();
    }

    private Stretch first(Moment now) {
        Instant start = notBefore != null && notBefore.isAfter(now.instant()) ? notBefore : now.instant();
        return new Stretch(now.sinceBoot(), start, now.sinceBoot(), speed);
    }
}
