package io.smartpole.evidence.store;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.Moment;
import io.smartpole.evidence.store.Disk.OpenFile;
import io.smartpole.evidence.store.LaneSegments.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signed batches on disk, until they are receipted and their place is needed.
 *
 * <p>Any thread may ask and bring receipts, and does not wait for a commit. All that writes is for one thread only.
 */
public final class SegmentStore implements EvidenceLog {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentStore.class);

    private final Disk disk;
    private final Index index;
    private final BatchReader reader;
    private final Rotation rotation;
    private final Set<Lane> torn;
    private final List<SignedBatch> inDoubt = new ArrayList<>();
    private final Map<Lane, Written> written = new EnumMap<>(Lane.class);
    private volatile StoreLimits limits;
    private long savedChanges;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);

    private record Written(Segment segment, OpenFile file) {}

    private SegmentStore(Disk disk, Recovery recovery, Ledger ledger, StoreLimits limits) {
        this.disk = disk;
        this.limits = limits;
        index = new Index(recovery, ledger);
        reader = new BatchReader(disk, index);
        rotation = new Rotation(disk, index, reader);
        torn = recovery.torn();
    }

    /**
     * Reads what is there. It writes nothing, so that what a dying card still gives can be delivered.
     *
     * @param disk closed with the store, or if it cannot be opened
     * @throws IOException if the folder or a file in it cannot be opened
     */
    public static SegmentStore open(Disk disk, StoreLimits limits) throws IOException {
        try {
            SegmentStore store = new SegmentStore(disk, Recovery.of(disk), loadLedger(disk), limits);
            for (Lane lane : Lane.values()) {
                store.doubtLast(lane);
            }
            return store;
        } catch (IOException | RuntimeException e) {
            disk.close();
            throw e;
        }
    }

    private static Ledger loadLedger(Disk disk) throws IOException {
        if (disk.names().contains(Ledger.FILE)) {
            try {
                return Ledger.decode(disk.load(Ledger.FILE));
            } catch (IOException e) {
                LOG.warn("{}: batches that were receipted will be sent again", e.getMessage());
            }
        }
        return new Ledger(List.of(), List.of(), List.of());
    }

    /**
     * The process may have ended between writing the last commit and its fsync: it is read back from the memory of the
     * operating system then, and is perhaps not on the disk. Writing it once more, behind itself, makes sure. If it is
     * receipted there is no doubt, since it was offered only after its fsync.
     */
    private void doubtLast(Lane lane) {
        Optional<Place> last = index.last(lane).filter(place -> !index.isReceipted(place));
        if (last.isPresent()) {
            SignedBatch batch = reader.read(last.get());
            if (batch != null) {
                index.hide(last.get());
                inDoubt.add(batch);
            }
        }
    }

    /** @return the last batch of each lane, to be appended again before anything else; until then it is not offered */
    public List<SignedBatch> inDoubt() {
        return List.copyOf(inDoubt);
    }

    /** @return lanes in which a commit was begun and not finished when the process ended */
    public Set<Lane> torn() {
        return torn;
    }

    public void limits(StoreLimits next) {
        limits = next;
    }

    public ChainEnd end(Lane lane, KeyId key) {
        return index.end(lane, key);
    }

    /** @return the newest batch of the lane, receipted or not; empty if there is none or it cannot be read */
    public Optional<SignedBatch> last(Lane lane) {
        return index.last(lane).map(reader::read);
    }

    /**
     * Makes a batch durable with one fsync. Only then is it offered.
     *
     * @throws IOException if it may not be durable. It is to be appended again then, and goes to another segment: after
     *     a failed fsync, what the same file says can not be believed any more
     */
    public void append(SignedBatch batch, Moment now) throws IOException {
        int length = Commit.length(batch.bytes().length);
        Written target = target(batch.id(), length, now);
        if (buffer.capacity() < length) {
            buffer = ByteBuffer.allocateDirect(length);
        }
        buffer.clear();
        Commit.write(buffer, target.segment.number(), batch);
        try {
            target.file.write(buffer.flip(), target.segment.end());
            target.file.force();
        } catch (IOException e) {
            abandon(target.segment);
            throw e;
        }
        index.committed(target.segment, batch);
    }

    private Written target(BatchId id, int length, Moment now) throws IOException {
        Lane lane = id.lane();
        Written current = written.get(lane);
        if (current != null && current.segment.takes(id.key(), length)) {
            return current;
        }
        close(lane);
        Segment segment = index.newest(lane);
        if (segment == null || !segment.takes(id.key(), length)) {
            List<Segment> others =
                    written.values().stream().map(Written::segment).toList();
            segment = rotation.fresh(lane, others, limits, now);
        }
        try {
            Written next = new Written(segment, disk.openToWrite(segment.fileName()));
            written.put(lane, next);
            return next;
        } catch (IOException e) {
            abandon(segment);
            throw e;
        }
    }

    private void abandon(Segment segment) {
        segment.seal();
        close(segment.lane());
        if (segment.count() == 0) {
            index.remove(segment);
            try {
                disk.delete(segment.fileName());
            } catch (IOException e) {
                LOG.debug("{} stays until the next start: {}", segment.fileName(), e.toString());
            }
        }
    }

    private void close(Lane lane) {
        Written done = written.remove(lane);
        if (done != null) {
            try {
                done.file.close();
            } catch (IOException e) {
                LOG.debug("closing {}, of which all is durable: {}", done.segment.fileName(), e.toString());
            }
        }
    }

    @Override
    public Optional<StoredBatch> nextUnreceipted(Lane lane, long after) {
        Optional<Place> next = index.nextOffered(lane, after);
        while (next.isPresent()) {
            Place place = next.get();
            SignedBatch batch = reader.read(place);
            if (batch != null) {
                return Optional.of(new StoredBatch(place.position(), batch.id(), batch.bytes()));
            }
            next = index.nextOffered(lane, place.position());
        }
        return Optional.empty();
    }

    /** Offers batches again that were receipted, until they are once more or their place is needed; not after a restart. */
    public Resend resend(Resend.Wish wish) {
        return index.resend(wish);
    }

    @Override
    public long reopened(Lane lane) {
        return index.reopened(lane);
    }

    @Override
    public ReceiptOutcome receipt(BatchId id) {
        return index.receipt(id);
    }

    @Override
    public Fate fate(BatchId id) {
        return index.fate(id);
    }

    /** @return its {@code dropped} counts the readings of batches that gave way */
    @Override
    public Backlog backlog() {
        return index.backlog();
    }

    /** @return batches that were found to be lost, or gave way, since start */
    public long batchesLost() {
        return index.batchesLost();
    }

    /** @return how much of the store waits for receipts, in percent */
    public int percentWaiting() {
        return 100 * index.segmentsWaiting() / limits.segments();
    }

    /** @return why a batch could not be read; null if none failed */
    public @Nullable String readProblem() {
        return reader.problem();
    }

    /** @return losses of which no gap record is stored yet */
    public List<Stretch> untold() {
        return index.untold();
    }

    /** To be called when their gap records are stored. */
    public void told(Collection<Stretch> stretches) {
        index.told(stretches);
    }

    /** Writes down what was receipted, if that changed. What is not written down is only sent again. */
    public void saveLedger() throws IOException {
        long changes = index.changes();
        if (changes != savedChanges) {
            disk.replace(Ledger.FILE, index.ledger().encode());
            savedChanges = changes;
        }
    }

    /** Leaves the disk to others; all that was appended is durable already. */
    public void close() throws IOException {
        List.copyOf(written.keySet()).forEach(this::close);
        reader.close();
        disk.close();
    }
}
