package io.smartpole.evidence.store;

import io.smartpole.core.reading.Lane;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides whose place a new segment takes: measurements give way before alarms, and receipted batches before both. */
final class Space {

    /**
     * So many segments are never filled with alarms: with one that is written and one that may be given up, measurements
     * always find a place without displacing alarms.
     */
    static final int KEPT_FOR_MEASUREMENTS = 2;

    private Space() {}

    /**
     * @param lane who needs the space
     * @param candidates segments that may be overwritten: neither written to, nor with the end of a chain
     * @param mayGrow whether there is room for one segment more
     * @param keepFrom receipted batches signed since then are kept while there is room; milliseconds since 1970 UTC
     * @return the segment to overwrite; empty = make a new one, or if there is no room for one, there is none
     */
    static Optional<Segment> toOverwrite(Lane lane, List<Segment> candidates, boolean mayGrow, long keepFrom) {
        List<Segment> oldestFirst = candidates.stream()
                .sorted(Comparator.comparingLong(Segment::number))
                .toList();
        Optional<Segment> expired = oldestFirst.stream()
                .filter(segment -> segment.doneSince(keepFrom))
                .findFirst();
        if (expired.isPresent() || mayGrow) {
            return expired;
        }
        return oldestFirst.stream()
                .filter(Segment::done)
                .findFirst()
                .or(() -> oldestFirst.stream()
                        .filter(segment -> segment.lane() == Lane.MEASUREMENT)
                        .findFirst())
                .or(() -> oldestFirst.stream()
                        .filter(segment -> lane == Lane.ALARM)
                        .findFirst());
    }
}
