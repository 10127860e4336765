package io.smartpole.simulation.world;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that wanders up and down without jumps: random values one {@code period} apart, joined smoothly.
 *
 * @param period the time from one random value to the next
 */
record SmoothNoise(Chance chance, Duration period) {

    /** @return -1 to 1 */
    double at(Instant time) {
        double position = (time.getEpochSecond() + time.getNano() * 1e-9) / period.toSeconds();
        long before = (long) Math.floor(position);
        double way = position - before;
        double eased = way * way * (3 - 2 * way);
        return value(before) * (1 - eased) + value(before + 1) * eased;
    }

    private double value(long slot) {
        return 2 * chance.draw(slot, 0) - 1;
    }
}
