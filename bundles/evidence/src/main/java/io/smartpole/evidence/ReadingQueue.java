package io.smartpole.evidence;

import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Readings between those who measure and the one thread that writes. It holds so many and no more: when full, the oldest
 * measurement goes. An alarm goes only when there are nothing but alarms; then it is the newest, since the first ones
 * tell how it began.
 */
final class ReadingQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final int capacity;
    private final Map<Lane, ArrayDeque<Reading>> lanes = new EnumMap<>(Lane.class);
    private final Map<Lane, Dropped> dropped = new EnumMap<>(Lane.class);
    private long allDropped;
    private int worthWaking;
    private boolean wake;

    /**
     * Readings that found no room.
     *
     * @param readings how many
     * @param first when the first of them was read
     * @param last when the last of them was read
     */
    record Dropped(long readings, Moment first, Moment last) {

        private Dropped and(Reading next) {
            return new Dropped(readings + 1, first, next.time());
        }
    }

    /**
     * Some readings of one lane, all with a trusted clock or all without.
     *
     * @param readings in the order in which they came
     * @param dropped what was dropped of that lane since the last were taken; null if nothing was
     */
    record Taken(List<Reading> readings, @Nullable Dropped dropped) {}

    /**
     * @param capacity most readings at once
     * @param worthWaking so many measurements are not to wait any longer
     */
    ReadingQueue(int capacity, int worthWaking) {
        this.capacity = capacity;
        this.worthWaking = worthWaking;
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new ArrayDeque<>());
        }
    }

    private ArrayDeque<Reading> lane(Lane lane) {
        return Objects.requireNonNull(lanes.get(lane));
    }

    void worthWaking(int measurements) {
        lock.lock();
        try {
            worthWaking = measurements;
        } finally {
            lock.unlock();
        }
    }

    void add(Reading reading) {
        lock.lock();
        try {
            ArrayDeque<Reading> measurements = lane(Lane.MEASUREMENT);
            boolean full = lane(Lane.ALARM).size() + measurements.size() >= capacity;
            if (full && measurements.isEmpty()) {
                drop(reading);
                return;
            }
            if (full) {
                drop(measurements.remove());
            }
            lane(reading.lane()).add(reading);
            if (reading.lane() == Lane.ALARM
                    || measurements.size() == 1
                    || measurements.size() >= worthWaking
                    || mixed(measurements)) {
                signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void drop(Reading reading) {
        allDropped++;
        dropped.merge(
                reading.lane(), new Dropped(1, reading.time(), reading.time()), (before, now) -> before.and(reading));
    }

    private static boolean mixed(ArrayDeque<Reading> readings) {
        return readings.getFirst().time().trusted() != readings.getLast().time().trusted();
    }

    int waiting(Lane lane) {
        lock.lock();
        try {
            return lane(lane).size();
        } finally {
            lock.unlock();
        }
    }

    /** @return true if one waits that was read with the clock trusted, if it is not now, or the other way round */
    boolean otherTrustWaits(Lane lane, boolean trusted) {
        lock.lock();
        try {
            ArrayDeque<Reading> readings = lane(lane);
            return !readings.isEmpty() && (readings.getFirst().time().trusted() != trusted || mixed(readings));
        } finally {
            lock.unlock();
        }
    }

    /** Removes the oldest readings of a lane, as far as the clock's trust is the same for all. */
    Taken take(Lane lane, int most) {
        lock.lock();
        try {
            ArrayDeque<Reading> readings = lane(lane);
            List<Reading> taken = new ArrayList<>(Math.min(most, readings.size()));
            while (taken.size() < most
                    && !readings.isEmpty()
                    && (taken.isEmpty()
                            || taken.get(0).time().trusted()
                                    == readings.getFirst().time().trusted())) {
                taken.add(readings.remove());
            }
            return new Taken(taken, dropped.remove(lane));
        } finally {
            lock.unlock();
        }
    }

    /** @return readings dropped since start */
    long dropped() {
        lock.lock();
        try {
            return allDropped;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something came that is not to wait, but at most so long. */
    void await(Duration most) throws InterruptedException {
        lock.lock();
        try {
            long left = most.toNanos();
            while (!wake && left > 0) {
                left = woken.awaitNanos(left);
            }
            wake = false;
        } finally {
            lock.unlock();
        }
    }

    void wake() {
        lock.lock();
        try {
            signal();
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        wake = true;
        woken.signal();
    }
}
