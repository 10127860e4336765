package io.smartpole.evidence.store;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.keys.KeyId;
import io.smartpole.evidence.store.Holes.Hole;
import io.smartpole.formats.evidence.BatchHeader;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The segments of one lane in the order of writing.
 *
 * <p>Not safe for use by several threads.
 */
final class LaneSegments {

    private final TreeMap<Long, Segment> segments = new TreeMap<>();

    /** Where a commit lies, as it was when asked. */
    record Place(Segment segment, int index, int offset, int length) {

        /** @see io.smartpole.core.evidence.StoredBatch#position */
        long position() {
            return segment.number() * Segment.SIZE + offset;
        }

        String hash() {
            return segment.hash(index);
        }
    }

    private static Place place(Segment segment, int index) {
        return new Place(segment, index, segment.offset(index), segment.length(index));
    }

    Collection<Segment> all() {
        return segments.values();
    }

    void put(Segment segment) {
        segments.put(segment.number(), segment);
    }

    void remove(Segment segment) {
        segments.remove(segment.number());
    }

    boolean holds(Segment segment) {
        return segments.get(segment.number()) == segment;
    }

    /** @return the segment written last; null if there is none */
    @Nullable
    Segment newest() {
        return segments.isEmpty() ? null : segments.lastEntry().getValue();
    }

    Optional<Place> nextOffered(long after) {
        long number = Math.floorDiv(after, (long) Segment.SIZE);
        for (Segment segment : segments.tailMap(number, true).values()) {
            int index = segment.nextOffered(segment.number() == number ? after % Segment.SIZE : -1);
            if (index >= 0) {
                return Optional.of(place(segment, index));
            }
        }
        return Optional.empty();
    }

    /** @return the first commit of the segment that waits for its first receipt */
    static Optional<Place> firstWaiting(Segment segment) {
        int index = segment.firstWaiting();
        return index < 0 ? Optional.empty() : Optional.of(place(segment, index));
    }

    Optional<Place> firstWaiting() {
        return segments.values().stream()
                .filter(segment -> !segment.done())
                .findFirst()
                .flatMap(LaneSegments::firstWaiting);
    }

    Resend resend(Resend.Wish wish) {
        return Resend.of(
                wish,
                segments.values().stream()
                        .filter(segment -> wish.key().equals(segment.key()))
                        .toList());
    }

    /** @return the newest commit */
    Optional<Place> last() {
        for (Segment segment : segments.descendingMap().values()) {
            if (segment.count() > 0) {
                return Optional.of(place(segment, segment.count() - 1));
            }
        }
        return Optional.empty();
    }

    ChainEnd end(KeyId key) {
        for (Segment segment : segments.descendingMap().values()) {
            if (key.equals(segment.key())) {
                int last = segment.count() - 1;
                return new ChainEnd(segment.seq(last), segment.hash(last));
            }
        }
        // A new key begins to count anew, but says behind which batch of the old one.
        return new ChainEnd(0, last().map(Place::hash).orElse(BatchHeader.NO_PREVIOUS));
    }

    /** @return the commit with that key, seq and hash; the last, if it was written twice */
    Optional<Place> find(BatchId id) {
        for (Segment segment : segments.descendingMap().values()) {
            // The hash covers the boot id too.
            int index = segment.find(id.seq(), id.hash());
            if (index >= 0 && id.key().equals(segment.key())) {
                return Optional.of(place(segment, index));
            }
        }
        return Optional.empty();
    }

    /** @return whether all stored batches of the key have a higher seq; false if there are none */
    boolean allAbove(KeyId key, long seq) {
        return segments.values().stream()
                .filter(segment -> key.equals(segment.key()))
                .findFirst()
                .map(oldest -> seq < oldest.seq(0))
                .orElse(false);
    }

    /** @return true if no older segment has commits */
    boolean isOldest(Segment segment) {
        return segments.headMap(segment.number()).values().stream().allMatch(older -> older.count() == 0);
    }

    /** @return which numbers will be missing without that segment, which is not empty */
    static Hole hole(Segment segment) {
        return new Hole(segment.lane(), key(segment), segment.seq(0), segment.seq(segment.count() - 1));
    }

    /** Forgets holes that do not lie between stored batches any more. */
    void tidy(Holes holes) {
        List<Segment> filled = segments.values().stream()
                .filter(segment -> segment.count() > 0)
                .toList();
        if (filled.isEmpty()) {
            return;
        }
        Segment oldest = filled.get(0);
        Set<KeyId> keys = new HashSet<>();
        filled.forEach(segment -> keys.add(key(segment)));
        holes.keepOnly(oldest.lane(), keys);
        holes.forgetBefore(oldest.lane(), key(oldest), oldest.seq(0));
    }

    /**
     * @param prev hash of the batch before the first that waits, if its own header could be read
     * @return what is lost with that segment; empty if nothing in it waits for a receipt
     */
    Optional<Stretch> lossOf(Segment segment, @Nullable String prev) {
        int first = segment.firstWaiting();
        if (first < 0) {
            return Optional.empty();
        }
        int last = first;
        long batches = 0;
        long readings = 0;
        for (int i = first; i < segment.count(); i++) {
            if (segment.isWaiting(i)) {
                last = i;
                batches++;
                readings += segment.readings(i);
            }
        }
        String before = prev != null ? prev : hashOf(segment, segment.seq(first) - 1);
        return Optional.of(new Stretch(
                segment.lane(),
                key(segment),
                segment.seq(first),
                segment.seq(last),
                batches,
                readings,
                before,
                hashOf(segment, segment.seq(last) + 1),
                Stretch.Reason.NO_SPACE));
    }

    /** @return that commit as a loss */
    Stretch lossOf(Place place) {
        Segment segment = place.segment;
        long seq = segment.seq(place.index);
        return new Stretch(
                segment.lane(),
                key(segment),
                seq,
                seq,
                1,
                segment.readings(place.index),
                hashOf(segment, seq - 1),
                hashOf(segment, seq + 1),
                Stretch.Reason.CORRUPT);
    }

    /** @return hash of the batch with that seq and the same key; zeros if it is not stored */
    private String hashOf(Segment chain, long seq) {
        for (Segment segment : segments.values()) {
            int index = key(chain).equals(segment.key()) ? segment.find(seq) : -1;
            if (index >= 0) {
                return segment.hash(index);
            }
        }
        return BatchHeader.NO_PREVIOUS;
    }

    boolean stores(KeyId key, long seq) {
        return segments.values().stream().anyMatch(segment -> key.equals(segment.key()) && segment.find(seq) >= 0);
    }

    private static KeyId key(Segment segment) {
        return Objects.requireNonNull(segment.key(), "a segment with commits has a key");
    }
}
