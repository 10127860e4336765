package io.smartpole.evidence.store;

import io.smartpole.evidence.store.Disk.OpenFile;
import io.smartpole.evidence.store.LaneSegments.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads single batches back, on any thread, also while segments are overwritten. */
final class BatchReader {

    private static final Logger LOG = LoggerFactory.getLogger(BatchReader.class);

    private final Disk disk;
    private final Index index;
    private volatile @Nullable String problem;

    BatchReader(Disk disk, Index index) {
        this.disk = disk;
        this.index = index;
    }

    /** @return null if it was overwritten meanwhile, or cannot be read */
    @Nullable
    SignedBatch read(Place place) {
        Segment segment = place.segment();
        ByteBuffer bytes = ByteBuffer.allocate(Commit.length(place.length()));
        try (OpenFile file = disk.openToRead(segment.fileName())) {
            file.read(bytes, place.offset());
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

    /** @return why a batch could not be read; null if none failed */
    @Nullable
    String problem() {
        return problem;
    }
}
