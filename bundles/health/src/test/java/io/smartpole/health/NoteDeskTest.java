package io.smartpole.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteDeskTest {

    private static final HealthReport.Check AWAY = check("uplink", HealthResult.warn("away", "wait"));
    private static final HealthReport.Check BACK = check("uplink", HealthResult.ok("in use"));
    private static final HealthReport.Check WORSE = check("uplink", HealthResult.critical("gone", "drive out"));

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();

    @BeforeEach
    void settle() {
        time.settle();
    }

    private static HealthReport.Check check(String name, HealthResult result) {
        return new HealthReport.Check(name, result, null, null);
    }

    private NoteDesk desk() {
        return new NoteDesk(folder, time);
    }

    private Remark remark() {
        return Remark.of("ops", "SIM \"ordered\"\n", Duration.ofHours(4), time.now());
    }

    private HealthReport.Check look(NoteDesk desk, HealthReport.Check check) {
        return desk.look(List.of(check), time.now()).on(check);
    }

    @Test
    void anAcknowledgementHoldsWhileTheStatusDoes() throws Exception {
        NoteDesk desk = desk();
        desk.acknowledge(AWAY, remark());
        assertEquals(remark().toNote(), look(desk, AWAY).acknowledged());
        assertNull(look(desk, WORSE).acknowledged(), "worse than what was seen");
        assertNull(look(desk, AWAY).acknowledged(), "once over, it is over");
    }

    @Test
    void ofAnotherCheckItSaysNothing() throws Exception {
        NoteDesk desk = desk();
        desk.acknowledge(AWAY, remark());
        assertNull(look(desk, check("lamp", HealthResult.warn("dim", "look"))).acknowledged());
    }

    @Test
    void itEndsAtItsTime() throws Exception {
        NoteDesk desk = desk();
        desk.acknowledge(AWAY, remark());
        desk.maintain(remark());
        time.pass(Duration.ofHours(4));
        assertEquals(Notes.NONE, desk.look(List.of(AWAY), time.now()));
        assertEquals(Notes.NONE, desk().look(List.of(AWAY), time.now()), "on disk it has ended as well");
    }

    @Test
    void bothOutliveARestartWithTheSameEnd() throws Exception {
        NoteDesk desk = desk();
        desk.acknowledge(AWAY, remark());
        desk.maintain(remark());
        time.pass(Duration.ofHours(1));
        NoteDesk again = desk();
        assertEquals(
                new HealthReport.Note("ops", "SIM \"ordered\"\n", FakeTime.START.plus(Duration.ofHours(4))),
                look(again, AWAY).acknowledged());
        time.pass(Duration.ofHours(3));
        assertEquals(Notes.NONE, again.look(List.of(AWAY), time.now()));
    }

    @Test
    void aCheckThatOnlyStartsEndsNoAcknowledgement() throws Exception {
        desk().acknowledge(AWAY, remark());
        time.pass(Duration.ofMinutes(-8)); // just started
        NoteDesk again = desk();
        assertNull(look(again, BACK).acknowledged(), "of what is OK there is nothing to acknowledge");
        time.pass(Duration.ofMinutes(5));
        assertNull(look(again, BACK).acknowledged(), "it waits for its turn to connect, which is no change either");
        assertNotNull(look(again, AWAY).acknowledged());
        time.pass(Duration.ofMinutes(3));
        assertNotNull(look(again, AWAY).acknowledged());
        look(again, BACK);
        assertNull(look(again, AWAY).acknowledged());
    }

    @Test
    void aCheckThatIsMissingMayComeBack() throws Exception {
        NoteDesk desk = desk();
        desk.acknowledge(AWAY, remark());
        desk.look(List.of(), time.now());
        assertNotNull(look(desk, AWAY).acknowledged());
    }

    @Test
    void withoutASetClockANoteHoldsButNotBeyondARestart() throws Exception {
        time.unset();
        NoteDesk desk = desk();
        desk.acknowledge(AWAY, remark());
        assertNotNull(look(desk, AWAY).acknowledged());
        assertNull(look(desk(), AWAY).acknowledged());
        time.set(FakeTime.START);
        look(desk, AWAY);
        assertNotNull(look(desk(), AWAY).acknowledged(), "its end is known now");
    }

    @Test
    void maintenanceCanBeEndedOnce() throws Exception {
        NoteDesk desk = desk();
        desk.maintain(remark());
        assertTrue(desk.endMaintenance());
        assertFalse(desk.endMaintenance());
        assertEquals(Notes.NONE, desk().look(List.of(), time.now()));
    }

    @Test
    void whatCannotBeKeptDoesNotHold() throws Exception {
        Path taken = Files.writeString(folder.resolve("file"), "in the way");
        NoteDesk desk = new NoteDesk(taken, time);
        assertThrows(IOException.class, () -> desk.acknowledge(AWAY, remark()));
        assertThrows(IOException.class, () -> desk.maintain(remark()));
        assertEquals(Notes.NONE, desk.look(List.of(AWAY), time.now()));
    }

    @Test
    void aSpoiltFileIsForgottenAndReplaced() throws Exception {
        for (String spoilt : List.of(
                "",
                "{",
                "[]",
                "{\"acknowledged\":{\"uplink\":{}}}",
                "{\"acknowledged\":{\"uplink\":{\"status\":\"BAD\",\"by\":\"\",\"text\":\"\",\"until\":\"2026-11-01T16:00:00Z\"}}}",
                "{\"acknowledged\":{},\"maintenance\":{\"by\":\"ops\",\"text\":\"\",\"until\":\"never\"}}")) {
            Files.writeString(folder.resolve("notes.json"), spoilt);
            assertEquals(Notes.NONE, desk().look(List.of(AWAY), time.now()), spoilt);
        }
        desk().acknowledge(AWAY, remark());
        assertNotNull(look(desk(), AWAY).acknowledged());
    }
}
