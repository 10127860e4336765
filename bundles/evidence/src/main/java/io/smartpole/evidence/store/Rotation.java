package io.smartpole.evidence.store;

import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.evidence.EvidenceBatch;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds a file for the next segment: an old one to overwrite, or a new one. Only the writing thread uses it. */
final class Rotation {

    private static final Logger LOG = LoggerFactory.getLogger(Rotation.class);

    /** Room on the disk that is left to the other concerns of the gateway. */
    private static final long LEFT_FREE = 16 << 20;

    private final Disk disk;
    private final Index index;
    private final BatchReader reader;
    private long lastNumber;

    Rotation(Disk disk, Index index, BatchReader reader) {
        this.disk = disk;
        this.index = index;
        this.reader = reader;
        lastNumber = index.highestNumber();
    }

    /**
     * @param written the segments that are being written to
     * @return an empty segment, with its file
     * @throws IOException if there is no place, or the disk fails
     */
    Segment fresh(Lane lane, Collection<Segment> written, StoreLimits limits, Moment now) throws IOException {
        long keepFrom = now.trusted() ? now.instant().minus(limits.retain()).toEpochMilli() : Long.MIN_VALUE;
        shrink(written, limits, keepFrom);
        boolean mayGrow = index.segments() < limits.segments() && disk.free() >= Segment.SIZE + LEFT_FREE;
        List<Segment> candidates = index.overwritable(written);
        if (lane == Lane.ALARM && index.segments(lane) >= limits.segments() - Space.KEPT_FOR_MEASUREMENTS) {
            mayGrow = false;
            candidates.removeIf(segment -> segment.lane() != Lane.ALARM);
        }
        Optional<Segment> old = choose(lane, candidates, mayGrow, keepFrom);
        Segment fresh = new Segment(lane, ++lastNumber);
        if (old.isPresent()) {
            giveWay(old.get(), () -> disk.rename(old.get().fileName(), fresh.fileName()));
        } else if (mayGrow) {
            disk.create(fresh.fileName(), Segment.SIZE);
        } else {
            throw new IOException("the disk is full, and nothing stored may give way to the " + lane.label() + " lane");
        }
        index.put(fresh);
        return fresh;
    }

    private void shrink(Collection<Segment> written, StoreLimits limits, long keepFrom) throws IOException {
        while (index.segments() > limits.segments()) {
            Optional<Segment> old = choose(Lane.ALARM, index.overwritable(written), false, keepFrom);
            if (old.isEmpty()) {
                return;
            }
            giveWay(old.get(), () -> disk.delete(old.get().fileName()));
        }
    }

    private Optional<Segment> choose(Lane lane, List<Segment> candidates, boolean mayGrow, long keepFrom) {
        // Receipts arrive on other threads.
        synchronized (index) {
            return Space.toOverwrite(lane, candidates, mayGrow, keepFrom);
        }
    }

    @FunctionalInterface
    private interface Removal {
        void run() throws IOException;
    }

    /** What is going to be lost is noted on the disk as still to be told, before it is lost. */
    private void giveWay(Segment old, Removal removal) throws IOException {
        Optional<Stretch> loss = index.lossOf(old, prevOfFirstWaiting(old));
        Optional<Ledger> ledger = index.ledgerWithout(old, loss);
        if (ledger.isPresent()) {
            disk.replace(Ledger.FILE, ledger.get().encode());
        }
        // Who reads it meanwhile must not take it for damaged.
        synchronized (index) {
            removal.run();
            index.gaveWay(old, loss);
        }
        loss.ifPresent(stretch -> LOG.warn(
                "no space: {} batches of lane {}, {} to {}, gave way before they were receipted",
                stretch.batches(),
                stretch.lane().label(),
                stretch.first(),
                stretch.last()));
    }

    private @Nullable String prevOfFirstWaiting(Segment segment) {
        SignedBatch batch = index.firstWaiting(segment).map(reader::read).orElse(null);
        try {
            return batch == null
                    ? null
                    : EvidenceBatch.decode(batch.bytes()).header().prev();
        } catch (FormatException e) {
            return null;
        }
    }
}
