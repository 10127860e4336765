package io.smartpole.uplink;

import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.reading.Lane;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which stored batch goes out next over one connection: alarms before measurements, oldest first. Of each lane
 * a batch is, one after the other:
 *
 * <pre>
 *   stored --publish--> in flight --PUBACK--> waiting for its receipt --receipt--> gone
 *      ^                                             |
 *      +---------------- no receipt in time ---------+
 * </pre>
 *
 * <p>Receipts reach the log on another way, so the log is asked which are still missing. All times are since boot. Not
 * thread-safe.
 */
final class Forwarding {

    /** Batches in flight, both lanes together: enough to keep a line busy, few enough that live data is not held up. */
    static final int WINDOW = 4;

    /** Batches of one lane that left and have no receipt yet: a silent platform is not sent the whole backlog. */
    static final int UNRECEIPTED = 256;

    static final Duration PUBACK_TIMEOUT = Duration.ofSeconds(30);

    /** Doubles while there are no receipts at all, since sending the same again and again costs mobile data. */
    static final Duration RECEIPT_TIMEOUT = Duration.ofSeconds(30);

    static final Duration LONGEST_RECEIPT_TIMEOUT = Duration.ofMinutes(8);

    /** Time for a receipt to be admitted after it arrived; and the least between two looks. */
    static final Duration LOOK_AFTER_RECEIPT = Duration.ofMillis(50);

    /** For a receipt whose admission took longer. */
    static final Duration SECOND_LOOK = Duration.ofSeconds(1);

    private final EvidenceLog log;
    private final Track alarms = new Track(Lane.ALARM);
    private final Track measurements = new Track(Lane.MEASUREMENT);
    private final List<Track> tracks = List.of(alarms, measurements);

    Forwarding(EvidenceLog log) {
        this.log = log;
    }

    /**
     * @param lane the lane of the batch
     * @param batch what to publish
     */
    record Outgoing(Lane lane, StoredBatch batch) {}

    /** @return what to publish now; to be followed by {@link #published} if the connection took it */
    Optional<Outgoing> next(Duration now) {
        tracks.forEach(track -> track.look(now));
        if (inFlight() >= WINDOW) {
            return Optional.empty();
        }
        return tracks.stream().flatMap(track -> track.next().stream()).findFirst();
    }

    void published(Outgoing outgoing, Duration now) {
        track(outgoing.lane()).published(outgoing.batch().position(), now);
    }

    void acknowledged(Outgoing outgoing, Duration now) {
        track(outgoing.lane()).acknowledged(outgoing.batch().position(), now);
    }

    /** The batch was freed and needs no receipt. */
    void freed(Outgoing outgoing) {
        track(outgoing.lane()).waiting.remove(outgoing.batch().position());
    }

    /** A message that may be a receipt has arrived. */
    void receiptArrived(Duration now) {
        tracks.forEach(track -> track.receiptArrived(now));
    }

    /** @return whether the broker has left a batch unacknowledged for too long */
    boolean stalled(Duration now) {
        return tracks.stream()
                .flatMap(track -> track.inFlight.values().stream())
                .anyMatch(since -> now.minus(since).compareTo(PUBACK_TIMEOUT) >= 0);
    }

    /** @return when to ask again even if nothing happens; empty if there is no need */
    Optional<Duration> due() {
        return tracks.stream().flatMap(track -> track.due().stream()).min(Duration::compareTo);
    }

    private int inFlight() {
        return tracks.stream().mapToInt(track -> track.inFlight.size()).sum();
    }

    private Track track(Lane lane) {
        return lane == Lane.ALARM ? alarms : measurements;
    }

    /** The batches of one lane. */
    private final class Track {

        private final Lane lane;
        /** Position to when it was published, oldest first. */
        private final Map<Long, Duration> inFlight = new LinkedHashMap<>();
        /** Position to when it was acknowledged, oldest first. */
        private final Map<Long, Duration> waiting = new LinkedHashMap<>();

        private long cursor = EvidenceLog.FROM_START;
        private Duration patience = RECEIPT_TIMEOUT;
        private @Nullable Duration lookAt;
        private boolean lookTwice;

        Track(Lane lane) {
            this.lane = lane;
        }

        Optional<Outgoing> next() {
            if (full()) {
                return Optional.empty();
            }
            Optional<StoredBatch> batch = log.nextUnreceipted(lane, cursor);
            while (batch.isPresent() && left(batch.get().position())) {
                cursor = batch.get().position();
                batch = log.nextUnreceipted(lane, cursor);
            }
            return batch.map(found -> new Outgoing(lane, found));
        }

        private boolean full() {
            return waiting.size() + inFlight.size() >= UNRECEIPTED;
        }

        private boolean left(long position) {
            return inFlight.containsKey(position) || waiting.containsKey(position);
        }

        void published(long position, Duration now) {
            inFlight.put(position, now);
            cursor = position;
        }

        void acknowledged(long position, Duration now) {
            inFlight.remove(position);
            waiting.put(position, now);
        }

        void receiptArrived(Duration now) {
            Duration soon = now.plus(LOOK_AFTER_RECEIPT);
            lookAt = lookAt == null ? soon : min(lookAt, soon);
            lookTwice = true;
        }

        Optional<Duration> due() {
            Stream<Duration> overdue = waiting.values().stream().limit(1).map(since -> since.plus(patience));
            return waiting.isEmpty()
                    ? Optional.empty()
                    : Stream.concat(overdue, Stream.ofNullable(lookAt)).min(Duration::compareTo);
        }

        /** Looks, if it is time, which receipts have come, and goes back for those that should have. */
        void look(Duration now) {
            if (due().filter(time -> time.compareTo(now) <= 0).isEmpty()) {
                return;
            }
            boolean receipts = waiting.keySet().retainAll(unreceipted());
            if (receipts) {
                patience = RECEIPT_TIMEOUT;
            }
            boolean overdue =
                    waiting.values().removeIf(since -> now.minus(since).compareTo(patience) >= 0);
            if (overdue) {
                cursor = EvidenceLog.FROM_START;
                if (!receipts) {
                    patience = min(patience.multipliedBy(2), LONGEST_RECEIPT_TIMEOUT);
                }
            }
            lookAt = lookTwice ? now.plus(SECOND_LOOK) : null;
            lookTwice = false;
        }

        private Set<Long> unreceipted() {
            Set<Long> found = new HashSet<>();
            long last = waiting.keySet().stream().reduce(EvidenceLog.FROM_START, Math::max);
            Optional<StoredBatch> batch = log.nextUnreceipted(lane, EvidenceLog.FROM_START);
            while (batch.isPresent() && batch.get().position() <= last) {
                found.add(batch.get().position());
                batch = log.nextUnreceipted(lane, batch.get().position());
            }
            return found;
        }

        private static Duration min(Duration a, Duration b) {
            return a.compareTo(b) <= 0 ? a : b;
        }
    }
}
