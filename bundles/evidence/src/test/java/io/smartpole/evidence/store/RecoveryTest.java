package io.smartpole.evidence.store;

import static io.smartpole.core.reading.Lane.ALARM;
import static io.smartpole.core.reading.Lane.MEASUREMENT;
import static io.smartpole.evidence.store.Chain.KEY;
import static io.smartpole.evidence.store.Chain.LARGE;
import static io.smartpole.evidence.store.Chain.LIMITS;
import static io.smartpole.evidence.store.Chain.SMALL;
import static io.smartpole.evidence.store.Chain.append;
import static io.smartpole.evidence.store.Chain.offeredSeqs;
import static io.smartpole.evidence.store.Chain.reopen;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog.ReceiptOutcome;
import io.smartpole.evidence.store.Stretch.Reason;
import io.smartpole.formats.evidence.BatchHeader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private static final String FIRST_FILE = "measurement-000000000001.seg";

    private final MemoryDisk disk = new MemoryDisk();

    private List<SignedBatch> filled(int... lengths) throws IOException {
        SegmentStore store = SegmentStore.open(disk, LIMITS);
        SignedBatch[] batches = new SignedBatch[lengths.length];
        for (int i = 0; i < lengths.length; i++) {
            batches[i] = append(store, MEASUREMENT, lengths[i]);
        }
        return Arrays.asList(batches);
    }

    @Test
    void aLastCommitCutOffAnywhereIsDiscardedAndItsNumberUsedAgain() throws Exception {
        filled(100, 3000, 9000);
        byte[] whole = disk.bytes(FIRST_FILE).clone();
        int start = 2 * Commit.BLOCK;
        int end = start + 96 + 9000;
        long seed = 4711;
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            // Every byte of the header, and a sample of the others.
            int cut = i < 100 ? start + i : start + random.nextInt(end - start);
            byte[] bytes = disk.bytes(FIRST_FILE);
            System.arraycopy(whole, 0, bytes, 0, end);
            Arrays.fill(bytes, cut, end, (byte) 0);

            SegmentStore store = SegmentStore.open(disk, LIMITS);
            String message = "cut at " + cut + ", seed " + seed;
            assertEquals(2, store.end(MEASUREMENT, KEY).seq(), message);
            assertTrue(store.untold().isEmpty(), message);
            assertEquals(cut < start + 16 ? Set.of() : Set.of(MEASUREMENT), store.torn(), message);
        }
    }

    @Test
    void writingGoesOnOverTheTornCommit() throws Exception {
        filled(100, 9000);
        disk.bytes(FIRST_FILE)[Commit.BLOCK + 5000] ^= 1;

        SegmentStore store = reopen(disk);
        assertEquals(2, append(store, MEASUREMENT, 50).id().seq());
        assertEquals(List.of(1L, 2L), offeredSeqs(store, MEASUREMENT));

        SegmentStore next = reopen(disk);
        assertEquals(List.of(1L, 2L), offeredSeqs(next, MEASUREMENT));
        assertTrue(next.untold().isEmpty());
    }

    @Test
    void anyFlippedBitInTheMiddleBecomesAGapWithTheHashesOfBothSides() throws Exception {
        List<SignedBatch> batches = filled(100, 3000, 5000, 100);
        byte[] whole = disk.bytes(FIRST_FILE).clone();
        int start = 2 * Commit.BLOCK;
        long seed = 815;
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = disk.bytes(FIRST_FILE);
            System.arraycopy(whole, 0, bytes, 0, bytes.length);
            int at = start + (i < 96 ? i : random.nextInt(96 + 5000));
            bytes[at] ^= (byte) (1 << random.nextInt(8));

            SegmentStore store = reopen(disk);
            String message = "flipped at " + at + ", seed " + seed;
            assertEquals(List.of(1L, 2L, 4L), offeredSeqs(store, MEASUREMENT), message);
            Stretch expected = new Stretch(
                    MEASUREMENT,
                    KEY,
                    3,
                    3,
                    1,
                    Stretch.UNKNOWN,
                    batches.get(1).id().hash(),
                    batches.get(3).id().hash(),
                    Reason.CORRUPT);
            assertEquals(List.of(expected), store.untold(), message);
        }
    }

    @Test
    void aGapIsToldOnce() throws Exception {
        filled(100, 100, 100);
        disk.bytes(FIRST_FILE)[Commit.BLOCK] ^= 1;
        SegmentStore store = reopen(disk);
        store.told(store.untold());
        store.saveLedger();

        assertTrue(reopen(disk).untold().isEmpty());
        assertEquals(List.of(1L, 3L), offeredSeqs(reopen(disk), MEASUREMENT));
    }

    @Test
    void aGapThatWasNotToldBeforeTheEndIsToldByTheNextProcess() throws Exception {
        filled(100, 100, 100);
        disk.bytes(FIRST_FILE)[Commit.BLOCK] ^= 1;
        SegmentStore store = reopen(disk);
        store.saveLedger();

        assertEquals(1, reopen(disk).untold().size());
    }

    @Test
    void damageThatGrowsIsToldAgain() throws Exception {
        filled(100, 100, 100, 100);
        disk.bytes(FIRST_FILE)[Commit.BLOCK] ^= 1;
        SegmentStore store = reopen(disk);
        store.told(store.untold());
        store.saveLedger();
        disk.bytes(FIRST_FILE)[2 * Commit.BLOCK] ^= 1;

        List<Stretch> untold = reopen(disk).untold();
        assertEquals(1, untold.size());
        assertEquals(2, untold.get(0).first());
        assertEquals(3, untold.get(0).last());
    }

    @Test
    void aLostFileIsAGap() throws Exception {
        filled(LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, SMALL);
        disk.forget("measurement-000000000002.seg");

        SegmentStore store = reopen(disk);
        assertEquals(List.of(1L, 2L, 3L, 7L), offeredSeqs(store, MEASUREMENT));
        assertEquals(4, store.untold().get(0).first());
        assertEquals(6, store.untold().get(0).last());
    }

    @Test
    void damageFoundWhenReadingBecomesAGapToo() throws Exception {
        SegmentStore store = SegmentStore.open(disk, LIMITS);
        append(store, ALARM, 100);
        BatchId second = append(store, ALARM, 100).id();
        append(store, ALARM, 100);
        disk.bytes("alarm-000000000001.seg")[Commit.BLOCK + 120] ^= 1;

        assertEquals(List.of(1L, 3L), offeredSeqs(store, ALARM));
        assertEquals(2, store.untold().get(0).first());
        assertEquals(3, store.untold().get(0).readings());
        assertEquals(1, store.batchesLost());
        assertEquals(2, store.backlog().batches());
        assertEquals(List.of(1L, 3L), offeredSeqs(store, ALARM));
        assertEquals(1, store.untold().size());
        // It was sent before it broke, and so it is not lost after all.
        assertEquals(ReceiptOutcome.FREED, store.receipt(second));
    }

    @Test
    void aBatchThatCannotBeReadNowIsNotGivenUp() throws Exception {
        SegmentStore store = SegmentStore.open(disk, LIMITS);
        append(store, ALARM, 100);
        disk.fail("read");
        assertEquals(List.of(), offeredSeqs(store, ALARM));
        assertTrue(String.valueOf(store.readProblem()).contains("Input/output error"));
        assertTrue(store.untold().isEmpty());

        disk.heal();
        assertEquals(List.of(1L), offeredSeqs(store, ALARM));
    }

    @Test
    void anUnreadableSectorCostsOnlyItsOwnBatches() throws Exception {
        filled(100, 100, 100, 100);
        disk.fault((what, name) -> {});
        SegmentStore store = SegmentStore.open(new BadSector(disk, 2 * Commit.BLOCK), LIMITS);
        assertEquals(4, store.end(MEASUREMENT, KEY).seq());
        assertEquals(3, store.untold().get(0).first());
        assertEquals(3, store.untold().get(0).last());
    }

    @Test
    void aFolderThatCannotBeReadIsNotTakenForAnEmptyStore() throws Exception {
        filled(100);
        disk.fail("openToRead");
        assertThrows(IOException.class, () -> SegmentStore.open(disk, LIMITS));
        disk.fail("names");
        assertThrows(IOException.class, () -> SegmentStore.open(disk, LIMITS));
    }

    @Test
    void aDiskThatOnlyReadsStillDelivers() throws Exception {
        filled(100, 100, 100);
        disk.fault((what, name) -> {
            if (!what.equals("read") && !what.equals("openToRead") && !what.equals("names") && !what.equals("load")) {
                throw new IOException("Read-only file system");
            }
        });
        SegmentStore store = SegmentStore.open(disk, LIMITS);
        assertEquals(List.of(1L, 2L), offeredSeqs(store, MEASUREMENT));
    }

    @Test
    void aDamagedLedgerOnlyLeadsToResending() throws Exception {
        SegmentStore store = SegmentStore.open(disk, LIMITS);
        BatchId first = append(store, MEASUREMENT, 100).id();
        append(store, MEASUREMENT, 100);
        store.receipt(first);
        store.saveLedger();
        byte[] ledger = disk.bytes(Ledger.FILE);
        for (int i = 0; i < ledger.length; i++) {
            ledger[i] ^= 1;
            assertEquals(2, reopen(disk).backlog().batches(), "flipped at " + i);
            ledger[i] ^= 1;
        }
        assertEquals(1, reopen(disk).backlog().batches());
    }

    @Test
    void receiptsOfBatchesThatAreNotTheSameAnyMoreAreNotBelieved() throws Exception {
        SegmentStore store = SegmentStore.open(disk, LIMITS);
        BatchId first = append(store, MEASUREMENT, 100).id();
        append(store, MEASUREMENT, 100);
        store.receipt(first);
        store.saveLedger();
        byte[] ledger = disk.bytes(Ledger.FILE).clone();
        // The card was set back to an earlier state, and other batches were written since; only the ledger is newer.
        disk.forget(FIRST_FILE);
        disk.forget(Ledger.FILE);
        SegmentStore other = SegmentStore.open(disk, LIMITS);
        append(other, MEASUREMENT, 101);
        append(other, MEASUREMENT, 101);
        disk.replace(Ledger.FILE, ledger);

        assertEquals(List.of(1L, 2L), offeredSeqs(reopen(disk), MEASUREMENT));
    }

    @Test
    void filesOfOthersAreLeftAlone() throws Exception {
        disk.create("notes.txt", 10);
        disk.create("measurement-1.seg", 10);
        filled(100);
        assertEquals(List.of(1L), offeredSeqs(reopen(disk), MEASUREMENT));
        assertTrue(disk.names().contains("notes.txt"));
    }

    @Test
    void aFileThatIsTooShortHasTheBatchesThatAreInIt() throws Exception {
        filled(100, 100, 100);
        byte[] cut = Arrays.copyOf(disk.bytes(FIRST_FILE), 2 * Commit.BLOCK);
        disk.replace(FIRST_FILE, cut);
        assertEquals(2, SegmentStore.open(disk, LIMITS).end(MEASUREMENT, KEY).seq());
    }

    @Test
    void nothingIsKnownBeforeTheFirstBatch() throws Exception {
        filled(100);
        assertEquals(BatchHeader.NO_PREVIOUS, reopen(disk).end(ALARM, KEY).hash());
    }
}
