package io.smartpole.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.Receipt;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.receiver.ReceivedLine;
import io.smartpole.standin.Fakes.PoleKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiverTest {

    private static final long LARGEST = 10_000;
    private static final String TOPIC = Fakes.POLE.evidence();

    @TempDir
    private Path folder;

    private final PoleKey pole = new PoleKey();
    private final PlatformKey platform = PlatformKey.generate();
    private final List<BatchId> receipts = new ArrayList<>();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private ReceivedFile file;

    @BeforeEach
    void open() {
        file = new ReceivedFile(folder.resolve("standin"), LARGEST);
    }

    private Receiver receiver(Executor worker) {
        return new Receiver(
                new EvidenceReceiver(id -> id.equals(pole.id()) ? Optional.of(pole.publicKey()) : Optional.empty()),
                file,
                platform,
                Fakes.TIME,
                this::receipt,
                worker);
    }

    private void receipt(String topic, byte[] bytes) {
        try {
            DownlinkDocument document = DownlinkDocument.decode(bytes);
            document.verify(platform.publicKey());
            assertEquals(Fakes.POLE.receipt(), topic);
            assertEquals(topic, document.audience());
            receipts.add(Receipt.fromJson(document.body()).batch());
        } catch (FormatException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() throws IOException {
        file.close();
    }

    @Test
    void aVerifiedBatchIsStoredAndThenReceipted() throws Exception {
        Receiver receiver = receiver(Runnable::run);
        EvidenceBatch batch = pole.batch(1, BatchHeader.NO_PREVIOUS);

        receiver.onPublish(TOPIC, batch.message().encode());

        assertEquals(List.of(batch.id()), receipts);
        assertEquals(1, receiver.verified());
        List<String> lines = stored();
        assertEquals(1, lines.size());
        assertEquals(
                batch.id(),
                EvidenceBatch.decode(ReceivedLine.read(lines.get(0)).bytes()).id());
    }

    @Test
    void aBatchThatComesAgainIsReceiptedAgainButStoredOnce() throws Exception {
        Receiver receiver = receiver(Runnable::run);
        EvidenceBatch batch = pole.batch(1, BatchHeader.NO_PREVIOUS);

        receiver.onPublish(TOPIC, batch.message().encode());
        receiver.onPublish(TOPIC, batch.message().encode());

        assertEquals(List.of(batch.id(), batch.id()), receipts);
        assertEquals(1, stored().size());
    }

    @Test
    void bothBranchesOfABrokenChainAreKept() throws Exception {
        Receiver receiver = receiver(Runnable::run);
        receiver.onPublish(
                TOPIC, pole.batch(1, BatchHeader.NO_PREVIOUS).message().encode());
        receiver.onPublish(TOPIC, pole.batch(1, "a".repeat(64)).message().encode());
        assertEquals(2, receipts.size());
        assertEquals(2, stored().size());
    }

    @Test
    void whatCannotBeVerifiedIsNeitherStoredNorReceipted() {
        Receiver receiver = receiver(Runnable::run);
        byte[] forged = pole.batch(1, BatchHeader.NO_PREVIOUS).message().encode();
        forged[forged.length - 1] ^= 1;
        receiver.onPublish(TOPIC, forged);
        receiver.onPublish(TOPIC, new byte[0]);
        receiver.onPublish(
                TOPIC, new PoleKey().batch(1, BatchHeader.NO_PREVIOUS).message().encode());
        assertEquals(List.of(), receipts);
        assertEquals(0, receiver.verified());
        assertFalse(Files.exists(folder.resolve("standin/received.jsonl")));
    }

    @Test
    void otherTopicsAreNoneOfItsBusiness() {
        Receiver receiver = receiver(waiting::add);
        receiver.onPublish(Fakes.POLE.state(), new byte[1]);
        receiver.onPublish(Fakes.POLE.receipt(), new byte[1]);
        assertEquals(0, waiting.size());
    }

    @Test
    void whenStoringFailsThereIsNoReceiptUntilItComesAgainAndIsStored() throws Exception {
        Files.writeString(folder.resolve("standin"), "a file where the folder should be");
        Receiver receiver = receiver(Runnable::run);
        byte[] batch = pole.batch(1, BatchHeader.NO_PREVIOUS).message().encode();

        receiver.onPublish(TOPIC, batch);
        assertEquals(List.of(), receipts);
        assertNotNull(receiver.problem());

        Files.delete(folder.resolve("standin"));
        receiver.onPublish(TOPIC, batch);
        assertEquals(1, receipts.size());
        assertEquals(1, stored().size());
        assertNull(receiver.problem());
    }

    @Test
    void moreThanItCanHoldIsLeftToThePole() {
        Receiver receiver = receiver(waiting::add);
        for (int i = 0; i < 3_000; i++) {
            receiver.onPublish(TOPIC, new byte[1]);
        }
        assertEquals(1024, waiting.size());

        waiting.remove().run();
        receiver.onPublish(TOPIC, new byte[1]);
        assertEquals(1024, waiting.size(), "there is room again");
    }

    @Test
    void aFullFileMakesWayForANewOneAndOneOldOneStays() throws Exception {
        Receiver receiver = receiver(Runnable::run);
        String prev = BatchHeader.NO_PREVIOUS;
        for (int seq = 1; seq <= 50; seq++) {
            EvidenceBatch batch = pole.batch(seq, prev);
            prev = batch.id().hash();
            receiver.onPublish(TOPIC, batch.message().encode());
        }
        assertEquals(50, receipts.size());
        try (var files = Files.list(folder.resolve("standin"))) {
            assertEquals(
                    List.of("received.jsonl", "received.old.jsonl"),
                    files.map(path -> path.getFileName().toString()).sorted().toList());
        }
        long lineLength = stored().get(0).length() + 1L;
        long old = Files.size(folder.resolve("standin/received.old.jsonl"));
        assertTrue(old >= LARGEST && old < LARGEST + 2 * lineLength, old + " bytes");
    }

    private List<String> stored() throws IOException {
        return Files.readAllLines(folder.resolve("standin/received.jsonl"));
    }
}
