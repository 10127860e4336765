package io.smartpole.kura;

import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Alarms that wait to be published, the oldest first. When it is full, the oldest is given up and counted. */
final class AlarmQueue {

    static final int CAPACITY = 100;

    private final LinkedBlockingDeque<Alarm> waiting = new LinkedBlockingDeque<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();

    void add(Alarm alarm) {
        while (!waiting.offerLast(alarm)) {
            if (waiting.pollFirst() != null) {
                dropped.incrementAndGet();
            }
        }
    }

    /** @return the oldest, which is now the caller's; null if there is none */
    @Nullable
    Alarm poll() {
        return waiting.pollFirst();
    }

    /** @param alarm the one that was polled last */
    void putBack(Alarm alarm) {
        if (!waiting.offerFirst(alarm)) {
            dropped.incrementAndGet();
        }
    }

    void clear() {
        waiting.clear();
    }

    int size() {
        return waiting.size();
    }

    /** @return how many were given up since start */
    long dropped() {
        return dropped.get();
    }
}
