package io.smartpole.evidence;

import static io.smartpole.core.reading.Lane.ALARM;
import static io.smartpole.core.reading.Lane.MEASUREMENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.command.CommandRequest;
import io.smartpole.core.command.CommandResult;
import io.smartpole.core.command.CommandResult.Outcome;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceCommandsTest {

    private static final Series DOOR = new Series("door", "open", null);

    private final Path folder;
    private final FakeTime time = new FakeTime();
    private final TestKeys keys = new TestKeys(TestKey.generate());
    private final BlockingQueue<Lane> committed = new LinkedBlockingQueue<>();
    private final EvidenceService service;
    private Duration patience = Duration.ofSeconds(30);

    EvidenceCommandsTest(@TempDir Path folder) {
        this.folder = folder.resolve("evidence");
        service = new EvidenceService(this.folder, "1.0.0", time, keys, keys, TestKey.POLE);
    }

    private void start() throws InterruptedException {
        CommitBell bell = new CommitBell(service);
        bell.activate();
        bell.addListener(committed::add);
        service.activate(SettingsTest.defaults());
        awaitCommit(ALARM);
    }

    @AfterEach
    void stop() throws InterruptedException {
        service.deactivate();
    }

    private void awaitCommit(Lane lane) throws InterruptedException {
        assertEquals(lane, committed.poll(20, TimeUnit.SECONDS));
    }

    private CommandResult execute(String kind, Map<String, @Nullable Object> arguments) throws InterruptedException {
        return new EvidenceCommands(service, keys, patience)
                .execute(new CommandRequest("c-1", kind, arguments, "operations"), (percent, message) -> {});
    }

    private CommandResult resend(Object... namesAndValues) throws InterruptedException {
        Map<String, @Nullable Object> arguments = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            arguments.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return execute("evidence.resend", arguments);
    }

    private void assertWrong(String message, Object... namesAndValues) {
        String said = assertThrows(IllegalArgumentException.class, () -> resend(namesAndValues))
                .getMessage();
        assertTrue(said != null && said.contains(message), said);
    }

    private void receiptAllAlarms() {
        Optional<StoredBatch> next = service.nextUnreceipted(ALARM, EvidenceLog.FROM_START);
        while (next.isPresent()) {
            service.receipt(next.get().id());
            next = service.nextUnreceipted(ALARM, next.get().position());
        }
    }

    @Test
    void itKnowsTwoKindsEachWithItsRole() {
        assertEquals(
                List.of("evidence.resend config QUICK", "key.rotate identity LONG"),
                new EvidenceCommands(service, keys, patience)
                        .kinds().stream()
                                .map(kind -> kind.name() + " " + kind.role().label() + " " + kind.pace())
                                .toList());
    }

    @Test
    void receiptedAlarmsAreSentAgainAndWhoCarriesThemIsWoken() throws Exception {
        start();
        service.onReading(DOOR.alarm(Value.of(true), time.now()));
        awaitCommit(ALARM);
        receiptAllAlarms();

        CommandResult result = resend("lane", "alarm", "first", 1, "last", 2);
        assertEquals(Outcome.DONE, result.outcome());
        assertEquals("2 batches of lane alarm of key " + keys.id().hex() + " are sent again", result.message());
        assertEquals(2, result.data().get("again"));
        awaitCommit(ALARM);
        assertTrue(service.nextUnreceipted(ALARM, EvidenceLog.FROM_START).isPresent());
        assertTrue(service.reopened(ALARM) > 0);

        assertTrue(resend("lane", "alarm", "first", 1, "last", 2).message().contains("2 more wait for their receipt"));
    }

    @Test
    void whereNothingIsLeftThatIsSaidAndNothingHappens() throws Exception {
        start();
        receiptAllAlarms();
        CommandResult beyond = resend("lane", "alarm", "first", 5, "last", 9);
        assertEquals("GONE", beyond.code());
        assertEquals(Outcome.FAILED, beyond.outcome());
        assertTrue(beyond.message().contains("is 1"), beyond::message);
        assertEquals(
                "GONE", resend("lane", "measurement", "first", 1, "last", 9).code());
        assertEquals(
                "GONE",
                resend("lane", "alarm", "first", 1, "last", 9, "kid", "0123456789abcdef")
                        .code());
        assertEquals(0, service.reopened(ALARM));
        assertTrue(committed.isEmpty());
    }

    @Test
    void wrongArgumentsAreNamed() throws Exception {
        start();
        assertWrong("lane must be", "first", 1, "last", 2);
        assertWrong("lane", "lane", "urgent", "first", 1, "last", 2);
        assertWrong("first", "lane", "alarm", "last", 2);
        assertWrong("first", "lane", "alarm", "first", 0, "last", 2);
        assertWrong("first", "lane", "alarm", "first", 1.5, "last", 2);
        assertWrong("last", "lane", "alarm", "first", 1);
        assertWrong("last must be a whole number from 7", "lane", "alarm", "first", 7, "last", 6);
        assertWrong("key id", "lane", "alarm", "first", 1, "last", 2, "kid", "xyz");
        assertWrong("takes only", "lane", "alarm", "first", 1, "last", 2, "most", 5);
        assertThrows(IllegalArgumentException.class, () -> execute("key.rotate", Map.of("lane", "alarm")));
    }

    @Test
    void asLongAsTheStoreIsReadNothingIsSentAgain() throws Exception {
        assertEquals("NOT_READY", resend("lane", "alarm", "first", 1, "last", 2).code());
    }

    @Test
    void aNewKeySignsAndTheAnswerNamesBoth() throws Exception {
        start();
        KeyId old = keys.id();
        CommandResult result = execute("key.rotate", Map.of());
        assertEquals(Outcome.DONE, result.outcome());
        assertFalse(old.equals(keys.id()));
        assertEquals(Map.of("key", keys.id().hex(), "former", old.hex()), result.data());
        awaitCommit(ALARM);
        awaitCommit(MEASUREMENT);
        service.onReading(DOOR.alarm(Value.of(true), time.now()));
        awaitCommit(ALARM);
    }

    @Test
    void withoutANewKeyTheAnswerSaysThatTheOldOneSignsOn() throws Exception {
        start();
        keys.fail("prepare");
        CommandResult result = execute("key.rotate", Map.of());
        assertEquals("NO_KEY", result.code());
        assertTrue(result.message().contains("Input/output error"), result::message);
    }

    @Test
    void whatCannotBeStoredIsNotBegun() throws Exception {
        Files.writeString(folder, "a file in the place of the folder");
        service.activate(SettingsTest.defaults());
        patience = Duration.ofMillis(1);
        KeyId old = keys.id();
        assertEquals("NOT_STORED", execute("key.rotate", Map.of()).code());
        assertEquals(old, keys.id());
    }

    @Test
    void whatWasBegunAndCannotBeFinishedIsToldSo() throws Exception {
        start();
        keys.fail("handOver");
        patience = Duration.ofMillis(1);
        CommandResult result = execute("key.rotate", Map.of());
        while (result.code().equals("NOT_STORED")) { // the writer had not got to it within the millisecond
            result = execute("key.rotate", Map.of());
        }
        assertEquals("NOT_FINISHED", result.code());
        assertEquals(Outcome.FAILED, result.outcome());
    }
}
