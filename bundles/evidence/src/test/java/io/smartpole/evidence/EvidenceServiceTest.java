package io.smartpole.evidence;

import static io.smartpole.core.reading.Lane.ALARM;
import static io.smartpole.core.reading.Lane.MEASUREMENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.when;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.EvidenceLog.ReceiptOutcome;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.BootId;
import io.smartpole.formats.evidence.EvidenceBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceServiceTest {

    private static final Series DOOR = new Series("door", "open", null);
    private static final Series TEMPERATURE = new Series("bme280", "temperature", Unit.CELSIUS);

    private final Path folder;
    private final FakeTime time = new FakeTime();
    private final TestKey key = TestKey.generate();
    private final BlockingQueue<Lane> committed = new LinkedBlockingQueue<>();
    private volatile PoleIdentity identity = TestKey.POLE.identity();
    private EvidenceService service;
    private CommitBell bell;

    EvidenceServiceTest(@TempDir Path folder) {
        this.folder = folder;
        service = newService();
        bell = new CommitBell(service);
    }

    private EvidenceService newService() {
        return new EvidenceService(folder.resolve("evidence"), "1.0.0", time, key, new TestKeys(key), () -> identity);
    }

    private void start() {
        service = newService();
        bell = new CommitBell(service);
        bell.activate();
        bell.addListener(committed::add);
        service.activate(SettingsTest.defaults());
    }

    @AfterEach
    void stop() throws Exception {
        service.deactivate();
    }

    private void awaitCommit(Lane lane) throws InterruptedException {
        assertEquals(lane, committed.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void aReadingIsSignedStoredOfferedAndFreedByItsReceipt() throws Exception {
        start();
        awaitCommit(ALARM);
        service.onReading(DOOR.alarm(Value.of(true), time.now()));
        awaitCommit(ALARM);

        StoredBatch first =
                service.nextUnreceipted(ALARM, EvidenceLog.FROM_START).orElseThrow();
        StoredBatch alarm = service.nextUnreceipted(ALARM, first.position()).orElseThrow();
        EvidenceBatch batch = EvidenceBatch.decode(alarm.bytes());
        batch.verify(key.publicKey());
        assertEquals("dormagen/p-1/door/open", batch.records().get(0).name());
        assertEquals(2, service.backlog().batches());
        assertEquals(ReceiptOutcome.FREED, service.receipt(alarm.id()));
        assertEquals(1, service.backlog().batches());
        assertEquals(HealthStatus.OK, service.check().status());
    }

    @Test
    void aStopStoresWhatWaits() throws Exception {
        start();
        awaitCommit(ALARM);
        service.onReading(TEMPERATURE.reading(Value.of(20.5), time.now()));
        service.deactivate();
        committed.clear();
        start();
        // What was in doubt is written again, then the start.
        awaitCommit(ALARM);
        awaitCommit(MEASUREMENT);
        awaitCommit(ALARM);
        StoredBatch stored =
                service.nextUnreceipted(MEASUREMENT, EvidenceLog.FROM_START).orElseThrow();
        assertEquals(1, EvidenceBatch.decode(stored.bytes()).records().size());
    }

    @Test
    void aPoleThatIsNamedLaterSignsFromThenOnWithoutARestart() throws Exception {
        identity = new PoleIdentity(PoleIdentity.UNNAMED, PoleIdentity.UNNAMED, "", "", "", null);
        start();
        service.onReading(DOOR.alarm(Value.of(true), time.now()));
        assertTrue(
                service.check().message().contains("no name yet"),
                service.check().message());

        identity = TestKey.POLE.identity();
        awaitCommit(ALARM);
        awaitCommit(ALARM);
        assertEquals(HealthStatus.OK, service.check().status());
        assertEquals(2, service.backlog().batches());
    }

    @Test
    void aBadValueKeepsTheLastGoodConfigurationAndShowsInHealth() throws Exception {
        start();
        awaitCommit(ALARM);
        EvidenceConfig bad = SettingsTest.defaults();
        when(bad.heartbeat()).thenReturn(99);
        service.modified(bad);
        assertEquals(HealthStatus.WARN, service.check().status());
        assertTrue(service.check().message().contains("heartbeat must be 1 to 15, but is 99"));

        service.modified(SettingsTest.defaults());
        assertEquals(HealthStatus.OK, service.check().status());
    }

    @Test
    void aSmallerBatchSizeTakesEffectAtOnce() throws Exception {
        start();
        awaitCommit(ALARM);
        EvidenceConfig config = SettingsTest.defaults();
        when(config.batch_largest()).thenReturn(2);
        service.modified(config);
        service.onReading(TEMPERATURE.reading(Value.of(20.5), time.now()));
        service.onReading(TEMPERATURE.reading(Value.of(20.5), time.now()));
        awaitCommit(MEASUREMENT);
    }

    @Test
    void aFailingListenerDoesNotKeepOthersFromBeingTold() throws Exception {
        start();
        awaitCommit(ALARM);
        bell.addListener(lane -> {
            throw new IllegalStateException("a listener that throws");
        });
        bell.addListener(committed::add);
        service.onReading(DOOR.alarm(Value.of(true), time.now()));
        awaitCommit(ALARM);
        awaitCommit(ALARM);
    }

    @Test
    void aTextThatHasNoUtf8IsStoredAsFarAsItHas() throws Exception {
        start();
        awaitCommit(ALARM);
        service.onReading(new Series("door", "note", null).alarm(Value.of("half \ud83d pair"), time.now()));
        awaitCommit(ALARM);
        StoredBatch first =
                service.nextUnreceipted(ALARM, EvidenceLog.FROM_START).orElseThrow();
        StoredBatch note = service.nextUnreceipted(ALARM, first.position()).orElseThrow();
        assertEquals(
                Value.of("half \ufffd pair"),
                EvidenceBatch.decode(note.bytes()).records().get(0).value());
    }

    @Test
    void aDataFolderThatCannotBeUsedIsCriticalAndReceiptsWaitForIt() throws Exception {
        Files.writeString(folder.resolve("evidence"), "a file in the place of the folder");
        service.activate(SettingsTest.defaults());
        service.onReading(new Reading(DOOR, Value.of(true), time.now(), ALARM));
        service.deactivate();

        assertEquals(HealthStatus.CRITICAL, service.check().status());
        assertTrue(service.nextUnreceipted(ALARM, EvidenceLog.FROM_START).isEmpty());
        assertEquals(0, service.backlog().batches());
        assertEquals(ReceiptOutcome.FREED, service.receipt(anyBatch()));
    }

    private BatchId anyBatch() {
        return new BatchId(key.id(), ALARM, BootId.random(), 1, "0".repeat(64));
    }
}
