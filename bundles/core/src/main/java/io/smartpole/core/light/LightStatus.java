package io.smartpole.core.light;

import io.smartpole.core.reading.Reading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the light is doing, as of the latest cycle of the control loop.
 *
 * @param decision what the lamp is told, and why
 * @param floor the safety floor: the lamp is never below it while it is not proven day
 * @param override the override in force; null if none
 * @param power the newest measurement of the lamp's power, in W; null if nothing measured it since start
 * @param sun dawn and dusk of this solar day; null while time or place is not known
 * @param problem what is wrong, in plain words; null if nothing
 */
public record LightStatus(
        LightDecision decision,
        LightLevel floor,
        @Nullable InForce override,
        @Nullable Reading power,
        @Nullable SunTimes sun,
        @Nullable String problem) {

    /**
     * An override in force.
     *
     * @param level the level that was asked for, before the safety floor
     * @param until when it ends, in the world's time; null while the clock is not trusted and only its length is known
     */
    public record InForce(LightLevel level, @Nullable Instant until) {}
}
