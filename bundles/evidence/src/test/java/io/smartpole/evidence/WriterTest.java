package io.smartpole.evidence;

import static io.smartpole.core.reading.Lane.ALARM;
import static io.smartpole.core.reading.Lane.MEASUREMENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.evidence.store.ChainEnd;
import io.smartpole.evidence.store.MemoryDisk;
import io.smartpole.evidence.store.SegmentStore;
import io.smartpole.evidence.store.StoreLimits;
import io.smartpole.formats.evidence.ChainCheck;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.senml.SenmlRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WriterTest {

    private static final Series TEMPERATURE = new Series("bme280", "temperature", Unit.CELSIUS);
    private static final Series DOOR = new Series("door", "open", null);
    private static final Settings SETTINGS =
            new Settings(Duration.ofSeconds(10), 4, Duration.ofMinutes(15), new StoreLimits(8, Duration.ofDays(2)));

    private final MemoryDisk disk = new MemoryDisk();
    private final TestKey key = TestKey.generate();
    private FakeTime time = new FakeTime();
    private ReadingQueue queue = new ReadingQueue(20, 4);
    private final List<Lane> told = new ArrayList<>();
    private @Nullable SegmentStore opened;
    private Writer writer = process(key);

    /** A new process on the same disk. */
    private Writer process(TestKey signer) {
        Agenda agenda = new Agenda(time, queue, () -> SETTINGS, "1.2.3");
        return new Writer(
                time,
                agenda,
                new Sealer(time, signer, TestKey.POLE),
                () -> opened = SegmentStore.open(disk, SETTINGS.limits()),
                SETTINGS::limits,
                told::add);
    }

    private SegmentStore store() {
        return Objects.requireNonNull(opened);
    }

    private void restart() {
        time = new FakeTime();
        queue = new ReadingQueue(20, 4);
        writer = process(key);
    }

    private void measure(double value) {
        queue.add(TEMPERATURE.reading(Value.of(value), time.now()));
    }

    /** @return all batches that wait, verified and following each other */
    private List<EvidenceBatch> batches(Lane lane) throws Exception {
        ChainCheck chain = new ChainCheck();
        List<EvidenceBatch> batches = new ArrayList<>();
        var next = store().nextUnreceipted(lane, EvidenceLog.FROM_START);
        while (next.isPresent()) {
            StoredBatch stored = next.get();
            EvidenceBatch batch = EvidenceBatch.decode(stored.bytes());
            batch.verify(key.publicKey());
            assertEquals(stored.id(), batch.id());
            assertTrue(chain.check(batch).good());
            batches.add(batch);
            next = store().nextUnreceipted(lane, stored.position());
        }
        return batches;
    }

    private EvidenceBatch last(Lane lane) throws Exception {
        List<EvidenceBatch> batches = batches(lane);
        return batches.get(batches.size() - 1);
    }

    private static List<String> texts(EvidenceBatch batch) throws Exception {
        List<String> texts = new ArrayList<>();
        for (SenmlRecord record : batch.records()) {
            String value = record.value() instanceof Value.Text text
                    ? text.text()
                    : record.value() instanceof Value.Numeric number
                            ? String.valueOf(number.number())
                            : record.value().toString();
            texts.add(record.name().substring("dormagen/p-1/".length()) + "=" + value);
        }
        return texts;
    }

    private static String only(Stream<String> texts) {
        List<String> list = texts.toList();
        assertEquals(1, list.size(), list.toString());
        return list.get(0);
    }

    @Test
    void theFirstBatchOfAProcessSaysHowItStarted() throws Exception {
        measure(20);
        queue.add(DOOR.alarm(Value.of(true), time.now()));
        writer.step();

        EvidenceBatch first = batches(ALARM).get(0);
        assertEquals(1, first.header().seq());
        assertEquals(time.boot(), first.header().boot());
        assertEquals(
                List.of(
                        "gateway/start=new-store",
                        "gateway/version=1.2.3",
                        "gateway/last-alarm-seq=0.0",
                        "gateway/last-measurement-seq=0.0"),
                texts(first));
    }

    @Test
    void aStartAfterACleanStopNamesTheBootAndTheLastNumbers() throws Exception {
        measure(20);
        writer.step();
        writer.finish();
        String boot = time.boot().hex();
        restart();
        writer.step();

        assertEquals(
                List.of(
                        "gateway/start=after-clean-stop",
                        "gateway/version=1.2.3",
                        "gateway/previous-boot=" + boot,
                        "gateway/last-alarm-seq=2.0",
                        "gateway/last-measurement-seq=1.0"),
                texts(last(ALARM)));
        assertEquals(1, batches(MEASUREMENT).get(0).records().size());
    }

    @Test
    void aStartAfterAnUncleanStopSaysSo() throws Exception {
        writer.step();
        restart();
        writer.step();
        assertEquals("gateway/start=after-unclean-stop", texts(last(ALARM)).get(0));
    }

    @Test
    void anotherKeyStartsItsOwnChainsAndNamesTheOldOne() throws Exception {
        writer.step();
        TestKey other = TestKey.generate();
        writer = process(other);
        writer.step();

        StoredBatch old = store().nextUnreceipted(ALARM, EvidenceLog.FROM_START).orElseThrow();
        EvidenceBatch first = EvidenceBatch.decode(
                store().nextUnreceipted(ALARM, old.position()).orElseThrow().bytes());
        first.verify(other.publicKey());
        assertEquals(1, first.header().seq());
        assertEquals(old.id().hash(), first.header().prev());
        assertTrue(texts(first).contains("gateway/previous-key=" + key.id().hex()));
    }

    @Test
    void measurementsWaitForTheIntervalAndAlarmsDoNot() throws Exception {
        writer.step();
        measure(20);
        assertEquals(Duration.ofSeconds(10), writer.step());
        time.pass(Duration.ofSeconds(9));
        measure(21);
        queue.add(DOOR.alarm(Value.of(true), time.now()));
        assertEquals(Duration.ofSeconds(1), writer.step());
        assertEquals(List.of(), batches(MEASUREMENT));
        assertEquals(List.of("door/open=Flag[set=true]"), texts(last(ALARM)));

        time.pass(Duration.ofSeconds(1));
        writer.step();
        assertEquals(List.of("bme280/temperature=20.0", "bme280/temperature=21.0"), texts(last(MEASUREMENT)));
    }

    @Test
    void aFullBatchDoesNotWait() throws Exception {
        for (int i = 0; i < 9; i++) {
            measure(i);
        }
        writer.step();
        assertEquals(2, batches(MEASUREMENT).size());
        assertEquals(1, queue.waiting(MEASUREMENT));
    }

    @Test
    void listenersAreToldAfterEachCommit() {
        measure(20);
        time.pass(Duration.ofSeconds(10));
        writer.step();
        assertEquals(List.of(ALARM), told);
        time.pass(Duration.ofSeconds(10));
        writer.step();
        assertEquals(List.of(ALARM, MEASUREMENT), told);
    }

    @Test
    void eachLaneShowsALifeSignWhenNothingIsRead() throws Exception {
        Duration wait = writer.step();
        while (time.now().sinceBoot().compareTo(Duration.ofMinutes(46)) < 0) {
            time.pass(wait);
            wait = writer.step();
        }
        assertEquals(4, batches(ALARM).size());
        assertEquals(3, batches(MEASUREMENT).size());
        assertEquals(List.of(), texts(last(MEASUREMENT)));
    }

    @Test
    void aBatchNeverMixesReadingsWithAndWithoutTrustedClock() throws Exception {
        time.trust(false);
        writer.step();
        measure(20);
        time.pass(Duration.ofSeconds(2));
        measure(21);
        time.pass(Duration.ofSeconds(2));
        time.trust(true);
        measure(22);
        writer.step();
        time.pass(Duration.ofSeconds(10));
        writer.step();

        List<EvidenceBatch> batches = batches(MEASUREMENT);
        assertFalse(batches.get(0).header().clock());
        assertEquals(
                List.of(-4.0, -2.0),
                batches.get(0).records().stream().map(SenmlRecord::time).toList());
        assertTrue(batches.get(1).header().clock());
        assertTrue(batches.get(1).records().get(0).absoluteTime());
    }

    @Test
    void onceTheClockIsTrustedARecordTiesTheTimeSinceBootToUtcOnce() throws Exception {
        time.trust(false);
        time.set(Instant.EPOCH);
        writer.step();
        time.pass(Duration.ofSeconds(55));
        time.trust(true);
        time.set(Instant.parse("2026-11-01T13:00:00Z"));
        writer.step();
        writer.step();

        assertEquals(2, batches(ALARM).size());
        EvidenceBatch correction = last(ALARM);
        assertTrue(correction.header().clock());
        assertEquals(
                List.of("gateway/clock-mono=60.0", "gateway/clock-source=ntp", "gateway/clock-uncertainty=0.02"),
                texts(correction));
        assertEquals(Instant.parse("2026-11-01T13:00:00Z").getEpochSecond(), (long)
                correction.records().get(0).time());
        assertEquals(60_000, correction.header().mono());
    }

    @Test
    void aClockThatWasTrustedFromTheStartNeedsNoCorrection() throws Exception {
        writer.step();
        assertEquals(1, batches(ALARM).size());
    }

    @Test
    void droppedReadingsAreToldInTheirPlace() throws Exception {
        for (int i = 0; i < 25; i++) {
            measure(i);
        }
        writer.step();
        List<String> first = texts(batches(MEASUREMENT).get(0));
        assertEquals(
                "gateway/gap=reason=queue-full lane=measurement readings=5 first=2026-11-01T12:00:00Z"
                        + " last=2026-11-01T12:00:00Z",
                first.get(0));
        assertEquals("bme280/temperature=5.0", first.get(1));
        assertEquals(5, first.size());
        assertEquals(4, texts(batches(MEASUREMENT).get(1)).size());
    }

    @Test
    void damagedBatchesAreToldByASignedGapRecordOnce() throws Exception {
        writer.step();
        for (int i = 0; i < 12; i++) {
            measure(i);
        }
        writer.step();
        List<EvidenceBatch> before = batches(MEASUREMENT);
        disk.bytes("measurement-000000000002.seg")[4096] ^= 1;
        restart();
        writer.step();

        String gap = only(texts(last(ALARM)).stream());
        assertEquals(
                "gateway/gap=reason=corrupt lane=measurement key=" + key.id().hex()
                        + " first=2 last=2 batches=1 before="
                        + before.get(0).id().hash() + " after="
                        + before.get(2).id().hash(),
                gap);
        writer.finish();
        restart();
        writer.step();
        assertTrue(texts(last(ALARM)).get(0).startsWith("gateway/start"));
    }

    @Test
    void whileTheDiskFailsTheSameSignedBatchWaitsAndIsStoredLater() throws Exception {
        writer.step();
        disk.fail("force");
        queue.add(DOOR.alarm(Value.of(true), time.now()));
        assertEquals(Duration.ofSeconds(1), writer.step());
        assertNotNull(writer.problem());
        assertEquals(Duration.ofSeconds(1), writer.step());
        time.pass(Duration.ofSeconds(1));
        assertEquals(Duration.ofSeconds(2), writer.step());
        assertEquals(1, batches(ALARM).size());

        disk.heal();
        time.pass(Duration.ofSeconds(2));
        writer.step();
        assertNull(writer.problem());
        EvidenceBatch stored = last(ALARM);
        assertEquals(2, stored.header().seq());
        assertEquals(5000, stored.header().mono(), "it must be the batch that was signed first");
    }

    @Test
    void retriesBecomeRareButDoNotStop() {
        disk.fail("names");
        for (int i = 0; i < 20; i++) {
            time.pass(writer.step());
        }
        assertEquals(Duration.ofMinutes(1), writer.step());
        disk.heal();
        time.pass(Duration.ofMinutes(1));
        writer.step();
        assertNull(writer.problem());
    }

    @Test
    void aKeyThatCannotSignLosesNoReading() throws Exception {
        boolean[] broken = {true};
        Agenda agenda = new Agenda(time, queue, () -> SETTINGS, "1");
        var sealer = new Sealer(time, new FailingKey(key, broken), TestKey.POLE);
        writer = new Writer(
                time,
                agenda,
                sealer,
                () -> opened = SegmentStore.open(disk, SETTINGS.limits()),
                SETTINGS::limits,
                told::add);
        queue.add(DOOR.alarm(Value.of(true), time.now()));
        time.pass(writer.step());
        assertNotNull(writer.problem());

        broken[0] = false;
        writer.step();
        assertEquals(List.of("door/open=Flag[set=true]"), texts(last(ALARM)));
    }

    private record FailingKey(TestKey key, boolean[] broken) implements EvidenceKey {
        @Override
        public KeyId id() {
            return key.id();
        }

        @Override
        public byte[] publicKey() {
            return key.publicKey();
        }

        @Override
        public int algorithm() {
            return key.algorithm();
        }

        @Override
        public byte[] sign(byte[] message) {
            if (broken[0]) {
                throw new IllegalStateException("the secure element does not answer");
            }
            return key.sign(message);
        }
    }

    @Test
    void aCleanStopStoresWhatWaits() throws Exception {
        writer.step();
        measure(20);
        queue.add(DOOR.alarm(Value.of(true), time.now()));
        writer.finish();
        restart();
        writer.step();
        assertEquals(List.of("bme280/temperature=20.0"), texts(last(MEASUREMENT)));
        List<EvidenceBatch> alarms = batches(ALARM);
        assertEquals(List.of("gateway/stop=clean"), texts(alarms.get(alarms.size() - 2)));
    }

    @Test
    void aStopWithAFailingDiskIsNoCleanStop() throws Exception {
        writer.step();
        measure(20);
        disk.fail("force");
        writer.finish();
        disk.heal();
        restart();
        writer.step();
        assertEquals("gateway/start=after-unclean-stop", texts(last(ALARM)).get(0));
    }

    @Test
    void aStopBeforeTheStoreCouldBeOpenedDoesNoHarm() {
        disk.fail("names");
        writer.step();
        writer.finish();
        assertNotNull(writer.problem());
    }

    @Test
    void receiptsAreWrittenDownNowAndThen() throws Exception {
        writer.step();
        store().receipt(batches(ALARM).get(0).id());
        time.pass(Duration.ofMinutes(4));
        writer.step();
        assertFalse(disk.names().contains("ledger"));
        time.pass(Duration.ofMinutes(1));
        writer.step();
        assertTrue(disk.names().contains("ledger"));
    }

    @Test
    void theLargestReadingsFitIntoOneBatch() throws Exception {
        String longest = "a".repeat(64);
        Series series = new Series(longest, longest, null);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i <= Settings.LARGEST_BATCH; i++) {
            readings.add(series.alarm(Value.of("\u20ac".repeat(1024)), time.now()));
        }
        var batch = new Sealer(time, key, TestKey.POLE)
                .seal(TestKey.POLE.identity(), new Draft(ALARM, readings, false), new ChainEnd(0, "0".repeat(64)));
        EvidenceBatch read = EvidenceBatch.decode(batch.bytes());
        assertEquals(Settings.LARGEST_BATCH + 1, read.records().size());
        assertArrayEquals(read.message().encode(), batch.bytes());
    }
}
