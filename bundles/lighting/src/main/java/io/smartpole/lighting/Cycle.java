package io.smartpole.lighting;

import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.time.Moment;
import io.smartpole.lighting.decision.LightInputs;
import io.smartpole.lighting.decision.LightPolicy;
import io.smartpole.lighting.output.Dimming.Phase;
import org.jspecify.annotations.Nullable;

/**
 * What one turn of the control loop came to.
 *
 * @param decision the level chosen
 * @param inputs what it was chosen from
 * @param output what the driver was told, after ramp, virtual and constant light output
 * @param phase whether the light is there, on its way, or has to wait
 * @param now real time; null if there is no clock
 * @param world the world's time; null if there is no clock
 * @param doubt why it cannot be known whether it is day; null if it is known
 * @param lampProblem why the lamp did not take the output; null if it did
 */
record Cycle(
        LightDecision decision,
        LightInputs inputs,
        LightLevel output,
        Phase phase,
        @Nullable Moment now,
        @Nullable Moment world,
        @Nullable String doubt,
        @Nullable String lampProblem) {

    /** Before the first turn, and whenever a turn fails. */
    static Cycle blind(String doubt) {
        return new Cycle(
                LightPolicy.blind(doubt), LightInputs.NONE, LightLevel.FULL, Phase.THERE, null, null, doubt, null);
    }

    Cycle withLampProblem(@Nullable String problem) {
        return new Cycle(decision, inputs, output, phase, now, world, doubt, problem);
    }

    /** @return true if the turn failed, so that nothing is known of its inputs */
    @SuppressWarnings("ReferenceEquality") // only a blind cycle has these very inputs
    boolean failed() {
        return inputs == LightInputs.NONE;
    }

    /** @return the safety floor that it kept to */
    LightLevel floor() {
        return inputs.settings().floor();
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
