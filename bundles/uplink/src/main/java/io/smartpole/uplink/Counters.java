package io.smartpole.uplink;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counted since start, on any thread. */
final class Counters {

    final AtomicLong connects = new AtomicLong();
    final AtomicLong failovers = new AtomicLong();
    final AtomicLong published = new AtomicLong();

    /** When a broker last acknowledged a message, since boot; null if none ever did. */
    volatile @Nullable Duration acknowledged;
}
