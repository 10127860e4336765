package io.smartpole.lighting.program;

import io.smartpole.core.light.LightLevel;
import java.time.Duration;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * A level from a local time on, until the next fixed time of the program.
 *
 * @param rampToLevelTime null = the program does not say
 */
record FixedTimeControl(
        LocalTime startTime, LightLevel level, @Nullable Duration rampToLevelTime) {}
