package io.smartpole.evidence;

import static io.smartpole.core.reading.Lane.ALARM;
import static io.smartpole.core.reading.Lane.MEASUREMENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.EvidenceLog.ReceiptOutcome;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.evidence.store.MemoryDisk;
import io.smartpole.evidence.store.SegmentStore;
import io.smartpole.evidence.store.StoreLimits;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.senml.SenmlRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A new pole measures before a technician has said which pole it is. */
class UnnamedPoleTest {

    private static final Series TEMPERATURE = new Series("bme280", "temperature", Unit.CELSIUS);
    private static final Series DOOR = new Series("door", "open", null);
    private static final Settings SETTINGS =
            new Settings(Duration.ofSeconds(10), 4, Duration.ofMinutes(15), new StoreLimits(8, Duration.ofDays(2)));
    private static final PoleIdentity UNNAMED = named(PoleIdentity.UNNAMED, PoleIdentity.UNNAMED);
    private static final PoleIdentity NAMED = named("dormagen", "p-1");

    private final MemoryDisk disk = new MemoryDisk();
    private final TestKey key = TestKey.generate();
    private FakeTime time = new FakeTime();
    private ReadingQueue queue = new ReadingQueue(10, 4);
    private PoleIdentity identity = UNNAMED;
    private @Nullable SegmentStore opened;
    private Writer writer = process();

    private static PoleIdentity named(String site, String pole) {
        return new PoleIdentity(site, pole, "", "", "", null);
    }

    /** A new process on the same disk. */
    private Writer process() {
        time = new FakeTime();
        queue = new ReadingQueue(10, 4);
        return new Writer(
                time,
                new Agenda(time, queue, () -> SETTINGS, "1.2.3"),
                new Sealer(time, key, () -> identity),
                () -> opened = SegmentStore.open(disk, SETTINGS.limits()),
                SETTINGS::limits,
                lane -> {});
    }

    private SegmentStore store() {
        return Objects.requireNonNull(opened);
    }

    private void measure(double value) {
        queue.add(TEMPERATURE.reading(Value.of(value), time.now()));
    }

    private void alarm() {
        queue.add(DOOR.alarm(Value.of(true), time.now()));
    }

    /** @return the first name in each batch; heartbeats have none */
    private List<String> firstNames(Lane lane) throws Exception {
        List<String> names = new ArrayList<>();
        var next = store().nextUnreceipted(lane, EvidenceLog.FROM_START);
        while (next.isPresent()) {
            StoredBatch stored = next.get();
            List<SenmlRecord> records = EvidenceBatch.decode(stored.bytes()).records();
            names.add(records.isEmpty() ? "" : records.get(0).name());
            next = store().nextUnreceipted(lane, stored.position());
        }
        return names;
    }

    private void assertNothingSigned() throws Exception {
        assertEquals(List.of(), firstNames(ALARM));
        assertEquals(List.of(), firstNames(MEASUREMENT));
    }

    @Test
    void signsNothingHoweverMuchIsReadAndHoweverLongItTakes() throws Exception {
        for (int hour = 0; hour < 48; hour++) {
            measure(hour);
            alarm();
            assertEquals(Duration.ofSeconds(1), writer.step());
            time.pass(Duration.ofHours(1));
        }
        assertNothingSigned();
        assertNull(writer.problem());
    }

    @Test
    void isNamedOnlyOnceBothSiteAndNumberAre() throws Exception {
        identity = named("dormagen", PoleIdentity.UNNAMED);
        writer.step();
        identity = named(PoleIdentity.UNNAMED, "p-1");
        writer.step();
        assertNothingSigned();
    }

    @Test
    void onceItIsNamedItsStartComesFirstAndThenWhatWaited() throws Exception {
        measure(20);
        alarm();
        writer.step();
        time.pass(Duration.ofMinutes(40));
        measure(21);

        identity = NAMED;
        writer.step();
        time.pass(SETTINGS.interval());
        writer.step();

        assertEquals(List.of("dormagen/p-1/gateway/start", "dormagen/p-1/door/open"), firstNames(ALARM));
        assertEquals(List.of("dormagen/p-1/bme280/temperature"), firstNames(MEASUREMENT));
        StoredBatch measured =
                store().nextUnreceipted(MEASUREMENT, EvidenceLog.FROM_START).orElseThrow();
        List<SenmlRecord> records = EvidenceBatch.decode(measured.bytes()).records();
        assertEquals(2, records.size());
        assertEquals(
                40 * 60.0, records.get(1).time() - records.get(0).time(), "each keeps the time at which it was read");
    }

    @Test
    void whatFoundNoRoomMeanwhileIsToldByAGapRecord() throws Exception {
        for (int i = 0; i < 25; i++) {
            measure(i);
            writer.step();
        }
        identity = NAMED;
        writer.step();
        assertEquals("dormagen/p-1/gateway/gap", firstNames(MEASUREMENT).get(0));
        assertEquals(15, queue.dropped());
    }

    @Test
    void aStopWithoutANameSignsNothingAndTheNextProcessStartsAnew() throws Exception {
        measure(20);
        writer.step();
        writer.finish();
        assertNothingSigned();

        identity = NAMED;
        writer = process();
        writer.step();
        assertEquals(List.of("dormagen/p-1/gateway/start"), firstNames(ALARM));
    }

    @Test
    void aNameThatComesJustBeforeTheStopStillLeavesAStartAndAStop() throws Exception {
        measure(20);
        writer.step();
        identity = NAMED;
        writer.finish();
        writer = process();
        writer.step();
        assertEquals(
                List.of("dormagen/p-1/gateway/start", "dormagen/p-1/gateway/stop", "dormagen/p-1/gateway/start"),
                firstNames(ALARM));
        assertEquals(List.of("dormagen/p-1/bme280/temperature"), firstNames(MEASUREMENT));
    }

    @Test
    void aNameThatIsTakenAwayAgainStopsTheSigningButNotWhatIsSignedAlready() throws Exception {
        identity = NAMED;
        writer.step();
        alarm();
        disk.fail("force");
        writer.step();
        assertNotNull(writer.problem());

        disk.heal();
        identity = UNNAMED;
        alarm();
        time.pass(Duration.ofMinutes(20));
        writer.step();
        assertEquals(List.of("dormagen/p-1/gateway/start", "dormagen/p-1/door/open"), firstNames(ALARM));
        assertEquals(1, queue.waiting(ALARM));
        assertEquals(List.of(), firstNames(MEASUREMENT));
    }

    @Test
    void batchesOfAProcessThatHadANameAreStillOffered() throws Exception {
        identity = NAMED;
        writer.step();
        identity = UNNAMED;
        writer = process();
        writer.step();
        assertEquals(List.of("dormagen/p-1/gateway/start"), firstNames(ALARM));
        StoredBatch start =
                store().nextUnreceipted(ALARM, EvidenceLog.FROM_START).orElseThrow();
        assertEquals(ReceiptOutcome.FREED, store().receipt(start.id()));
    }
}
