package io.smartpole.core.light;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the lamp is told, and why.
 *
 * @param level what the lamp is told
 * @param rule which rule chose it
 * @param until when it changes by itself, in the world's time; null if that cannot be known
 */
public record LightDecision(
        LightLevel level, LightRule rule, @Nullable Instant until) {}
