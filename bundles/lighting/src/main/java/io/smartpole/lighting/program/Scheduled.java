package io.smartpole.lighting.program;

import io.smartpole.core.light.LightLevel;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the control program of a night says at one moment.
 *
 * @param program its id
 * @param active false outside its active periods
 * @param level what its controls make together, without presence; off while it is not active
 * @param raise what presence adds; null unless that is brighter than {@code level}
 * @param until when this may change by itself: a boundary of the schedule, a hold that ends, or the next noon; always
 *     after the moment asked for
 * @param rampToLevelTime how long the lamp takes to get to {@code level}; null if the program does not say
 * @param why in plain words
 */
public record Scheduled(
        String program,
        boolean active,
        LightLevel level,
        @Nullable Raise raise,
        Instant until,
        @Nullable Duration rampToLevelTime,
        String why) {}
