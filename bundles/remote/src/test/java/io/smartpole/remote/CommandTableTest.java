package io.smartpole.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.time.Moment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTableTest {

    private static final KeyId KEY = new KeyId("0123456789abcdef");
    private static final KeyId OTHER = new KeyId("fedcba9876543210");
    private static final CommandId ONE = new CommandId(KEY, "c/1");
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Moment NOW = new Moment(NOON, true, Duration.ofMinutes(1));
    private static final Outcome DONE = new Outcome("c/1", "done", "ACCEPTED", "60 % for 10 min");

    @TempDir
    Path folder;

    @Test
    void aCommandAndItsAnswerSurviveARestart() throws Exception {
        CommandTable table = table();
        assertTrue(table.begin(ONE, NOON.plusSeconds(60), NOW));
        table.finish(ONE, DONE);

        assertEquals(Optional.of(DONE), table().answer(ONE));
        assertEquals(List.of(), table().unanswered());
    }

    @Test
    void aCommandWithoutAnswerIsFoundAfterARestart() throws Exception {
        table().begin(ONE, NOON.plusSeconds(60), NOW);

        CommandTable restarted = table();
        assertTrue(restarted.contains(ONE));
        assertEquals(List.of(ONE), restarted.unanswered());
    }

    @Test
    void theSameIdOfAnotherKeyIsAnotherCommand() throws Exception {
        CommandTable table = table();
        table.begin(ONE, NOON.plusSeconds(60), NOW);
        assertFalse(table.contains(new CommandId(OTHER, "c/1")));
    }

    @Test
    void aTornLastLineIsDroppedAndSpoilsNothingThatFollows() throws Exception {
        CommandTable table = table();
        table.begin(ONE, NOON.plusSeconds(60), NOW);
        table.finish(ONE, DONE);
        String whole = Files.readString(file());
        for (int cut = whole.lastIndexOf('\n'); cut < whole.length(); cut++) {
            Files.writeString(file(), whole.substring(0, cut));
            CommandTable restarted = table();
            assertEquals(List.of(ONE), restarted.unanswered(), "cut at " + cut);
            CommandId two = new CommandId(KEY, "c-2");
            restarted.begin(two, NOON.plusSeconds(60), NOW);
            assertTrue(table().contains(ONE) && table().contains(two), "cut at " + cut);
        }
    }

    @Test
    void aTearInTheMiddleOfACharacterAndBytesThatAreNoTextSpoilNothingElse() throws Exception {
        CommandTable table = table();
        table.begin(ONE, NOON.plusSeconds(60), NOW);
        table.finish(ONE, new Outcome("c/1", "refused", "INVALID", "note must be shorter, but is 'Straße'"));
        byte[] whole = Files.readAllBytes(file());
        for (int cut = new String(whole, StandardCharsets.US_ASCII).lastIndexOf('\n'); cut < whole.length; cut++) {
            Files.write(file(), Arrays.copyOf(whole, cut));
            assertEquals(List.of(ONE), table().unanswered(), "cut at " + cut);
        }
        byte[] block = new byte[4096];
        Arrays.fill(block, (byte) 0xFF);
        Files.write(file(), whole);
        Files.write(file(), block, StandardOpenOption.APPEND);
        CommandTable restarted = table();
        CommandId two = new CommandId(KEY, "c-2");
        restarted.begin(two, NOON.plusSeconds(60), NOW);
        assertTrue(table().contains(ONE) && table().contains(two));
    }

    @Test
    void aTimeThatNoCalendarKnowsSpoilsItsLineOnly() throws Exception {
        table().begin(ONE, NOON.plusSeconds(60), NOW);
        Files.writeString(
                file(), "\n{\"id\":\"0123456789abcdef/x\",\"exp\":9000000000000000000}", StandardOpenOption.APPEND);
        assertTrue(table().contains(ONE));
    }

    @Test
    void aFullTableRefusesAndForgetsNothing() throws Exception {
        CommandTable table = table();
        fill(table, KEY, NOON.plusSeconds(60));
        fill(table, OTHER, NOON.plusSeconds(60));
        CommandId third = new CommandId(new KeyId("0011223344556677"), "c/1");
        assertFalse(table.begin(third, NOON.plusSeconds(60), NOW));
        assertTrue(table.contains(new CommandId(KEY, "fill-0")));
    }

    @Test
    void aKeyThatFillsItsShareLeavesRoomForOthers() throws Exception {
        CommandTable table = table();
        fill(table, KEY, NOON.plusSeconds(60));
        assertFalse(table.begin(ONE, NOON.plusSeconds(60), NOW));
        assertTrue(table.begin(new CommandId(OTHER, "c/1"), NOON.plusSeconds(60), NOW));
    }

    @Test
    void anExpiredCommandMakesRoomOnlyUnderATrustedClockAndPastTheSkew() throws Exception {
        CommandTable table = table();
        fill(table, KEY, NOON.plusSeconds(60));
        Instant late = NOON.plusSeconds(61).plus(Admission.SKEW);
        assertFalse(table.begin(ONE, late, new Moment(late, false, Duration.ofMinutes(9))));
        assertFalse(table.begin(ONE, late, new Moment(late.minusSeconds(2), true, Duration.ofMinutes(9))));
        assertTrue(table.begin(ONE, late, new Moment(late, true, Duration.ofMinutes(9))));
    }

    @Test
    void aCommandThatIsStillBeingObeyedIsNotForgottenWhenItExpires() throws Exception {
        CommandTable table = table();
        table.begin(ONE, NOON.plusSeconds(60), NOW);
        Instant late = NOON.plusSeconds(3600);
        table.begin(new CommandId(KEY, "c-2"), late, new Moment(late, true, Duration.ofHours(1)));
        assertTrue(table.contains(ONE));
        table.finish(ONE, DONE);
        table.begin(new CommandId(KEY, "c-3"), late, new Moment(late, true, Duration.ofHours(1)));
        assertFalse(table.contains(ONE));
    }

    @Test
    void theFileDoesNotGrowForEver() throws Exception {
        CommandTable table = table();
        for (int i = 0; i < 2 * CommandTable.LARGEST + 10; i++) {
            Instant then = NOON.plusSeconds(600L * i);
            CommandId id = new CommandId(KEY, "c-" + i);
            assertTrue(table.begin(id, then, new Moment(then, true, Duration.ofMinutes(1))));
            table.finish(id, DONE);
        }
        assertTrue(Files.readAllLines(file()).size() <= 4 * CommandTable.LARGEST + 2);
    }

    @Test
    void withoutAFolderToWriteToThereIsNoTable() throws Exception {
        Path inTheWay = Files.createFile(folder.resolve("in-the-way"));
        assertThrows(IOException.class, () -> new CommandTable(inTheWay.resolve("commands.jsonl")));
    }

    @Test
    void whatCannotBeWrittenIsNotBegun() throws Exception {
        CommandTable table = table();
        Files.delete(file());
        assertThrows(IOException.class, () -> table.begin(ONE, NOON.plusSeconds(60), NOW));
        assertFalse(table.contains(ONE));
    }

    private static void fill(CommandTable table, KeyId key, Instant expires) throws IOException {
        for (int i = 0; i < CommandTable.LARGEST_SHARE; i++) {
            CommandId id = new CommandId(key, "fill-" + i);
            table.begin(id, expires, NOW);
            table.finish(id, DONE);
        }
    }

    private CommandTable table() throws IOException {
        return new CommandTable(file());
    }

    private Path file() {
        return folder.resolve("commands.jsonl");
    }
}
