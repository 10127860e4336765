package io.smartpole.uplink;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt to connect: anything between nothing and a ceiling that doubles from 1 s to
 * 5 min. Drawing from the whole range ("full jitter") spreads the poles of a city after a power cut or a restart of the
 * broker.
 */
final class Backoff {

    private static final long FIRST_CEILING_MS = 1_000;
    private static final long LAST_CEILING_MS = 300_000;

    private Backoff() {}

    /** @param failures failed attempts since the connection was last stable, from 1 */
    static Duration delay(int failures, RandomGenerator random) {
        return Duration.ofMillis(random.nextLong(ceiling(failures) + 1));
    }

    private static long ceiling(int failures) {
        int doublings = Math.min(failures - 1, 9); // 2^9 s is beyond the last ceiling
        return Math.min(LAST_CEILING_MS, FIRST_CEILING_MS << doublings);
    }
}
