package io.smartpole.lighting.output;

import io.smartpole.core.light.LightLevel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Carries the light from level to level in a straight line over time. For one thread. */
final class Ramp {

    private @Nullable LightLevel target;
    private LightLevel begin = LightLevel.FULL;
    private LightLevel level = LightLevel.FULL;
    private Duration started = Duration.ZERO;
    private Duration length = Duration.ZERO;

    /**
     * @param to where to go; the first one ever is reached at once
     * @param over how long that takes, if it is a new target
     * @param anew true if somebody else wants it now: who wants it sooner gets it sooner
     * @param lowest nothing below this, not even on the way
     * @param now the world's time since boot
     * @param tick until the next step
     * @return the level to be told now: already one step on the way, so that whoever asked sees that it begins
     */
    LightLevel step(LightLevel to, Duration over, boolean anew, LightLevel lowest, Duration now, Duration tick) {
        boolean sooner = anew && over.compareTo(length.minus(now.minus(started))) < 0;
        if (!to.equals(target) || sooner) {
            boolean first = target == null;
            target = to;
            begin = first ? to : level;
            started = now;
            length = first ? Duration.ZERO : over;
        }
        Duration passed = now.minus(started).plus(tick);
        // A clock that went back tells nothing of the way, so it is over.
        double share =
                passed.compareTo(length) >= 0 || passed.isNegative() ? 1 : (double) passed.toNanos() / length.toNanos();
        level = share >= 1 ? to : new LightLevel(begin.ratio() + (to.ratio() - begin.ratio()) * share).atLeast(lowest);
        return level;
    }

    /** @return true while the target is not reached */
    boolean moving() {
        return target != null && !level.equals(target);
    }
}
