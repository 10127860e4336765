package io.smartpole.evidence.store;

import static io.smartpole.core.reading.Lane.ALARM;
import static io.smartpole.core.reading.Lane.MEASUREMENT;
import static io.smartpole.evidence.store.Chain.KEY;
import static io.smartpole.evidence.store.Chain.LARGE;
import static io.smartpole.evidence.store.Chain.LIMITS;
import static io.smartpole.evidence.store.Chain.SMALL;
import static io.smartpole.evidence.store.Chain.append;
import static io.smartpole.evidence.store.Chain.offered;
import static io.smartpole.evidence.store.Chain.offeredSeqs;
import static io.smartpole.evidence.store.Chain.reopen;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog.Fate;
import io.smartpole.core.evidence.EvidenceLog.ReceiptOutcome;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.evidence.store.Resend.Range;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResendTest {

    private static final int MOST = 100;

    private final MemoryDisk disk = new MemoryDisk();
    private SegmentStore store;

    @BeforeEach
    void open() throws IOException {
        store = SegmentStore.open(disk, LIMITS);
    }

    private void appendReceipted(Lane lane, int batches, int length) throws IOException {
        for (int i = 0; i < batches; i++) {
            append(store, lane, length);
        }
        offered(store, lane).forEach(store::receipt);
    }

    private Resend resend(Lane lane, long first, long last) {
        return store.resend(new Resend.Wish(lane, KEY, first, last, MOST));
    }

    @Test
    void receiptedBatchesAreOfferedAgainOldestFirstUntilTheyAreReceiptedAgain() throws Exception {
        appendReceipted(MEASUREMENT, 9, SMALL);
        assertEquals(new Resend(3, 0, List.of(), 9, 0), resend(MEASUREMENT, 4, 6));

        assertEquals(List.of(4L, 5L, 6L), offeredSeqs(store, MEASUREMENT));
        BatchId five = offered(store, MEASUREMENT).get(1);
        assertEquals(Fate.WAITING, store.fate(five));
        assertEquals(ReceiptOutcome.FREED, store.receipt(five));
        assertEquals(Fate.RECEIPTED, store.fate(five));
        assertEquals(ReceiptOutcome.ALREADY_FREED, store.receipt(five));
        assertEquals(List.of(4L, 6L), offeredSeqs(store, MEASUREMENT));
    }

    @Test
    void whoCarriesBatchesLearnsThatThereAreSomeBehind() throws Exception {
        appendReceipted(MEASUREMENT, 2, SMALL);
        long before = store.reopened(MEASUREMENT);
        resend(MEASUREMENT, 5, 9);
        assertEquals(before, store.reopened(MEASUREMENT), "nothing there, nothing to look for");
        resend(MEASUREMENT, 1, 1);
        assertTrue(store.reopened(MEASUREMENT) > before);
        assertEquals(0, store.reopened(ALARM));
    }

    @Test
    void alarmsAreSentAgainByThemselves() throws Exception {
        appendReceipted(ALARM, 3, SMALL);
        appendReceipted(MEASUREMENT, 3, SMALL);
        assertEquals(2, resend(ALARM, 2, 9).again());
        assertEquals(List.of(2L, 3L), offeredSeqs(store, ALARM));
        assertEquals(List.of(), offeredSeqs(store, MEASUREMENT));
    }

    @Test
    void whatWaitsForItsFirstReceiptIsSentAnyway() throws Exception {
        appendReceipted(MEASUREMENT, 2, SMALL);
        append(store, MEASUREMENT, SMALL);
        assertEquals(new Resend(2, 1, List.of(), 3, 0), resend(MEASUREMENT, 1, 3));
        assertEquals(new Resend(0, 3, List.of(), 3, 0), resend(MEASUREMENT, 1, 3), "asked twice");
        assertEquals(List.of(1L, 2L, 3L), offeredSeqs(store, MEASUREMENT));
    }

    @Test
    void soManyAtOnceAreEnoughAndItIsToldWhereToGoOn() throws Exception {
        appendReceipted(MEASUREMENT, 9, SMALL);
        Resend resend = store.resend(new Resend.Wish(MEASUREMENT, KEY, 2, 9, 3));
        assertEquals(new Resend(3, 0, List.of(), 9, 5), resend);
        assertEquals(List.of(2L, 3L, 4L), offeredSeqs(store, MEASUREMENT));
    }

    @Test
    void whatIsGoneJustBeforeTheLastOfSoManyIsToldToo() throws Exception {
        appendReceipted(MEASUREMENT, 4, SMALL);
        disk.bytes("measurement-000000000001.seg")[2 * Commit.BLOCK + 200] ^= 1;
        resend(MEASUREMENT, 1, 4);
        offered(store, MEASUREMENT).forEach(store::receipt); // finds the damage
        Resend resend = store.resend(new Resend.Wish(MEASUREMENT, KEY, 1, 4, 1));
        assertEquals(new Resend(1, 0, List.of(new Range(2, 2)), 4, 3), resend);
    }

    @Test
    void whatWasOverwrittenOrNeverSignedIsGone() throws Exception {
        appendReceipted(MEASUREMENT, 8 * 3 + 1, LARGE);
        assertEquals(new Resend(2, 0, List.of(new Range(1, 3)), 25, 0), resend(MEASUREMENT, 1, 5));
        assertEquals(new Resend(0, 0, List.of(new Range(2, 3)), 25, 0), resend(MEASUREMENT, 2, 3));
        assertEquals(new Resend(1, 0, List.of(), 25, 0), resend(MEASUREMENT, 25, Long.MAX_VALUE));
        assertEquals(new Resend(0, 0, List.of(), 25, 0), resend(MEASUREMENT, 26, 99));
    }

    @Test
    void ofAnotherKeyNothingIsThere() throws Exception {
        appendReceipted(MEASUREMENT, 3, SMALL);
        KeyId other = new KeyId("fedcba9876543210");
        assertEquals(new Resend(0, 0, List.of(), 0, 0), store.resend(new Resend.Wish(MEASUREMENT, other, 1, 3, MOST)));
        append(store, other, MEASUREMENT, SMALL, Chain.NOW);
        assertEquals(3, resend(MEASUREMENT, 1, 3).again(), "of the key before");
        assertEquals(4, offered(store, MEASUREMENT).size());
    }

    @Test
    void aBatchThatIsDamagedMeanwhileIsNoLossSinceItWasReceipted() throws Exception {
        appendReceipted(MEASUREMENT, 3, SMALL);
        resend(MEASUREMENT, 1, 3);
        disk.bytes("measurement-000000000001.seg")[2 * Commit.BLOCK + 200] ^= 1;
        assertEquals(List.of(1L, 3L), offeredSeqs(store, MEASUREMENT));
        assertEquals(0, store.batchesLost());
        assertEquals(List.of(1L, 3L), offeredSeqs(store, MEASUREMENT));
        assertEquals(new Resend(0, 2, List.of(new Range(2, 2)), 3, 0), resend(MEASUREMENT, 1, 3), "and gone");
    }

    @Test
    void sendingAgainKeepsNothingFromGivingWayAndIsNoLossThen() throws Exception {
        appendReceipted(MEASUREMENT, 3, LARGE);
        resend(MEASUREMENT, 1, 3);
        assertEquals(0, store.backlog().batches());
        assertEquals(0, store.percentWaiting());
        for (int i = 0; i < 8 * 3; i++) {
            append(store, MEASUREMENT, LARGE);
        }
        assertEquals(4, offeredSeqs(store, MEASUREMENT).get(0));
        assertEquals(0, store.batchesLost());
        assertEquals(List.of(), store.untold());
    }

    @Test
    void aSegmentThatGivesWayTellsOnlyOfWhatNeverWasReceipted() throws Exception {
        append(store, MEASUREMENT, LARGE);
        append(store, MEASUREMENT, LARGE);
        append(store, MEASUREMENT, LARGE);
        List<BatchId> all = offered(store, MEASUREMENT);
        store.receipt(all.get(0));
        store.receipt(all.get(2));
        resend(MEASUREMENT, 1, 3);
        for (int i = 0; i < 7 * 3 + 1; i++) {
            append(store, MEASUREMENT, LARGE);
        }
        assertEquals(1, store.batchesLost());
        assertEquals(2, store.untold().get(0).first());
        assertEquals(2, store.untold().get(0).last());
    }

    @Test
    void aRestartForgetsTheWishAndKeepsTheReceipts() throws Exception {
        appendReceipted(MEASUREMENT, 4, SMALL);
        resend(MEASUREMENT, 1, 3);
        store.saveLedger();
        store = reopen(disk);
        assertEquals(List.of(), offeredSeqs(store, MEASUREMENT));
    }
}
