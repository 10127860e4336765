package io.smartpole.tools.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.tools.TestPole;
import io.smartpole.tools.broker.BrokerLink.Delivery;
import io.smartpole.tools.terminal.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceptionTest {

    @TempDir
    private Path folder;

    private static final long LARGEST = 2500;

    private final TestPole pole = new TestPole();
    private final PlatformKey platform = PlatformKey.generate();
    private EvidenceReceiver evidence = new EvidenceReceiver(id -> Optional.of(pole.key.publicKey()));
    private final StringWriter err = new StringWriter();
    private final List<String> events = new ArrayList<>();
    private Archive archive;
    private List<Store> stores = List.of();
    private boolean shared;
    private Duration later = Duration.ZERO;

    @BeforeEach
    void open() throws IOException {
        archive = Archive.open(folder, LARGEST);
    }

    @AfterEach
    void close() throws IOException {
        archive.close();
    }

    private boolean publish(String topic) {
        events.add("receipt on " + topic);
        return true;
    }

    @Test
    void aGroupIsStoredThenAcknowledgedThenReceipted() throws Exception {
        reception(platform)
                .receive(
                        List.of(delivery(1, pole.next()), delivery(2, pole.next())),
                        (topic, receipt) -> publish(topic));
        String receipt = "receipt on smartpole/v1/dormagen/p-1/evidence/receipt";
        assertEquals(List.of("acknowledged 1 with 2 stored", "acknowledged 2 with 2 stored", receipt, receipt), events);
        assertEquals("", err.toString());
    }

    @Test
    void withoutASigningKeyThereAreNoReceipts() throws Exception {
        reception(null).receive(List.of(delivery(1, pole.next())), (topic, receipt) -> publish(topic));
        assertEquals(List.of("acknowledged 1 with 1 stored"), events);
    }

    @Test
    void whatComesAgainIsStoredOnceButReceiptedAgain() throws Exception {
        byte[] batch = pole.next();
        Reception reception = reception(platform);
        reception.receive(
                List.of(delivery(1, batch), delivery(2, batch), delivery(3, new byte[] {1})),
                (topic, receipt) -> publish(topic));
        assertEquals(1, storedLines());
        assertEquals(new Tally.Counts(1, 1, 1), reception.counts());
        assertEquals(
                2, events.stream().filter(event -> event.startsWith("receipt")).count());
    }

    @Test
    void whatIsRefusedIsToldAndTakenFromTheBrokerWithoutReceipt() throws Exception {
        reception(platform).receive(List.of(delivery(1, new byte[] {1})), (topic, receipt) -> publish(topic));
        assertEquals(List.of("acknowledged 1 with 0 stored"), events);
        assertTrue(err.toString().startsWith("! smartpole/v1/dormagen/p-1/evidence: not a batch"), err.toString());
    }

    @Test
    void aBrokenChainIsToldButKept() throws Exception {
        byte[] first = pole.next();
        pole.next();
        reception(platform)
                .receive(List.of(delivery(1, first), delivery(2, pole.next())), (topic, receipt) -> publish(topic));
        assertEquals(2, storedLines());
        assertTrue(err.toString().contains("batch 3: came before some of those that precede it"), err.toString());
    }

    @Test
    void inAGroupTheBatchesThatOthersHaveAreNotMissed() throws Exception {
        shared = true;
        byte[] first = pole.next();
        pole.next();
        reception(platform)
                .receive(List.of(delivery(1, first), delivery(2, pole.next())), (topic, receipt) -> publish(topic));
        assertEquals("", err.toString());
    }

    @Test
    void whenStoringFailsNothingIsAcknowledged() throws Exception {
        Reception reception = reception(platform);
        reception.receive(List.of(delivery(1, pole.next())), (topic, receipt) -> publish(topic));
        events.clear();
        archive.close();
        Files.delete(folder.resolve("2026-09-21.jsonl"));
        Files.createDirectory(folder.resolve("2026-09-21.jsonl"));
        assertThrows(
                IOException.class,
                () -> reception.receive(List.of(delivery(2, pole.next())), (topic, receipt) -> publish(topic)));
        assertEquals(List.of(), events);
    }

    @Test
    void everyDayHasItsFile() throws Exception {
        Reception reception = reception(platform);
        reception.receive(List.of(delivery(1, pole.next())), (topic, receipt) -> publish(topic));
        later = Duration.ofHours(12);
        reception.receive(List.of(delivery(2, pole.next())), (topic, receipt) -> publish(topic));
        assertEquals(1, Files.readAllLines(folder.resolve("2026-09-21.jsonl")).size());
        assertEquals(1, Files.readAllLines(folder.resolve("2026-09-22.jsonl")).size());
    }

    @Test
    void afterARestartTheChainGoesOnAndACutOffLineIsForgotten() throws Exception {
        byte[] stored = pole.next();
        reception(platform).receive(List.of(delivery(1, stored)), (topic, receipt) -> publish(topic));
        archive.close();
        Path file = folder.resolve("2026-09-21.jsonl");
        Files.writeString(file, "{\"received\":\"2026-09-", StandardOpenOption.APPEND);

        archive = Archive.open(folder, LARGEST);
        evidence = new EvidenceReceiver(id -> Optional.of(pole.key.publicKey()));
        archive.resume(evidence);
        pole.next();
        reception(platform)
                .receive(List.of(delivery(2, stored), delivery(3, pole.next())), (topic, receipt) -> publish(topic));

        assertEquals(2, storedLines(), "the first came again");
        assertTrue(err.toString().contains("batch 3: came before some of those that precede it"), err.toString());
    }

    @Test
    void aFileThatIsFullIsFollowedByAnotherOfTheSameDay() throws Exception {
        Reception reception = reception(null);
        for (int i = 0; i < 5; i++) {
            reception.receive(List.of(delivery(i, pole.next())), (topic, receipt) -> publish(topic));
        }
        List<String> names = Archive.files(folder).stream()
                .map(file -> String.valueOf(file.getFileName()))
                .toList();
        assertEquals(List.of("2026-09-21.jsonl", "2026-09-21_00002.jsonl"), names.subList(0, 2));
        assertTrue(Files.size(folder.resolve(names.get(0))) >= LARGEST);
        assertEquals(5, storedLines());
    }

    @Test
    void afterARestartTheLastFileOfTheDayGoesOn() throws Exception {
        Reception before = reception(null);
        while (Archive.files(folder).size() < 2) {
            before.receive(List.of(delivery(1, pole.next())), (topic, receipt) -> publish(topic));
        }
        archive.close();
        archive = Archive.open(folder, LARGEST);
        reception(null).receive(List.of(delivery(1, pole.next())), (topic, receipt) -> publish(topic));
        assertEquals(2, Archive.files(folder).size());
        assertEquals(2, Files.readAllLines(Archive.files(folder).get(1)).size());
    }

    @Test
    void allStoresHaveABatchBeforeItIsAcknowledged() throws Exception {
        Store kafka = (batches, received) ->
                events.add("kafka " + batches.get(0).pole().baseName());
        stores = List.of(kafka, archive);
        reception(null).receive(List.of(delivery(1, pole.next())), (topic, receipt) -> publish(topic));
        assertEquals(List.of("kafka dormagen/p-1/", "acknowledged 1 with 1 stored"), events);
    }

    @Test
    void whatTheFirstStoreDoesNotTakeIsNotInTheLastNorAcknowledgedNorReceipted() {
        Store broken = (batches, received) -> {
            throw new IOException("the Kafka topic t did not take it");
        };
        stores = List.of(broken, archive);
        assertThrows(
                IOException.class,
                () -> reception(platform)
                        .receive(List.of(delivery(1, pole.next())), (topic, receipt) -> publish(topic)));
        assertEquals(List.of(), events);
        assertEquals(0, storedLines());
    }

    @Test
    void aDamagedArchiveIsNotBuiltUpon() throws Exception {
        Files.writeString(folder.resolve("2026-09-21.jsonl"), "nonsense\n");
        UserError refusal = assertThrows(UserError.class, () -> archive.resume(evidence));
        assertTrue(String.valueOf(refusal.getMessage()).contains("2026-09-21.jsonl:1"), refusal::getMessage);
    }

    @Test
    void twoReceiversDoNotShareAFolder() {
        UserError refusal = assertThrows(UserError.class, () -> Archive.open(folder, LARGEST));
        assertTrue(String.valueOf(refusal.getMessage()).contains("another 'pole receive'"), refusal::getMessage);
    }

    private Reception reception(@Nullable PlatformKey key) {
        TimeSource time = new TimeSource() {
            @Override
            public BootId boot() {
                return TestPole.BOOT;
            }

            @Override
            public Moment now() {
                return new Moment(TestPole.NOW.instant().plus(later), true, Duration.ZERO);
            }
        };
        return new Reception(
                evidence, stores.isEmpty() ? List.of(archive) : stores, shared, key, time, new PrintWriter(err, true));
    }

    private long storedLines() {
        try (var files = Files.list(folder)) {
            long lines = 0;
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
                lines += Files.readAllLines(file).size();
            }
            return lines;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Delivery delivery(int id, byte[] bytes) {
        return new Delivery(
                TestPole.TOPICS.evidence(),
                bytes,
                false,
                0,
                () -> events.add("acknowledged " + id + " with " + storedLines() + " stored"));
    }
}
