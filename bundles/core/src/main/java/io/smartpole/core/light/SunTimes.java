package io.smartpole.core.light;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The sun's events of one solar day at the pole's place. An event that does not happen on that day (polar day, polar
 * night, white nights) is null.
 *
 * @param civilDawn the sun rises through a zenith angle of 96 degrees: the street light goes off
 * @param sunrise the sun rises through 90.833 degrees
 * @param sunset the sun sets through 90.833 degrees
 * @param civilDusk the sun sets through 96 degrees: the street light goes on
 */
public record SunTimes(
        @Nullable Instant civilDawn,
        @Nullable Instant sunrise,
        @Nullable Instant sunset,
        @Nullable Instant civilDusk) {}
