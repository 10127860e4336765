package io.smartpole.tools.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.tools.Run;
import io.smartpole.tools.terminal.UserError;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeatTest {

    private static final long LARGEST = 1000;

    @TempDir
    private Path folder;

    @Test
    void aReceiverAloneStoresInTheFolderItselfAndReceivesAll() throws Exception {
        try (Seat seat = Seat.alone(folder, LARGEST, null)) {
            assertEquals("smartpole-receiver", seat.clientId());
            assertEquals("smartpole/v1/+/+/evidence", seat.filter());
            assertEquals(folder, seat.archive().folder());
        }
    }

    @Test
    void thoseOfAGroupHaveASessionAndAFolderEachAndShareOneSubscription() throws Exception {
        try (Seat first = Seat.inGroup("platform", folder, LARGEST, null);
                Seat second = Seat.inGroup("platform", folder, LARGEST, null)) {
            assertEquals("smartpole-receiver-platform-1", first.clientId());
            assertEquals("smartpole-receiver-platform-2", second.clientId());
            assertEquals(folder.resolve(second.clientId()), second.archive().folder());
            assertEquals("$share/platform/smartpole/v1/+/+/evidence", first.filter());
            assertEquals(first.filter(), second.filter());
        }
    }

    @Test
    void aSeatThatWasLeftIsTakenAgainSinceItsSessionHoldsMessages() throws Exception {
        Seat first = Seat.inGroup("g", folder, LARGEST, null);
        try (Seat second = Seat.inGroup("g", folder, LARGEST, null)) {
            first.close();
            try (Seat next = Seat.inGroup("g", folder, LARGEST, null)) {
                assertEquals(first.clientId(), next.clientId());
                assertEquals("smartpole-receiver-g-2", second.clientId());
            }
        }
    }

    @Test
    void groupsDoNotShareSeats() throws Exception {
        try (Seat one = Seat.inGroup("one", folder, LARGEST, null);
                Seat other = Seat.inGroup("other", folder, LARGEST, null)) {
            assertEquals("smartpole-receiver-one-1", one.clientId());
            assertEquals("smartpole-receiver-other-1", other.clientId());
        }
    }

    @Test
    void aNamedSeatIsRefusedWhileSomebodyHasIt() throws Exception {
        try (Seat named = Seat.inGroup("g", folder, LARGEST, "host-a")) {
            assertEquals(folder.resolve("host-a"), named.archive().folder());
            assertThrows(UserError.class, () -> Seat.inGroup("g", folder, LARGEST, "host-a"));
        }
    }

    @Test
    void aClientIdThatIsNoNameOfAFolderIsRefused() {
        UserError refusal = assertThrows(UserError.class, () -> Seat.inGroup("g", folder, LARGEST, "../etc"));
        assertTrue(String.valueOf(refusal.getMessage()).contains("--client-id"), refusal::getMessage);
    }

    @Test
    void aGroupWhoseNameIsNoPartOfATopicIsRefused() {
        Run run = Run.of("receive", "--out", folder, "--group", "a/b", "--key", "00".repeat(40));
        assertEquals(2, run.code());
    }
}
