package io.smartpole.evidence;

import static io.smartpole.core.reading.Lane.ALARM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.EvidenceLog.Fate;
import io.smartpole.core.evidence.EvidenceLog.ReceiptOutcome;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.time.BootId;
import io.smartpole.evidence.store.MemoryDisk;
import io.smartpole.evidence.store.SegmentStore;
import io.smartpole.evidence.store.SignedBatch;
import org.junit.jupiter.api.Test;

class OpeningLogTest {

    private final BatchId id =
            new BatchId(new KeyId("0123456789abcdef"), ALARM, new BootId("1".repeat(32)), 1, "a".repeat(64));
    private final OpeningLog log = new OpeningLog();

    private SegmentStore store() throws Exception {
        SegmentStore store = SegmentStore.open(new MemoryDisk(), Settings.DEFAULT.limits());
        store.append(new SignedBatch(id, 0, SignedBatch.UNKNOWN_TIME, new byte[10]), new FakeTime().now());
        return store;
    }

    @Test
    void nothingIsOfferedBeforeTheStoreIsOpen() throws Exception {
        assertTrue(log.nextUnreceipted(ALARM, EvidenceLog.FROM_START).isEmpty());
        assertEquals(0, log.backlog().batches());
        assertEquals(Fate.WAITING, log.fate(id), "nobody may think that it is gone");
        log.opened(store());
        assertEquals(
                id,
                log.nextUnreceipted(ALARM, EvidenceLog.FROM_START).orElseThrow().id());
    }

    @Test
    void aReceiptThatComesBeforeTheStoreIsOpenFreesItsBatchThen() throws Exception {
        assertEquals(ReceiptOutcome.FREED, log.receipt(id));
        log.opened(store());
        assertEquals(0, log.backlog().batches());
        assertEquals(ReceiptOutcome.ALREADY_FREED, log.receipt(id));
    }

    @Test
    void aReceiptForAnUnknownBatchDoesNoHarmEarlyOrLate() throws Exception {
        BatchId unknown = new BatchId(id.key(), ALARM, id.boot(), 1, "b".repeat(64));
        log.receipt(unknown);
        log.opened(store());
        assertEquals(ReceiptOutcome.UNKNOWN, log.receipt(unknown));
        assertEquals(1, log.backlog().batches());
    }
}
