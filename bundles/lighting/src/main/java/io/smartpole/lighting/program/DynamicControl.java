package io.smartpole.lighting.program;

import io.smartpole.core.light.LightLevel;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sensor does to the level.
 *
 * @param startTime begin of the part of the night in which it counts; equal to {@code endTime} = the whole night
 * @param endTime end of that part
 */
record DynamicControl(LocalTime startTime, LocalTime endTime, FixedControlEffect effect) {

    /**
     * @param source presence, zone, photocell, half-night or the name of an input
     * @param holdTime how long it goes on after the source was last active
     * @param rampToLevelTime null = the program does not say
     * @param rampFromLevelTime null = the program does not say
     */
    record FixedControlEffect(
            String source,
            EffectOperation operation,
            LightLevel level,
            Duration holdTime,
            @Nullable Duration rampToLevelTime,
            @Nullable Duration rampFromLevelTime) {

        /** @return true if it is a matter of presence: level 4 of the stack, above every control of the program */
        boolean isRaise() {
            return raises(source);
        }

        static boolean raises(String source) {
            return source.equals(Sensors.PRESENCE) || source.equals(Sensors.ZONE);
        }

        /** @return {@link Instant#MAX} while the source is active, the end of the hold after it, or else the past */
        Instant activeUntil(Instant now, Sensors sensors) {
            if (source.equals(Sensors.PHOTOCELL) && sensors.photocellWantsLight()) {
                return Instant.MAX;
            }
            Duration since = sensors.sinceActive().get(source);
            if (since == null) {
                return Instant.MIN;
            }
            if (since.isZero() || since.isNegative()) {
                return Instant.MAX;
            }
            Duration rest = holdTime.minus(since);
            return rest.isNegative() ? Instant.MIN : now.plus(rest);
        }

        /** A photocell that is not healthy counts as on, but must not darken. */
        LightLevel apply(LightLevel below, Sensors sensors) {
            LightLevel applied = operation.apply(below, level);
            boolean uncertain = source.equals(Sensors.PHOTOCELL) && sensors.photocellOn() == null;
            return uncertain ? applied.atLeast(below) : applied;
        }
    }

    List<Span> spans(NoonToNoon night) {
        return night.between(startTime, endTime);
    }
}
