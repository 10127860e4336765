package io.smartpole.evidence.store;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog.Fate;
import io.smartpole.core.evidence.EvidenceLog.ReceiptOutcome;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.evidence.store.Holes.Hole;
import io.smartpole.evidence.store.LaneSegments.Place;
import io.smartpole.evidence.store.Ledger.Receipted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is stored, where, and what became of it: all in memory, safe for use by several threads. */
final class Index {

    /** See {@link #receiptedElsewhere}: as many as there are copies, at most, and more than are tried in a minute. */
    static final int MOST_RECEIPTED_ELSEWHERE = 64;

    private final Map<Lane, LaneSegments> lanes = new EnumMap<>(Lane.class);
    private final List<Stretch> untold = new ArrayList<>();
    private final Holes holes = new Holes();
    /**
     * What was named by a receipt and is not stored here, the latest of it: whoever made a copy before it gave way learns so
     * that the platform has it.
     */
    private final Set<BatchId> receiptedElsewhere = new LinkedHashSet<>();

    private final Map<Lane, Long> reopened = new EnumMap<>(Lane.class);

    private long committed;
    private long readingsGivenUp;
    private long batchesLost;
    private long changes;

    Index(Recovery recovery, Ledger ledger) {
        for (Lane lane : Lane.values()) {
            LaneSegments segments = new LaneSegments();
            recovery.segments(lane).forEach(segments::put);
            lanes.put(lane, segments);
        }
        for (Segment segment : all()) {
            ledger.receipts().forEach(receipted -> receipted.applyTo(segment));
        }
        // What was about to give way when the process ended, but is still here, is neither a hole nor lost.
        ledger.holes().stream().filter(hole -> !stillStores(hole)).forEach(holes::add);
        ledger.untold().stream().filter(stretch -> !stillStores(stretch.hole())).forEach(this::lose);
        for (Stretch stretch : recovery.missing()) {
            if (!holes.explain(stretch.hole())) {
                lose(stretch);
            }
        }
    }

    private boolean stillStores(Hole hole) {
        return lane(hole.lane()).stores(hole.key(), hole.first());
    }

    private LaneSegments lane(Lane lane) {
        return Objects.requireNonNull(lanes.get(lane));
    }

    private List<Segment> all() {
        List<Segment> all = new ArrayList<>(lane(Lane.ALARM).all());
        all.addAll(lane(Lane.MEASUREMENT).all());
        return all;
    }

    private void lose(Stretch stretch) {
        untold.add(stretch);
        // From now on the hole is explained, so that it is not found and told once more.
        holes.add(stretch.hole());
        batchesLost += stretch.batches();
        changes++;
    }

    /** @return the next to be sent */
    synchronized Optional<Place> nextOffered(Lane lane, long after) {
        return lane(lane).nextOffered(after);
    }

    synchronized Optional<Place> firstWaiting(Segment segment) {
        return LaneSegments.firstWaiting(segment);
    }

    synchronized Resend resend(Resend.Wish wish) {
        Resend resend = lane(wish.lane()).resend(wish);
        if (resend.again() > 0) {
            reopened.merge(wish.lane(), 1L, Long::sum);
        }
        return resend;
    }

    /** @return how often receipted batches of the lane were wanted again */
    synchronized long reopened(Lane lane) {
        return reopened.getOrDefault(lane, 0L);
    }

    synchronized Optional<Place> last(Lane lane) {
        return lane(lane).last();
    }

    synchronized @Nullable Segment newest(Lane lane) {
        return lane(lane).newest();
    }

    synchronized ChainEnd end(Lane lane, KeyId key) {
        return lane(lane).end(key);
    }

    synchronized boolean holds(Segment segment) {
        return lane(segment.lane()).holds(segment);
    }

    synchronized void put(Segment segment) {
        lane(segment.lane()).put(segment);
    }

    synchronized void remove(Segment segment) {
        lane(segment.lane()).remove(segment);
    }

    synchronized void committed(Segment segment, SignedBatch batch) {
        segment.add(batch, segment.end());
        committed++;
    }

    /** Does not offer that commit until it is written again. */
    synchronized void hide(Place place) {
        place.segment().hide(place.index());
    }

    synchronized boolean isReceipted(Place place) {
        return place.segment().isReceipted(place.index());
    }

    private static boolean isOffered(Place place) {
        return place.segment().isOffered(place.index());
    }

    /** The commit was whole once, but is not any more. */
    synchronized void unreadable(Place place) {
        boolean waited = place.segment().isWaiting(place.index());
        place.segment().hide(place.index());
        if (waited) {
            lose(lane(place.segment().lane()).lossOf(place));
        }
    }

    synchronized ReceiptOutcome receipt(BatchId id) {
        LaneSegments lane = lane(id.lane());
        Optional<Place> found = lane.find(id);
        if (found.isEmpty()) {
            remember(id);
            boolean overwritten = lane.allAbove(id.key(), id.seq())
                    || holes.explain(new Hole(id.lane(), id.key(), id.seq(), id.seq()));
            return overwritten ? ReceiptOutcome.ALREADY_FREED : ReceiptOutcome.UNKNOWN;
        }
        if (isReceipted(found.get()) && !isOffered(found.get())) {
            return ReceiptOutcome.ALREADY_FREED;
        }
        found.get().segment().receipt(found.get().index());
        changes++;
        return ReceiptOutcome.FREED;
    }

    private void remember(BatchId id) {
        receiptedElsewhere.remove(id);
        receiptedElsewhere.add(id);
        if (receiptedElsewhere.size() > MOST_RECEIPTED_ELSEWHERE) {
            receiptedElsewhere.remove(receiptedElsewhere.iterator().next());
        }
    }

    synchronized Fate fate(BatchId id) {
        Optional<Place> found = lane(id.lane()).find(id);
        if (found.isEmpty()) {
            return receiptedElsewhere.contains(id) ? Fate.RECEIPTED : Fate.GONE;
        }
        if (isOffered(found.get())) {
            return Fate.WAITING;
        }
        return isReceipted(found.get()) ? Fate.RECEIPTED : Fate.GONE;
    }

    synchronized Backlog backlog() {
        long batches = 0;
        long bytes = 0;
        for (Segment segment : all()) {
            batches += segment.waiting();
            bytes += segment.waitingBytes();
        }
        return new Backlog(batches, bytes, oldestWaiting(), committed, readingsGivenUp);
    }

    private @Nullable Instant oldestWaiting() {
        return lanes.values().stream()
                .flatMap(lane -> lane.firstWaiting().stream())
                .map(place -> place.segment().signedAt(place.index()))
                .filter(signedAt -> signedAt != SignedBatch.UNKNOWN_TIME)
                .min(Long::compare)
                .map(Instant::ofEpochMilli)
                .orElse(null);
    }

    synchronized int segments() {
        return all().size();
    }

    synchronized int segments(Lane lane) {
        return lane(lane).all().size();
    }

    /** @return how many segments have batches that wait for a receipt */
    synchronized int segmentsWaiting() {
        return (int) all().stream().filter(segment -> !segment.done()).count();
    }

    synchronized long highestNumber() {
        return all().stream().mapToLong(Segment::number).max().orElse(0);
    }

    /** @return batches that were found to be lost, or gave way, since start */
    synchronized long batchesLost() {
        return batchesLost;
    }

    /**
     * @param written segments that are being written to
     * @return the segments that could be overwritten: all others but those with the end of a chain
     */
    synchronized List<Segment> overwritable(Collection<Segment> written) {
        List<Segment> segments = all();
        segments.removeAll(written);
        lanes.values().forEach(lane -> lane.last().ifPresent(place -> segments.remove(place.segment())));
        return segments;
    }

    synchronized Optional<Stretch> lossOf(Segment segment, @Nullable String prev) {
        return lane(segment.lane()).lossOf(segment, prev);
    }

    /** @return the ledger as it must be on disk before the segment is overwritten; empty if it would say nothing new */
    synchronized Optional<Ledger> ledgerWithout(Segment segment, Optional<Stretch> loss) {
        if (segment.count() == 0 || (loss.isEmpty() && lane(segment.lane()).isOldest(segment))) {
            return Optional.empty();
        }
        Ledger now = ledger();
        List<Stretch> stretches = new ArrayList<>(now.untold());
        loss.ifPresent(stretches::add);
        List<Hole> known = new ArrayList<>(now.holes());
        known.add(LaneSegments.hole(segment));
        return Optional.of(new Ledger(now.receipts(), stretches, known));
    }

    /** The segment was overwritten or deleted. */
    synchronized void gaveWay(Segment segment, Optional<Stretch> loss) {
        LaneSegments lane = lane(segment.lane());
        lane.remove(segment);
        if (segment.count() > 0) {
            holes.add(LaneSegments.hole(segment));
        }
        loss.ifPresent(stretch -> {
            lose(stretch);
            readingsGivenUp += stretch.readings();
        });
        lane.tidy(holes);
        changes++;
    }

    synchronized List<Stretch> untold() {
        return List.copyOf(untold);
    }

    synchronized void told(Collection<Stretch> stretches) {
        if (untold.removeAll(stretches)) {
            changes++;
        }
    }

    synchronized Ledger ledger() {
        List<Receipted> receipts = all().stream()
                .filter(segment -> !segment.receipts().isEmpty())
                .map(Receipted::of)
                .toList();
        return new Ledger(receipts, List.copyOf(untold), holes.all());
    }

    /** @return grows with every change of the ledger */
    synchronized long changes() {
        return changes;
    }
}
