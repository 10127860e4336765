package io.smartpole.lighting;

import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.time.Moment;
import org.jspecify.annotations.Nullable;

/**
 * What one turn of the control loop came to.
 *
 * @param decision what the lamp was to be told
 * @param floor the safety floor that it kept to
 * @param override what was asked for at the time; null if nothing was
 * @param now real time; null if there is no clock
 * @param world the world's time; null if there is no clock
 * @param doubt why it cannot be known whether it is day; null if it is known
 * @param lampProblem why the lamp did not take the level; null if it did
 */
record Cycle(
        LightDecision decision,
        LightLevel floor,
        @Nullable LightOverride override,
        @Nullable Moment now,
        @Nullable Moment world,
        @Nullable String doubt,
        @Nullable String lampProblem) {

    /** Before the first turn, and whenever a turn fails. */
    static Cycle blind(String doubt) {
        return new Cycle(LightPolicy.failSafe(), LightLevel.FULL, null, null, null, doubt, null);
    }

    Cycle withLampProblem(@Nullable String problem) {
        return new Cycle(decision, floor, override, now, world, doubt, problem);
    }

    /** @return all that is wrong, in plain words; null if nothing */
    @Nullable
    String problem() {
        if (doubt == null || lampProblem == null) {
            return doubt == null ? lampProblem : doubt;
        }
        return lampProblem + "; " + doubt;
    }
}
