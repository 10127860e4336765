package io.smartpole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.formats.receiver.Arrival.Verified;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.ReceivedLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {

    @TempDir
    private Path data;

    private final TestPole pole = new TestPole();
    private final EvidenceReceiver receiver = new EvidenceReceiver(id -> Optional.of(pole.key.publicKey()));

    @BeforeEach
    void install() throws Exception {
        pole.install(data);
    }

    @Test
    void aWholeChainOfStoredLinesIsGood() throws Exception {
        Path file = store(lines(3));
        Run run = Run.of("verify", "--data", data, file);
        assertEquals(new Run(0, file + ": 3 good, 0 bad\n", ""), run);
    }

    @Test
    void aRawBatchIsGood() throws Exception {
        Path file = Files.write(data.resolve("batch.cose"), pole.next());
        Run run = Run.of("verify", "--data", data, file);
        assertEquals(new Run(0, file + ": 1 good, 0 bad\n", ""), run);
    }

    @Test
    void aRawBatchWithOneBitChangedIsBad() throws Exception {
        byte[] batch = pole.next();
        batch[batch.length - 1] ^= 1;
        Path file = Files.write(data.resolve("batch.cose"), batch);
        Run run = Run.of("verify", "--data", data, file);
        assertEquals(1, run.code());
        assertTrue(run.out().startsWith("! " + file + ": signature not valid"), run.out());
    }

    @Test
    void aMissingLineShows() throws Exception {
        List<String> lines = lines(3);
        lines.remove(1);
        assertBad("batch 2 is missing", 2, lines);
    }

    @Test
    void chainsGoOnFromFileToFile() throws Exception {
        List<String> lines = lines(4);
        Path first = Files.write(data.resolve("1.jsonl"), lines.subList(0, 2));
        Path second = Files.write(data.resolve("2.jsonl"), lines.subList(3, 4));
        Run run = Run.of("verify", "--data", data, first, second);
        assertEquals(1, run.code());
        assertTrue(run.out().contains("batch 3 is missing"), run.out());
    }

    @Test
    void aValueChangedInTheReadablePartShows() throws Exception {
        List<String> lines = lines(1);
        lines.set(0, lines.get(0).replace("25.08", "21.00"));
        assertBad("the line says other than the signed batch in it", 0, lines);
    }

    @Test
    void whatIsNoLineOfAReceiverShows() throws Exception {
        List<String> lines = lines(1);
        lines.add("nonsense");
        lines.add("{}");
        assertBad(":2: not a line of a receiver", 1, lines);
    }

    @Test
    void aKeyThatIsNotGivenShowsOnceWithWhatToDo() throws Exception {
        List<String> lines = lines(3);
        lines.add("nonsense");
        Path file = store(lines);
        Path other = data.resolve("other.pem");
        Run.of("key", "new", other);
        Run run = Run.of("verify", "--key", other, file);
        assertEquals(1, run.code());
        assertEquals(
                List.of(
                        "! " + file + ":4: not a line of a receiver, ",
                        file + ": 0 good, 4 bad",
                        "! 3 batches signed with an unknown key: "
                                + pole.key.id().hex() + ": give the pole's key with --key"),
                run.out()
                        .lines()
                        .map(line -> line.replaceFirst("(receiver, ).*", "$1"))
                        .toList());
    }

    @Test
    void anEmptyFileProvesNothing() throws Exception {
        assertBad("the file is empty", 0, List.of());
    }

    @Test
    void aMissingFileIsExplained() {
        Run.of("verify", "--data", data, data.resolve("missing")).assertUserError("there is no such file");
    }

    private void assertBad(String problem, int good, List<String> lines) throws Exception {
        Path file = store(lines);
        Run run = Run.of("verify", "--data", data, file);
        assertEquals(1, run.code(), run.out());
        assertTrue(run.out().contains(problem), run.out());
        assertTrue(run.out().contains(file + ": " + good + " good, "), run.out());
    }

    private Path store(List<String> lines) throws Exception {
        return Files.write(data.resolve("received.jsonl"), lines);
    }

    private List<String> lines(int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(ReceivedLine.write((Verified) receiver.check(pole.next()), TestPole.NOW.instant()));
        }
        return lines;
    }
}
