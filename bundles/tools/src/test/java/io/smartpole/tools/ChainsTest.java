package io.smartpole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.receiver.Arrival.Verified;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.ReceivedLine;
import io.smartpole.tools.receive.ArchiveLines;
import io.smartpole.tools.receive.FolderLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ChainsTest {

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir
    private Path folder;

    private final TestPole pole = new TestPole();
    private final EvidenceReceiver receiver = new EvidenceReceiver(id -> Optional.of(pole.key.publicKey()));

    @Test
    void aChainOfWhichTwoReceiversHaveEveryOtherBatchIsWhole() throws Exception {
        List<String> lines = lines(6);
        store("smartpole-receiver-g-1/2026-11-01.jsonl", List.of(lines.get(0), lines.get(3)));
        store("smartpole-receiver-g-1/2026-11-01_00002.jsonl", List.of(lines.get(4)));
        store("smartpole-receiver-g-2/2026-11-01.jsonl", List.of(lines.get(1), lines.get(2), lines.get(5)));
        assertEquals(new Run(0, "6 batches of 1 poles: 0 holes, 0 other problems\n", ""), Run.of("chains", folder));
    }

    @Test
    void verifyTakesTheFolderAsOneArchiveAndChecksTheSignaturesToo() throws Exception {
        List<String> lines = lines(4);
        store("archive/a/2026-11-01.jsonl", List.of(lines.get(0), lines.get(3)));
        store("archive/b/2026-11-01.jsonl", List.of(lines.get(1), lines.get(2)));
        pole.install(folder);
        Path archive = folder.resolve("archive");
        assertEquals(new Run(0, archive + ": 4 good, 0 bad\n", ""), Run.of("verify", "--data", folder, archive));
    }

    @Test
    void aBatchThatNoReceiverHasIsTold() throws Exception {
        List<String> lines = lines(4);
        store("a/2026-11-01.jsonl", List.of(lines.get(0)));
        store("b/2026-11-01.jsonl", List.of(lines.get(1), lines.get(3)));
        Run run = Run.of("chains", folder);
        assertEquals(1, run.code());
        assertTrue(run.out().contains("batch 3 is missing"), run::out);
        assertTrue(run.out().endsWith("3 batches of 1 poles: 1 holes, 0 other problems\n"), run::out);
    }

    @Test
    void whatTwoReceiversBothHaveCameTwiceAndIsNoProblem() throws Exception {
        List<String> lines = lines(2);
        store("a/2026-11-01.jsonl", lines);
        store("b/2026-11-01.jsonl", lines);
        assertEquals(0, Run.of("chains", folder).code());
    }

    @Test
    void aLineThatIsStillBeingWrittenIsNotLookedAt() throws Exception {
        List<String> lines = lines(2);
        Path file = store("2026-11-01.jsonl", lines.subList(0, 1));
        Files.writeString(file, lines.get(1).substring(0, 100), StandardOpenOption.APPEND);
        assertEquals(new Run(0, "1 batches of 1 poles: 0 holes, 0 other problems\n", ""), Run.of("chains", folder));
    }

    @Test
    void aLineThatIsNoneIsTold() throws Exception {
        store("2026-11-01.jsonl", List.of("nonsense"));
        Run run = Run.of("chains", folder);
        assertEquals(1, run.code());
        assertTrue(run.out().contains("2026-11-01.jsonl:1: not what a receiver stored"), run::out);
    }

    @Test
    void aFolderThatIsNotThereIsAMistake() {
        assertEquals(2, Run.of("chains", folder.resolve("none")).code());
    }

    @Test
    void whoeverFollowsSeesLinesAndFilesAndReceiversThatComeLater() throws Exception {
        List<String> lines = lines(4);
        Path first = store("a/2026-11-01.jsonl", lines.subList(0, 1));
        try (ArchiveLines archive = new ArchiveLines(folder)) {
            assertEquals(lines.subList(0, 1), rest(archive));
            Files.writeString(first, lines.get(1) + "\n" + lines.get(2).substring(0, 9), StandardOpenOption.APPEND);
            assertEquals(lines.subList(1, 2), rest(archive));
            Files.writeString(first, lines.get(2).substring(9) + "\n", StandardOpenOption.APPEND);
            store("a/2026-11-02.jsonl", List.of("next day"));
            store("b/2026-11-01.jsonl", List.of(lines.get(3)));
            archive.look();
            assertEquals(List.of(lines.get(2), "next day", lines.get(3)), rest(archive));
        }
    }

    @Test
    @Timeout(30)
    void followTellsWhatIsMissingAfterItsPatienceAndThatItCameAfterAll() throws Exception {
        List<String> lines = lines(3);
        store("a/2026-11-01.jsonl", List.of(lines.get(0), lines.get(2)));
        AtomicLong seconds = new AtomicLong();
        TimeSource time = mock(TimeSource.class);
        when(time.now()).thenAnswer(call -> new Moment(NOON, true, Duration.ofSeconds(seconds.get())));
        PipedReader shown = new PipedReader();
        PrintWriter out = new PrintWriter(new PipedWriter(shown));
        CommandLine pole = Pole.commandLine(time, ZoneOffset.UTC).setOut(out);
        Thread follow =
                new Thread(() -> pole.execute("chains", folder.toString(), "--follow", "--patience", "90s"), "follow");
        follow.start();
        try (BufferedReader told = new BufferedReader(shown)) {
            assertEquals("2 batches of 1 poles were there; following until Ctrl-C", told.readLine());
            seconds.set(91);
            String missing = told.readLine();
            assertTrue(missing.startsWith("! ") && missing.endsWith("batch 2 is missing"), missing);
            store("b/2026-11-01.jsonl", List.of(lines.get(1)));
            assertEquals("came after all, at least in part: " + missing.substring(2), told.readLine());
            follow.interrupt();
            assertEquals("3 batches of 1 poles: 0 holes, 0 other problems", told.readLine());
        } finally {
            follow.interrupt();
            follow.join(20_000);
        }
    }

    private static List<String> rest(ArchiveLines archive) throws IOException {
        List<String> rest = new ArrayList<>();
        for (FolderLines.Line line = archive.next(); line != null; line = archive.next()) {
            rest.add(line.text());
        }
        return rest;
    }

    private List<String> lines(int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Verified batch = (Verified) receiver.check(pole.next());
            lines.add(ReceivedLine.write(batch, NOON.plusSeconds(i)));
        }
        return lines;
    }

    private Path store(String name, List<String> lines) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, lines);
    }
}
