package io.smartpole.evidence.store;

import java.time.Duration;

/**
 * How much the store may keep.
 *
 * @param segments how many files of 4 MiB, at least 8
 * @param retain how long receipted batches are kept while there is room, for history and resend
 */
public record StoreLimits(int segments, Duration retain) {

    private static final int FEWEST = 8;

    public StoreLimits {
        if (segments < FEWEST) {
            throw new IllegalArgumentException(
                    "a store needs at least " + FEWEST + " segments of 4 MiB, but has " + segments);
        }
    }

    /** @param mebibytes at least 32 */
    public static StoreLimits ofSize(int mebibytes, Duration retain) {
        return new StoreLimits((int) (((long) mebibytes << 20) / Segment.SIZE), retain);
    }
}
