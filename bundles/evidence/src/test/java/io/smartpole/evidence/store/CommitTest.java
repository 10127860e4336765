package io.smartpole.evidence.store;

import static io.smartpole.core.reading.Lane.ALARM;
import static io.smartpole.core.reading.Lane.MEASUREMENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class CommitTest {

    private static final long SEGMENT = 7;

    private final SignedBatch batch = Chain.batch(Chain.KEY, MEASUREMENT, 42, 5000, 1_790_000_000_123L);

    private ByteBuffer written() {
        ByteBuffer bytes = ByteBuffer.allocate(Commit.length(5000));
        Commit.write(bytes, SEGMENT, batch);
        return bytes.flip();
    }

    @Test
    void whatIsWrittenIsRead() {
        SignedBatch read = Commit.read(written(), 0, MEASUREMENT, SEGMENT);
        assertNotNull(read);
        assertEquals(batch.id(), read.id());
        assertEquals(batch.readings(), read.readings());
        assertEquals(batch.signedAt(), read.signedAt());
        assertArrayEquals(batch.bytes(), read.bytes());
    }

    @Test
    void aCommitFillsWholeBlocks() {
        assertEquals(2 * Commit.BLOCK, written().limit());
        assertEquals(Commit.BLOCK, Commit.length(1));
        assertEquals(Commit.BLOCK, Commit.length(Commit.BLOCK - 96));
        assertEquals(2 * Commit.BLOCK, Commit.length(Commit.BLOCK - 95));
    }

    @Test
    void everyFlippedBitOfHeaderAndBatchShows() {
        byte[] bytes = written().array();
        for (int bit = 0; bit < (96 + 5000) * 8; bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertNull(Commit.read(ByteBuffer.wrap(bytes), 0, MEASUREMENT, SEGMENT), "bit " + bit);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertNotNull(Commit.read(ByteBuffer.wrap(bytes), 0, MEASUREMENT, SEGMENT));
    }

    @Test
    void aCommitOfAnEarlierLifeOfTheFileIsNone() {
        assertNull(Commit.read(written(), 0, MEASUREMENT, SEGMENT + 1));
        assertNull(Commit.read(written(), 0, ALARM, SEGMENT));
    }

    @Test
    void aCommitThatReachesBeyondTheEndIsNone() {
        ByteBuffer bytes = written();
        for (int limit = 0; limit < 96 + 5000; limit++) {
            assertNull(Commit.read(bytes.duplicate().limit(limit), 0, MEASUREMENT, SEGMENT));
        }
    }
}
