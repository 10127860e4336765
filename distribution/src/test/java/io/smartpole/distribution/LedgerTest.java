package io.smartpole.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.BootId;
import io.smartpole.formats.cose.ProtectedHeader;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.topics.Topics;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who judges others must be able to say no. */
class LedgerTest {

    private static final BootId BOOT = new BootId("0123456789abcdef0123456789abcdef");
    private static final byte[] EMPTY_PACK = {(byte) 0x80};

    private final PlatformKey key = PlatformKey.generate();
    private final EvidenceReceiver receiver =
            new EvidenceReceiver(id -> id.equals(key.id()) ? Optional.of(key.publicKey()) : Optional.empty());
    private final Ledger ledger = new Ledger();

    private EvidenceBatch batch(long seq, String prev, long mono) {
        KeyId id = key.id();
        BatchHeader header = new BatchHeader(
                ProtectedHeader.ED25519, id, Lane.MEASUREMENT, "site", "pole", seq, prev, BOOT, false, mono, false);
        return EvidenceBatch.sign(header, EMPTY_PACK, key::sign);
    }

    private boolean enter(EvidenceBatch batch) {
        byte[] bytes = batch.message().encode();
        return ledger.enter(receiver.receive(new Topics("site", "pole").evidence(), bytes), bytes)
                .isPresent();
    }

    @Test
    void aChainInOrderIsWholeAndADuplicateIsCountedOnce() {
        EvidenceBatch one = batch(1, BatchHeader.NO_PREVIOUS, 1);
        EvidenceBatch two = batch(2, one.id().hash(), 2);
        assertTrue(enter(one));
        assertTrue(enter(two));
        assertTrue(enter(one));
        assertTrue(ledger.whole());
        assertEquals(2, ledger.batches());
        assertEquals(1, ledger.duplicates());
    }

    @Test
    void whatComesLateFillsTheGap() {
        EvidenceBatch one = batch(1, BatchHeader.NO_PREVIOUS, 1);
        EvidenceBatch two = batch(2, one.id().hash(), 2);
        EvidenceBatch three = batch(3, two.id().hash(), 3);
        enter(one);
        enter(three);
        assertFalse(ledger.whole());
        enter(two);
        assertTrue(ledger.whole());
    }

    @Test
    void aMissingFirstBatchIsMissed() {
        EvidenceBatch one = batch(1, BatchHeader.NO_PREVIOUS, 1);
        enter(batch(2, one.id().hash(), 2));
        assertFalse(ledger.whole());
    }

    @Test
    void aBatchThatNamesAnotherPredecessorIsNotReceipted() {
        EvidenceBatch one = batch(1, BatchHeader.NO_PREVIOUS, 1);
        enter(one);
        assertFalse(enter(batch(2, "f".repeat(64), 2)));
        assertFalse(ledger.whole());
    }

    @Test
    void twoBatchesOfOneNumberAreRefused() {
        enter(batch(1, BatchHeader.NO_PREVIOUS, 1));
        assertFalse(enter(batch(1, BatchHeader.NO_PREVIOUS, 2)));
        assertFalse(ledger.whole());
    }

    @Test
    void aChangedBitIsRefusedAndEndsTheWait() {
        byte[] bytes = batch(1, BatchHeader.NO_PREVIOUS, 1).message().encode();
        bytes[bytes.length - 1] ^= 1;
        String topic = new Topics("site", "pole").evidence();
        assertTrue(ledger.enter(receiver.receive(topic, bytes), bytes).isEmpty());
        assertThrows(AssertionError.class, () -> ledger.await(3600, "anything", () -> false));
    }
}
