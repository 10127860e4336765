package io.smartpole.evidence;

import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.evidence.ReadingQueue.Taken;
import io.smartpole.evidence.store.SegmentStore;
import io.smartpole.evidence.store.Stretch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is committed next, and when: a change of key, how the process started, what was lost, alarms at once,
 * measurements when there are enough of them or the first has waited long enough, what the clock turned out to be, and a
 * heartbeat in each lane.
 */
final class Agenda {

    private final TimeSource time;
    private final ReadingQueue queue;
    private final Supplier<Settings> settings;
    private final String version;
    private final @Nullable Succession succession;

    private @Nullable Supplier<Start> unsaidStart;
    private final Map<Lane, Duration> lastCommit = new EnumMap<>(Lane.class);
    private @Nullable Duration measurementsSince;
    private boolean owesClock;
    private boolean flush;

    /**
     * For a key that never changes, as the poles of the fleet simulator have.
     *
     * @param version of this bundle, for the start record
     */
    Agenda(TimeSource time, ReadingQueue queue, Supplier<Settings> settings, String version) {
        this(time, queue, settings, version, null);
    }

    /** @param version of this bundle, for the start record */
    Agenda(
            TimeSource time,
            ReadingQueue queue,
            Supplier<Settings> settings,
            String version,
            @Nullable Succession succession) {
        this.time = time;
        this.queue = queue;
        this.settings = settings;
        this.version = version;
        this.succession = succession;
    }

    /** @param start to be asked when it is told: the key may change before */
    void started(Supplier<Start> start) {
        unsaidStart = start;
    }

    /** Heartbeats count from here: what came before may have been a long wait for the pole's name. */
    private void startTold() {
        unsaidStart = null;
        for (Lane lane : Lane.values()) {
            committed(lane);
        }
    }

    /** Measurements wait no longer. */
    void flush() {
        flush = true;
    }

    void committed(Lane lane) {
        lastCommit.put(lane, time.now().sinceBoot());
    }

    void stored(Draft draft) {
        owesClock |= !draft.clock();
        draft.whenStored().run();
    }

    /**
     * @return what is to be committed now; null if nothing is due
     * @throws IOException if nothing may be committed now
     */
    @Nullable
    Draft next(SegmentStore store) throws IOException {
        Moment world = time.world();
        Draft handOver = succession == null ? null : succession.next(store, world);
        if (handOver != null) {
            return handOver;
        }
        if (unsaidStart != null) {
            List<Reading> readings = GatewayRecords.start(unsaidStart.get(), version, world);
            return new Draft(Lane.ALARM, readings, world.trusted(), this::startTold);
        }
        List<Stretch> lost = store.untold();
        if (!lost.isEmpty()) {
            return gaps(store, lost, world);
        }
        if (queue.waiting(Lane.ALARM) > 0) {
            return take(Lane.ALARM, world);
        }
        if (measurementsDue(world.trusted())) {
            measurementsSince = null;
            return take(Lane.MEASUREMENT, world);
        }
        if (owesClock && world.trusted()) {
            List<Reading> readings = GatewayRecords.clock(time.now().sinceBoot(), time.clockSource(), world);
            return new Draft(Lane.ALARM, readings, true, () -> owesClock = false);
        }
        for (Lane lane : Lane.values()) {
            if (isOver(untilHeartbeat(lane))) {
                return new Draft(lane, List.of(), world.trusted());
            }
        }
        return null;
    }

    private Draft gaps(SegmentStore store, List<Stretch> lost, Moment world) {
        List<Stretch> some =
                lost.subList(0, Math.min(lost.size(), settings.get().largest()));
        List<Reading> readings =
                some.stream().map(one -> GatewayRecords.gap(one, world)).toList();
        return new Draft(Lane.ALARM, readings, world.trusted(), () -> store.told(some));
    }

    private Draft take(Lane lane, Moment world) {
        Taken taken = queue.take(lane, settings.get().largest());
        List<Reading> readings = new ArrayList<>();
        if (taken.dropped() != null) {
            readings.add(GatewayRecords.gap(lane, taken.dropped(), world));
        }
        readings.addAll(taken.readings());
        // What waited a moment ago may just have been dropped; then only that is told.
        boolean clock = taken.readings().isEmpty()
                ? world.trusted()
                : taken.readings().get(0).time().trusted();
        return new Draft(lane, readings, clock);
    }

    private boolean measurementsDue(boolean trusted) {
        int waiting = queue.waiting(Lane.MEASUREMENT);
        if (waiting == 0) {
            return false;
        }
        if (measurementsSince == null) {
            measurementsSince = time.now().sinceBoot();
        }
        return flush
                || waiting >= settings.get().largest()
                || isOver(untilDue(measurementsSince))
                || queue.otherTrustWaits(Lane.MEASUREMENT, trusted);
    }

    private Duration untilDue(Duration measurementsSince) {
        return measurementsSince
                .plus(settings.get().interval())
                .minus(time.now().sinceBoot());
    }

    private Duration untilHeartbeat(Lane lane) {
        return lastCommit
                .getOrDefault(lane, Duration.ZERO)
                .plus(settings.get().heartbeat())
                .minus(time.now().sinceBoot());
    }

    private static boolean isOver(Duration wait) {
        return wait.isZero() || wait.isNegative();
    }

    /** @return for how long nothing will be due, if nothing comes */
    Duration untilNext() {
        Duration next = untilHeartbeat(Lane.ALARM);
        next = shorter(next, untilHeartbeat(Lane.MEASUREMENT));
        return measurementsSince == null ? next : shorter(next, untilDue(measurementsSince));
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
