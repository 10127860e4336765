package io.smartpole.evidence;

import io.smartpole.evidence.store.StoreLimits;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * How readings are batched and kept.
 *
 * @param interval how long a measurement waits for others
 * @param largest how many readings a batch has at most
 * @param heartbeat each lane has a batch at least so often, if need be an empty one
 * @param limits how much is kept
 */
record Settings(Duration interval, int largest, Duration heartbeat, StoreLimits limits) {

    static final int LONGEST_INTERVAL = 900;

    /**
     * The longest names and texts fit: a reading takes at most 3,264 bytes, and a payload may inflate to 1 MiB, also with
     * one record more on what was dropped.
     */
    static final int LARGEST_BATCH = 256;

    static final int SMALLEST_STORE = 32;
    static final int LARGEST_STORE = 1024;
    static final int LONGEST_RETENTION = 8760;
    static final int LONGEST_HEARTBEAT = 15;

    static final Settings DEFAULT = new Settings(
            Duration.ofSeconds(10), 256, Duration.ofMinutes(15), StoreLimits.ofSize(256, Duration.ofDays(2)));

    /** @throws IllegalArgumentException if a value is out of range or no number: which one, and what it may be */
    static Settings of(EvidenceConfig config) {
        return new Settings(
                Duration.ofSeconds(check("batch.interval", config::batch_interval, 1, LONGEST_INTERVAL)),
                check("batch.largest", config::batch_largest, 1, LARGEST_BATCH),
                Duration.ofMinutes(check("heartbeat", config::heartbeat, 1, LONGEST_HEARTBEAT)),
                StoreLimits.ofSize(
                        check("store.size", config::store_size, SMALLEST_STORE, LARGEST_STORE),
                        Duration.ofHours(check("store.retain", config::store_retain, 0, LONGEST_RETENTION))));
    }

    private static int check(String key, IntSupplier configured, int least, int most) {
        String given;
        try {
            int value = configured.getAsInt();
            if (value >= least && value <= most) {
                return value;
            }
            given = Integer.toString(value);
        } catch (RuntimeException e) {
            // Declarative Services throws when asked for a value that it can not turn into a number.
            given = "no number";
        }
        throw new IllegalArgumentException("%s must be %d to %d, but is %s".formatted(key, least, most, given));
    }
}
