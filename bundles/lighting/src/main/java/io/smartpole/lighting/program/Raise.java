package io.smartpole.lighting.program;

import io.smartpole.core.light.LightLevel;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * More light, because somebody is there.
 *
 * @param level the level to raise to
 * @param source {@code presence} or {@code zone}
 * @param until when it ends: the hold, or the control's period; null while the source is active
 * @param rampTo how long the lamp takes to get there; null if the program does not say
 * @param rampFrom how long it takes to go back afterwards; null if the program does not say
 * @param why in plain words
 */
public record Raise(
        LightLevel level,
        String source,
        @Nullable Instant until,
        @Nullable Duration rampTo,
        @Nullable Duration rampFrom,
        String why) {}
