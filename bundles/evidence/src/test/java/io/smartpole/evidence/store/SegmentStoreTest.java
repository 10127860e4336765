package io.smartpole.evidence.store;

import static io.smartpole.core.reading.Lane.ALARM;
import static io.smartpole.core.reading.Lane.MEASUREMENT;
import static io.smartpole.evidence.store.Chain.KEY;
import static io.smartpole.evidence.store.Chain.LARGE;
import static io.smartpole.evidence.store.Chain.LIMITS;
import static io.smartpole.evidence.store.Chain.NOW;
import static io.smartpole.evidence.store.Chain.append;
import static io.smartpole.evidence.store.Chain.offeredSeqs;
import static io.smartpole.evidence.store.Chain.reopen;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog.Fate;
import io.smartpole.core.evidence.EvidenceLog.ReceiptOutcome;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.evidence.BatchHeader;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentStoreTest {

    private static final KeyId OTHER_KEY = new KeyId("fedcba9876543210");

    private final MemoryDisk disk = new MemoryDisk();
    private final SegmentStore store = open();

    private SegmentStore open() {
        try {
            return SegmentStore.open(disk, LIMITS);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatWasAppendedIsOfferedUnchangedAndInOrder() throws Exception {
        SignedBatch first = append(store, MEASUREMENT, 100);
        SignedBatch second = append(store, MEASUREMENT, 5000);

        StoredBatch one =
                store.nextUnreceipted(MEASUREMENT, SegmentStore.FROM_START).orElseThrow();
        StoredBatch two = store.nextUnreceipted(MEASUREMENT, one.position()).orElseThrow();
        assertEquals(first.id(), one.id());
        assertArrayEquals(first.bytes(), one.bytes());
        assertEquals(second.id(), two.id());
        assertArrayEquals(second.bytes(), two.bytes());
        assertTrue(store.nextUnreceipted(MEASUREMENT, two.position()).isEmpty());
        assertTrue(store.nextUnreceipted(ALARM, SegmentStore.FROM_START).isEmpty());
    }

    @Test
    void aCommitCostsOneForce() throws Exception {
        append(store, ALARM, 100);
        append(store, ALARM, 100);
        assertEquals(2, disk.forces());
    }

    @Test
    void receiptsMayComeInAnyOrder() throws Exception {
        for (int i = 0; i < 5; i++) {
            append(store, MEASUREMENT, 100);
        }
        List<BatchId> ids = Chain.offered(store, MEASUREMENT);

        assertEquals(ReceiptOutcome.FREED, store.receipt(ids.get(4)));
        assertEquals(ReceiptOutcome.FREED, store.receipt(ids.get(2)));
        assertEquals(List.of(1L, 2L, 4L), offeredSeqs(store, MEASUREMENT));
        assertEquals(ReceiptOutcome.FREED, store.receipt(ids.get(0)));
        assertEquals(List.of(2L, 4L), offeredSeqs(store, MEASUREMENT));
    }

    @Test
    void aReceiptThatComesTwiceIsNoHarm() throws Exception {
        BatchId id = append(store, ALARM, 100).id();
        assertEquals(ReceiptOutcome.FREED, store.receipt(id));
        assertEquals(ReceiptOutcome.ALREADY_FREED, store.receipt(id));
        assertEquals(0, store.backlog().batches());
        assertEquals(0, store.backlog().bytes());
    }

    @Test
    void aReceiptForAnotherBatchFreesNothing() throws Exception {
        BatchId id = append(store, ALARM, 100).id();
        String otherHash = id.hash().substring(0, 63) + (id.hash().endsWith("0") ? "1" : "0");

        assertEquals(ReceiptOutcome.UNKNOWN, store.receipt(with(id, id.seq(), otherHash)));
        assertEquals(ReceiptOutcome.UNKNOWN, store.receipt(with(id, id.seq() + 1, id.hash())));
        assertEquals(
                ReceiptOutcome.UNKNOWN, store.receipt(new BatchId(OTHER_KEY, ALARM, id.boot(), id.seq(), id.hash())));
        assertEquals(
                ReceiptOutcome.UNKNOWN,
                store.receipt(new BatchId(id.key(), MEASUREMENT, id.boot(), id.seq(), id.hash())));
        assertEquals(1, store.backlog().batches());
    }

    private static BatchId with(BatchId id, long seq, String hash) {
        return new BatchId(id.key(), id.lane(), id.boot(), seq, hash);
    }

    @Test
    void theBacklogCountsBothLanesAndKnowsTheOldest() throws Exception {
        Moment later = new Moment(NOW.instant().plusSeconds(60), true, NOW.sinceBoot());
        append(store, KEY, MEASUREMENT, 100, later);
        append(store, KEY, ALARM, 50, NOW);

        assertEquals(new Backlog(2, 150, NOW.instant(), 2, 0), store.backlog());
    }

    @Test
    void theAgeOfABatchSignedWithoutTrustedClockIsNotGuessed() throws Exception {
        append(store, KEY, ALARM, 50, new Moment(NOW.instant(), false, NOW.sinceBoot()));
        assertNull(store.backlog().oldest());
    }

    @Test
    void aNewProcessContinuesTheChainAndOffersWhatWaits() throws Exception {
        append(store, MEASUREMENT, 100);
        SignedBatch last = append(store, MEASUREMENT, 100);
        append(store, ALARM, 100);

        SegmentStore next = reopen(disk);
        assertEquals(new ChainEnd(2, last.id().hash()), next.end(MEASUREMENT, KEY));
        assertEquals(List.of(1L, 2L), offeredSeqs(next, MEASUREMENT));
        assertEquals(List.of(1L), offeredSeqs(next, ALARM));
        assertTrue(next.untold().isEmpty());
        assertEquals(3, append(next, MEASUREMENT, 100).id().seq());
        assertEquals(List.of(1L, 2L, 3L), offeredSeqs(reopen(disk), MEASUREMENT));
    }

    @Test
    void theLastBatchIsNotOfferedByANewProcessBeforeItIsSurelyDurable() throws Exception {
        append(store, MEASUREMENT, 100);
        append(store, MEASUREMENT, 100);

        SegmentStore next = SegmentStore.open(disk, LIMITS);
        assertEquals(List.of(1L), offeredSeqs(next, MEASUREMENT));
        next.append(next.inDoubt().get(0), NOW);
        assertEquals(List.of(1L, 2L), offeredSeqs(next, MEASUREMENT));
        assertEquals(2, next.backlog().batches());
    }

    @Test
    void aBatchWrittenTwiceIsReceiptedOnce() throws Exception {
        BatchId id = append(store, MEASUREMENT, 100).id();
        SegmentStore next = reopen(disk);
        assertEquals(ReceiptOutcome.FREED, next.receipt(id));
        assertEquals(List.of(), offeredSeqs(next, MEASUREMENT));
        next.saveLedger();
        assertEquals(List.of(), offeredSeqs(reopen(disk), MEASUREMENT));
        assertEquals(ReceiptOutcome.ALREADY_FREED, reopen(disk).receipt(id));
    }

    @Test
    void savedReceiptsSurviveARestartAndUnsavedOnesOnlyLeadToResending() throws Exception {
        for (int i = 0; i < 4; i++) {
            append(store, MEASUREMENT, 100);
        }
        List<BatchId> ids = Chain.offered(store, MEASUREMENT);
        store.receipt(ids.get(1));
        store.saveLedger();
        store.receipt(ids.get(0));

        SegmentStore next = reopen(disk);
        assertEquals(List.of(1L, 3L, 4L), offeredSeqs(next, MEASUREMENT));
        assertEquals(ReceiptOutcome.ALREADY_FREED, next.receipt(ids.get(1)));
        assertEquals(ReceiptOutcome.FREED, next.receipt(ids.get(0)));
    }

    @Test
    void aLedgerThatDidNotChangeIsNotWritten() throws Exception {
        append(store, MEASUREMENT, 100);
        disk.fail("replace");
        store.saveLedger();
    }

    @Test
    void aNewKeyCountsAnewBehindTheLastBatchOfTheOldOneWhichStaysDeliverable() throws Exception {
        BatchId old = append(store, MEASUREMENT, 100).id();
        SegmentStore next = reopen(disk);

        assertEquals(new ChainEnd(0, old.hash()), next.end(MEASUREMENT, OTHER_KEY));
        assertEquals(new ChainEnd(0, BatchHeader.NO_PREVIOUS), next.end(ALARM, OTHER_KEY));
        BatchId first = append(next, OTHER_KEY, MEASUREMENT, 100, NOW).id();
        assertEquals(1, first.seq());
        assertEquals(List.of(old, first), Chain.offered(next, MEASUREMENT));

        SegmentStore third = reopen(disk);
        assertEquals(List.of(old, first), Chain.offered(third, MEASUREMENT));
        assertTrue(third.untold().isEmpty());
        assertEquals(ReceiptOutcome.FREED, third.receipt(old));
        assertEquals(List.of(first), Chain.offered(third, MEASUREMENT));
    }

    @Test
    void aBacklogOfManySegmentsIsOfferedFromAnyPosition() throws Exception {
        for (int i = 0; i < 10; i++) {
            append(store, MEASUREMENT, LARGE);
        }
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L), offeredSeqs(store, MEASUREMENT));
        long position = store.nextUnreceipted(MEASUREMENT, SegmentStore.FROM_START)
                .orElseThrow()
                .position();
        Chain.offered(store, MEASUREMENT).subList(1, 8).forEach(store::receipt);
        assertEquals(
                9,
                store.nextUnreceipted(MEASUREMENT, position).orElseThrow().id().seq());
    }

    @Test
    void theFateOfABatchIsKnownAlsoAfterItGaveWay() throws Exception {
        for (int i = 0; i < 4; i++) {
            append(store, MEASUREMENT, LARGE);
        }
        List<BatchId> ids = Chain.offered(store, MEASUREMENT);
        store.receipt(ids.get(1));
        store.receipt(ids.get(3));
        assertEquals(
                List.of(Fate.WAITING, Fate.RECEIPTED, Fate.WAITING, Fate.RECEIPTED),
                ids.stream().map(store::fate).toList());

        BatchId otherHash = new BatchId(KEY, MEASUREMENT, Chain.BOOT, 1, "f".repeat(64));
        assertEquals(Fate.GONE, store.fate(otherHash));
        assertEquals(
                Fate.GONE,
                store.fate(new BatchId(
                        OTHER_KEY, MEASUREMENT, Chain.BOOT, 1, ids.get(0).hash())));

        for (int i = 0; i < 3 * LIMITS.segments(); i++) {
            append(store, MEASUREMENT, LARGE);
        }
        assertEquals(Fate.GONE, store.fate(ids.get(0)));
    }

    @Test
    void aLaneThatWasNeverWrittenHasNoLastBatch() {
        for (Lane lane : Lane.values()) {
            assertTrue(store.last(lane).isEmpty());
            assertEquals(new ChainEnd(0, BatchHeader.NO_PREVIOUS), store.end(lane, KEY));
        }
    }

    @Test
    void theBootOfTheLastBatchIsKept() throws Exception {
        append(store, ALARM, 100);
        BootId boot = reopen(disk).last(ALARM).orElseThrow().id().boot();
        assertEquals(Chain.BOOT, boot);
    }
}
