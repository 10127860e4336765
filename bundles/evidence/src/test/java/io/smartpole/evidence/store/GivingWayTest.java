package io.smartpole.evidence.store;

import static io.smartpole.core.reading.Lane.ALARM;
import static io.smartpole.core.reading.Lane.MEASUREMENT;
import static io.smartpole.evidence.store.Chain.KEY;
import static io.smartpole.evidence.store.Chain.LARGE;
import static io.smartpole.evidence.store.Chain.LIMITS;
import static io.smartpole.evidence.store.Chain.NOW;
import static io.smartpole.evidence.store.Chain.SMALL;
import static io.smartpole.evidence.store.Chain.append;
import static io.smartpole.evidence.store.Chain.offered;
import static io.smartpole.evidence.store.Chain.offeredSeqs;
import static io.smartpole.evidence.store.Chain.reopen;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog.Fate;
import io.smartpole.core.evidence.EvidenceLog.ReceiptOutcome;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.Moment;
import io.smartpole.evidence.store.Stretch.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Eight segments with three batches each. */
class GivingWayTest {

    private static final int PER_SEGMENT = 3;

    private final MemoryDisk disk = new MemoryDisk();
    private final SegmentStore store = open();

    private SegmentStore open() {
        try {
            return SegmentStore.open(disk, LIMITS);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void appendSegments(Lane lane, int segments) throws IOException {
        for (int i = 0; i < segments * PER_SEGMENT; i++) {
            append(store, lane, LARGE);
        }
    }

    private long segmentsOnDisk() throws IOException {
        return disk.names().stream().filter(name -> name.endsWith(".seg")).count();
    }

    @Test
    void theStoreNeverGrowsBeyondItsLimit() throws Exception {
        appendSegments(MEASUREMENT, 20);
        appendSegments(ALARM, 20);
        assertEquals(8, segmentsOnDisk());
    }

    @Test
    void theOldestMeasurementsGiveWayAndThatIsTold() throws Exception {
        appendSegments(MEASUREMENT, 8);
        List<BatchId> all = offered(store, MEASUREMENT);
        append(store, MEASUREMENT, SMALL);

        assertEquals(4, offeredSeqs(store, MEASUREMENT).get(0));
        Stretch lost = store.untold().get(0);
        assertEquals(
                new Stretch(
                        MEASUREMENT, KEY, 1, 3, 3, 9, lost.before(), all.get(3).hash(), Reason.NO_SPACE),
                lost);
        assertEquals(9, store.backlog().dropped());
        assertEquals(3, store.batchesLost());
    }

    @Test
    void measurementsGiveWayBeforeAlarms() throws Exception {
        appendSegments(ALARM, 2);
        appendSegments(MEASUREMENT, 6);
        append(store, ALARM, SMALL);

        assertEquals(7, offeredSeqs(store, ALARM).size());
        assertEquals(4, offeredSeqs(store, MEASUREMENT).get(0));
    }

    @Test
    void measurementsNeverDisplaceAlarms() throws Exception {
        appendSegments(ALARM, 6);
        List<Long> alarms = offeredSeqs(store, ALARM);
        appendSegments(MEASUREMENT, 10);

        assertEquals(alarms, offeredSeqs(store, ALARM));
        assertEquals(6, offeredSeqs(store, MEASUREMENT).size());
    }

    @Test
    void alarmsBeyondTheirShareDisplaceOlderAlarmsAndLeaveMeasurementsTheirPlace() throws Exception {
        append(store, MEASUREMENT, SMALL);
        appendSegments(ALARM, 10);

        assertEquals(List.of(1L), offeredSeqs(store, MEASUREMENT));
        assertEquals(6 * PER_SEGMENT, offeredSeqs(store, ALARM).size());
        assertEquals(ALARM, store.untold().get(0).lane());
        appendSegments(MEASUREMENT, 2);
        assertEquals(6 * PER_SEGMENT, offeredSeqs(store, ALARM).size());
    }

    @Test
    void receiptedBatchesGoFirstEvenIfNewer() throws Exception {
        appendSegments(MEASUREMENT, 8);
        List<BatchId> all = offered(store, MEASUREMENT);
        all.subList(6, 9).forEach(store::receipt);
        append(store, MEASUREMENT, SMALL);

        assertTrue(store.untold().isEmpty());
        assertEquals(
                List.of(1L, 2L, 3L, 4L, 5L, 6L, 10L),
                offeredSeqs(store, MEASUREMENT).subList(0, 7));
        assertEquals(ReceiptOutcome.ALREADY_FREED, store.receipt(all.get(7)));

        SegmentStore next = reopen(disk);
        assertTrue(next.untold().isEmpty(), "what was receipted must not be called lost");
        assertEquals(ReceiptOutcome.ALREADY_FREED, next.receipt(all.get(7)));
    }

    @Test
    void aReceiptForWhatWasOverwrittenLongAgoIsNoAlarm() throws Exception {
        appendSegments(MEASUREMENT, 8);
        List<BatchId> all = offered(store, MEASUREMENT);
        all.forEach(store::receipt);
        appendSegments(MEASUREMENT, 2);
        assertEquals(ReceiptOutcome.ALREADY_FREED, store.receipt(all.get(0)));
    }

    /** Who made a copy of it before it gave way learns so that the platform has it. */
    @Test
    void aReceiptForWhatGaveWayIsRemembered() throws Exception {
        appendSegments(MEASUREMENT, 8);
        BatchId first = offered(store, MEASUREMENT).get(0);
        append(store, MEASUREMENT, SMALL);
        assertEquals(Fate.GONE, store.fate(first));
        store.receipt(first);
        assertEquals(Fate.RECEIPTED, store.fate(first));
    }

    @Test
    void onlyTheLatestReceiptsForWhatIsNotStoredAreRemembered() {
        List<BatchId> unknown = LongStream.rangeClosed(1, Index.MOST_RECEIPTED_ELSEWHERE + 1)
                .mapToObj(seq -> Chain.batch(KEY, MEASUREMENT, seq, SMALL, 0).id())
                .toList();
        unknown.subList(0, 2).forEach(store::receipt);
        store.receipt(unknown.get(0)); // once more, so that it is not the oldest
        unknown.subList(2, unknown.size()).forEach(store::receipt);
        assertEquals(Fate.GONE, store.fate(unknown.get(1)));
        unknown.stream()
                .filter(id -> id.seq() != 2)
                .forEach(id -> assertEquals(Fate.RECEIPTED, store.fate(id), "number " + id.seq()));
        assertEquals(ReceiptOutcome.UNKNOWN, store.receipt(unknown.get(0)), "and it is still worth an alarm");
    }

    @Test
    void onlyWhatWaitsIsToldAsLost() throws Exception {
        appendSegments(MEASUREMENT, 8);
        store.receipt(offered(store, MEASUREMENT).get(1));
        append(store, MEASUREMENT, SMALL);

        Stretch lost = store.untold().get(0);
        assertEquals(1, lost.first());
        assertEquals(3, lost.last());
        assertEquals(2, lost.batches());
        assertEquals(6, lost.readings());
    }

    @Test
    void aLossIsNotedBeforeItHappensAndToldByTheNextProcess() throws Exception {
        appendSegments(MEASUREMENT, 8);
        disk.fault((what, name) -> {
            if (what.equals("force")) {
                throw new IOException("the power goes");
            }
        });
        assertThrows(IOException.class, () -> append(store, MEASUREMENT, SMALL));
        disk.heal();

        List<Stretch> untold = reopen(disk).untold();
        assertEquals(1, untold.size());
        assertEquals(1, untold.get(0).first());
        assertEquals(3, untold.get(0).last());
    }

    @Test
    void whatWasAboutToGiveWayButIsStillThereIsNotCalledLost() throws Exception {
        appendSegments(MEASUREMENT, 8);
        disk.fail("rename");
        assertThrows(IOException.class, () -> append(store, MEASUREMENT, SMALL));
        assertTrue(store.untold().isEmpty());
        disk.heal();

        SegmentStore next = SegmentStore.open(disk, LIMITS);
        assertEquals(1, offeredSeqs(next, MEASUREMENT).get(0));
        assertTrue(next.untold().isEmpty());

        // And if it is damaged later, that is told.
        disk.bytes("measurement-000000000001.seg")[LARGE + 1000] ^= 1;
        List<Stretch> untold = SegmentStore.open(disk, LIMITS).untold();
        assertEquals(1, untold.size());
        assertEquals(2, untold.get(0).first());
    }

    @Test
    void nothingIsLostThatCouldNotBeNoted() throws Exception {
        appendSegments(MEASUREMENT, 8);
        disk.fail("replace");
        assertThrows(IOException.class, () -> append(store, MEASUREMENT, SMALL));
        assertEquals(1, offeredSeqs(store, MEASUREMENT).get(0));
    }

    @Test
    void aFullDiskIsLikeAFullStore() throws Exception {
        disk.capacity((16 << 20) + 3L * Segment.SIZE);
        appendSegments(MEASUREMENT, 3);
        append(store, MEASUREMENT, SMALL);
        assertEquals(3, segmentsOnDisk());
        assertEquals(4, offeredSeqs(store, MEASUREMENT).get(0));
        assertEquals(1, store.untold().size());
    }

    @Test
    void onAFullDiskMeasurementsWaitRatherThanDisplaceAlarms() throws Exception {
        disk.capacity((16 << 20) + 4L * Segment.SIZE);
        appendSegments(ALARM, 3);
        appendSegments(MEASUREMENT, 1);
        assertThrows(IOException.class, () -> append(store, MEASUREMENT, SMALL));
        assertEquals(9, offeredSeqs(store, ALARM).size());
    }

    @Test
    void receiptedBatchesAreKeptForTheirTimeWhileThereIsRoomAndThenOverwritten() throws Exception {
        appendSegments(MEASUREMENT, 2);
        offered(store, MEASUREMENT).forEach(store::receipt);
        append(store, MEASUREMENT, LARGE);
        assertEquals(3, segmentsOnDisk());
        append(store, MEASUREMENT, LARGE);
        append(store, MEASUREMENT, LARGE);

        Moment later = new Moment(NOW.instant().plus(Duration.ofHours(49)), true, NOW.sinceBoot());
        append(store, KEY, MEASUREMENT, LARGE, later);
        assertEquals(3, segmentsOnDisk());
    }

    @Test
    void withoutATrustedClockNothingIsTooOld() throws Exception {
        appendSegments(MEASUREMENT, 2);
        offered(store, MEASUREMENT).forEach(store::receipt);
        Moment later = new Moment(NOW.instant().plus(Duration.ofDays(900)), false, NOW.sinceBoot());
        append(store, KEY, MEASUREMENT, LARGE, later);
        assertEquals(3, segmentsOnDisk());
    }

    @Test
    void aSmallerLimitIsReachedAtTheNextSegment() throws Exception {
        SegmentStore large = SegmentStore.open(disk, new StoreLimits(12, Duration.ofDays(2)));
        for (int i = 0; i < 12 * PER_SEGMENT; i++) {
            append(large, MEASUREMENT, LARGE);
        }
        assertEquals(12, segmentsOnDisk());
        large.limits(LIMITS);
        append(large, MEASUREMENT, LARGE);
        assertEquals(8, segmentsOnDisk());
        assertEquals(16, offeredSeqs(large, MEASUREMENT).get(0));
        assertEquals(15, large.untold().stream().mapToLong(Stretch::batches).sum());
    }

    @Test
    void theEndOfAChainIsNeverOverwritten() throws Exception {
        append(store, ALARM, SMALL);
        offered(store, ALARM).forEach(store::receipt);
        appendSegments(MEASUREMENT, 30);
        store.saveLedger();
        assertEquals(1, reopen(disk).end(ALARM, KEY).seq());
    }
}
