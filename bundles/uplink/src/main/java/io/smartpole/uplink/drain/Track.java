package io.smartpole.uplink.drain;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.EvidenceLog.Fate;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.reading.Lane;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one lane on their way over one line, but for those in {@link Flights}: which is the next, and which wait
 * for their receipts. Receipts reach the log on another way, so the log is asked.
 */
final class Track {

    /** Batches that left and have no receipt yet: a silent platform is not sent the whole backlog. */
    static final int UNRECEIPTED = 256;

    /** Doubles while there are no receipts at all, since sending the same again and again costs mobile data. */
    static final Duration RECEIPT_TIMEOUT = Duration.ofSeconds(30);

    static final Duration LONGEST_RECEIPT_TIMEOUT = Duration.ofHours(1);

    /** While the platform is silent, so many batches in turn are enough to see whether it still is. */
    static final int PROBES = 4;

    /** Time for a receipt to be admitted after it arrived; and the least between two looks. */
    static final Duration LOOK_AFTER_RECEIPT = Duration.ofMillis(20);

    /** For a receipt whose admission took longer. */
    static final Duration SECOND_LOOK = Duration.ofSeconds(1);

    private final Lane lane;
    private final EvidenceLog log;
    private final Suspects suspects;
    private final Flights flights;
    /** By position, in the order of acknowledgement. */
    private final Map<Long, Waiting> waiting = new LinkedHashMap<>();

    private long cursor = EvidenceLog.FROM_START;
    private long reopened;
    private @Nullable StoredBatch head;
    private Duration patience = RECEIPT_TIMEOUT;
    /** When the batch that was acknowledged last, of all receipted ones, was acknowledged. */
    private Duration receiptedSince = Duration.ZERO;

    /** When a look last found receipts; null if none has. */
    private @Nullable Duration heard;

    /** No receipt came for all the patience: this is when some are sent again, unless one comes. Null if it is not silent. */
    private @Nullable Duration nextProbe;

    /** The latest batch that had left when the platform was found silent, and when it ever left. */
    private long silentUpTo = EvidenceLog.FROM_START;

    private long latest = EvidenceLog.FROM_START;

    /** The platform is working off what came while it was away: what it has not got to yet is no sign of a bad batch. */
    private boolean returning;

    private @Nullable Duration lookAt;
    private boolean lookTwice;

    private record Waiting(BatchId id, Duration since) {}

    Track(Lane lane, EvidenceLog log, Suspects suspects, Flights flights) {
        this.lane = lane;
        this.log = log;
        this.suspects = suspects;
        this.flights = flights;
    }

    /** @return the batch to publish next; null if there is none, or too many wait for receipts */
    @Nullable
    StoredBatch next() {
        if (waiting.size() + flights.size() >= UNRECEIPTED) {
            return null;
        }
        if (log.reopened(lane) != reopened) {
            reopened = log.reopened(lane);
            goBack();
        }
        StoredBatch found = head;
        if (found == null || elsewhere(found) || log.fate(found.id()) != Fate.WAITING) {
            found = read();
            head = found;
        }
        return found;
    }

    private @Nullable StoredBatch read() {
        Optional<StoredBatch> batch = log.nextUnreceipted(lane, cursor);
        while (batch.isPresent() && elsewhere(batch.get())) {
            cursor = batch.get().position();
            batch = log.nextUnreceipted(lane, cursor);
        }
        return batch.orElse(null);
    }

    private boolean elsewhere(StoredBatch batch) {
        return flights.contains(batch.id()) || waiting.containsKey(batch.position()) || suspects.isSetAside(batch.id());
    }

    void published(StoredBatch batch) {
        cursor = batch.position();
        head = null;
    }

    void acknowledged(StoredBatch batch, Duration now) {
        waiting.remove(batch.position());
        waiting.put(batch.position(), new Waiting(batch.id(), now));
        latest = Math.max(latest, batch.position());
    }

    /** The batch needs no receipt. */
    void freed(StoredBatch batch) {
        waiting.remove(batch.position());
        suspects.settled(batch.id());
    }

    /** Begins again with the oldest that is not on its way. */
    void goBack() {
        cursor = EvidenceLog.FROM_START;
        head = null;
    }

    void receiptArrived(Duration now) {
        Duration soon = now.plus(LOOK_AFTER_RECEIPT);
        lookAt = lookAt == null ? soon : earlier(lookAt, soon);
        lookTwice = true;
    }

    /** @return when to look even if nothing happens; null if there is no need */
    @Nullable
    Duration due() {
        if (waiting.isEmpty()) {
            return null;
        }
        Duration overdue = waiting.values().iterator().next().since().plus(patience);
        if (nextProbe != null) {
            overdue = later(overdue, nextProbe);
        }
        return lookAt == null ? overdue : earlier(lookAt, overdue);
    }

    /** Looks, if it is time, which receipts have come, and goes back for those that should have. */
    void look(Duration now) {
        Duration due = due();
        if (due == null || now.compareTo(due) < 0) {
            return;
        }
        takeReceipted(now);
        if (nextProbe == null || now.compareTo(nextProbe) >= 0) {
            nextProbe = null;
            sendAgain(now);
            returning = false;
        }
        lookAt = lookTwice ? now.plus(SECOND_LOOK) : null;
        lookTwice = false;
    }

    private void takeReceipted(Duration now) {
        boolean receipts = false;
        boolean old = false;
        for (Iterator<Map.Entry<Long, Waiting>> all = waiting.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Long, Waiting> entry = all.next();
            Waiting next = entry.getValue();
            Fate fate = log.fate(next.id());
            if (fate != Fate.WAITING) {
                all.remove();
                suspects.settled(next.id());
            }
            if (fate == Fate.RECEIPTED) {
                receipts = true;
                old |= entry.getKey() <= silentUpTo;
                receiptedSince = later(receiptedSince, next.since());
            }
        }
        if (receipts) {
            patience = RECEIPT_TIMEOUT;
            heard = now;
            endSilence(old, now);
        }
    }

    /** @param old whether the platform answered what came while it was silent; else there was just nothing to be answered */
    private void endSilence(boolean old, Duration now) {
        if (nextProbe != null && !returning) {
            returning = old;
            nextProbe = old ? now.plus(RECEIPT_TIMEOUT) : null;
        }
    }

    private void sendAgain(Duration now) {
        boolean silent = heard == null || now.minus(heard).compareTo(patience) > 0;
        List<Map.Entry<Long, Waiting>> overdue = waiting.entrySet().stream()
                .takeWhile(next -> now.minus(next.getValue().since()).compareTo(patience) >= 0)
                .limit(silent ? PROBES : UNRECEIPTED)
                .map(next -> Map.entry(next.getKey(), next.getValue()))
                .toList();
        if (overdue.isEmpty()) {
            return;
        }
        for (Map.Entry<Long, Waiting> next : overdue) {
            waiting.remove(next.getKey());
            if (!returning && next.getValue().since().compareTo(receiptedSince) < 0) {
                passedOver(next.getKey(), now);
            }
        }
        goBack();
        if (silent) {
            patience = earlier(patience.multipliedBy(2), LONGEST_RECEIPT_TIMEOUT);
            nextProbe = now.plus(patience);
            silentUpTo = latest;
        }
    }

    private void passedOver(long position, Duration now) {
        log.nextUnreceipted(lane, position - 1)
                .filter(batch -> batch.position() == position)
                .ifPresent(batch -> suspects.passedOver(batch, now));
    }

    private static Duration later(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Duration earlier(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
