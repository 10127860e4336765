package io.smartpole.evidence.store;

import io.smartpole.evidence.store.Disk.OpenFile;
import io.smartpole.evidence.store.LaneSegments.Place;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads single batches back, on any thread, also while segments are overwritten. The file that was read last stays open: a
 * backlog is read batch by batch.
 */
final class BatchReader implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(BatchReader.class);

    private final Disk disk;
    private final Index index;
    private volatile @Nullable String problem;

    // Guarded by this.
    private @Nullable Segment opened;
    private @Nullable OpenFile file;

    BatchReader(Disk disk, Index index) {
        this.disk = disk;
        this.index = index;
    }

    /** @return null if it was overwritten meanwhile, or cannot be read */
    @Nullable
    SignedBatch read(Place place) {
        Segment segment = place.segment();
        ByteBuffer bytes = ByteBuffer.allocate(Commit.length(place.length()));
        try {
            read(segment, bytes, place.offset());
        } catch (IOException e) {
            if (index.holds(segment)) {
                // Perhaps it can be read later. If not, the next start finds a gap.
                problem = "a batch in %s cannot be read: %s".formatted(segment.fileName(), e);
            }
            return null;
        }
        SignedBatch batch = Commit.read(bytes.flip(), 0, segment.lane(), segment.number());
        if (batch == null && index.holds(segment)) {
            LOG.warn("a batch in {} at {} is damaged, and is lost", segment.fileName(), place.offset());
            index.unreadable(place);
        }
        return batch;
    }

    private synchronized void read(Segment segment, ByteBuffer into, int offset) throws IOException {
        OpenFile from = file;
        if (from == null || opened != segment) {
            close();
            from = disk.openToRead(segment.fileName());
            file = from;
            opened = segment;
        }
        try {
            from.read(into, offset);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        OpenFile former = file;
        file = null;
        opened = null;
        if (former != null) {
            former.close();
        }
    }

    /** @return why a batch could not be read; null if none failed */
    @Nullable
    String problem() {
        return problem;
    }
}
