package io.smartpole.health.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.command.CommandResult;
import io.smartpole.core.command.CommandResult.Outcome;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthResult;
import io.smartpole.health.FakeTime;
import io.smartpole.health.HealthRounds;
import io.smartpole.health.NoteDesk;
import io.smartpole.health.Records;
import io.smartpole.health.TestRounds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteCommandsTest {

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private NoteDesk desk = TestRounds.desk(time);
    private HealthRounds rounds = TestRounds.of(time, Duration.ofSeconds(30), desk, new Records(time));
    private Ask ask = new Ask(new NoteCommands(time, rounds, desk));

    @BeforeEach
    void look() throws Exception {
        TestRounds.watch(rounds, "lamp", () -> HealthResult.ok("shines"));
        TestRounds.watch(rounds, "uplink", () -> HealthResult.warn("away", "wait"));
        rounds.round();
    }

    @AfterEach
    void stop() {
        TestRounds.stop(rounds);
    }

    private void refused(String reason, String kind, Object... arguments) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> ask.to(kind, arguments))
                .getMessage());
        assertTrue(message.contains(reason), message);
    }

    @Test
    void whatIsNotWellCanBeAcknowledged() throws Exception {
        CommandResult result = ask.to("health.acknowledge", "check", "uplink", "note", "SIM ordered", "seconds", 3600);
        assertEquals(
                CommandResult.done("uplink WARN is acknowledged until it changes, at most until 2026-11-01T13:00:00Z"),
                result);
        assertEquals(
                new HealthReport.Note("ops", "SIM ordered", FakeTime.START.plus(Duration.ofHours(1))),
                rounds.round().checks().get(1).acknowledged());
        assertNull(rounds.report().checks().get(0).acknowledged());
    }

    @Test
    void withoutNoteAndLengthItHoldsForAWeek() throws Exception {
        ask.to("health.acknowledge", "check", "uplink");
        assertEquals(
                new HealthReport.Note("ops", "", FakeTime.START.plus(Duration.ofDays(7))),
                rounds.round().checks().get(1).acknowledged());
    }

    @Test
    void whatIsWellNeedsNoAcknowledgement() throws Exception {
        CommandResult result = ask.to("health.acknowledge", "check", "lamp");
        assertEquals(Outcome.REFUSED, result.outcome());
        assertEquals("NOT_NEEDED", result.code());
    }

    @Test
    void argumentsThatAreWrongAreNamed() {
        refused("there are lamp, uplink", "health.acknowledge", "check", "door");
        refused("check is missing: one of lamp, uplink", "health.acknowledge");
        refused("not 'chek'", "health.acknowledge", "chek", "uplink");
        refused("seconds must be a whole number", "health.acknowledge", "check", "uplink", "seconds", 59);
        refused("seconds must be a whole number", "health.maintenance", "seconds", 30L * 86400 + 1);
        refused("note must be a text of 1 to 200", "health.maintenance", "note", "x".repeat(201));
        refused("not 'check'", "health.maintenance", "check", "uplink");
        refused("takes no arguments", "health.maintenance.end", "seconds", 1);
        refused("not for this handler", "health.unknown");
    }

    @Test
    void maintenanceIsShownAndEnds() throws Exception {
        assertEquals(
                CommandResult.done("maintenance until 2026-11-01T16:00:00Z"),
                ask.to("health.maintenance", "note", "new lamp"));
        assertEquals(
                new HealthReport.Note("ops", "new lamp", FakeTime.START.plus(Duration.ofHours(4))),
                rounds.round().maintenance());
        assertEquals(CommandResult.done("maintenance has ended"), ask.to("health.maintenance.end"));
        assertNull(rounds.round().maintenance());
        assertEquals("NOT_NEEDED", ask.to("health.maintenance.end").code());
    }

    @Test
    void withoutASetClockTheAnswerSaysWhatHolds() throws Exception {
        time.unset();
        String message = ask.to("health.maintenance", "seconds", 60).message();
        assertTrue(message.contains("not beyond a restart"), message);
        assertEquals(new HealthReport.Note("ops", "", null), rounds.round().maintenance());
    }

    @Test
    void whatCannotBeKeptHasFailed() throws Exception {
        desk = TestRounds.desk(time, Files.writeString(folder.resolve("file"), "in the way"));
        ask = new Ask(new NoteCommands(time, rounds, desk));
        assertEquals("NOT_STORED", ask.to("health.maintenance").code());
        assertEquals(
                Outcome.FAILED, ask.to("health.acknowledge", "check", "uplink").outcome());
    }
}
