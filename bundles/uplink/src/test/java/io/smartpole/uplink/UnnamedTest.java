package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.link.LinkFigures;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.uplink.Failover.Course;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pole that has no name yet, gets one, gets another, and loses it. */
class UnnamedTest {

    private static final Endpoint CLOUD1 = TestBoard.endpoint("cloud1", "tcp://127.0.0.1:1883");
    private static final Endpoint LOCAL1 = TestBoard.endpoint("local1", "tcp://127.0.0.1:3883");
    private static final Endpoint WITH_CLIENT_ID =
            Endpoint.of("cloud1", 10, "tcp://127.0.0.1:1883", "a-client-id", "", "", 60);
    private static final PoleIdentity UNNAMED = TestBoard.pole(PoleIdentity.UNNAMED);

    @TempDir
    Path folder;

    private TestBoard pole;

    @BeforeEach
    void make() {
        pole = new TestBoard(folder);
        pole.identity = UNNAMED;
    }

    @ParameterizedTest
    @CsvSource({"unnamed, unnamed", "dormagen, unnamed", "unnamed, p-1"})
    void itConnectsNowhereHoweverLongItTakes(String site, String number) {
        pole.identity = new PoleIdentity(site, number, "", "", "", null);
        pole.board.configure(TestBoard.settings(CLOUD1, LOCAL1));
        pole.step();
        pole.pass(Turn.SPREAD.plusSeconds(1));
        assertEquals(0, pole.connections.size());
        pole.assertCourse(Course.UNNAMED, null);
        pole.assertHeld();
        assertFalse(pole.board.publish("topic", new byte[1], 1, true));
        assertFalse(pole.board.reply("cloud1", "topic", new byte[1]));
        assertFalse(pole.telemetry.offer(TestBoard.reading(1)));
    }

    @Test
    void aClientIdOfItsOwnIsNoName() {
        pole.board.configure(TestBoard.settings(WITH_CLIENT_ID));
        pole.step();
        assertEquals(0, pole.connections.size(), "its topics would still be those of all unnamed poles");
    }

    @Test
    void itsStatusSaysWhatToDo() {
        pole.board.configure(TestBoard.settings(CLOUD1));
        pole.step();
        LinkStatus status = status();
        assertFalse(status.connected());
        assertEquals(
                "this pole has no name yet, so it does not connect; set site and pole number in smartpole.identity",
                status.problem());
        assertEquals("waiting for this pole's name", status.endpoints().get(0).state());
    }

    @Test
    void onceItIsNamedItConnectsUnderThatNameWithinASecond() {
        pole.board.configure(TestBoard.settings(CLOUD1));
        Duration sleep = pole.step();
        assertEquals(Duration.ofSeconds(1), sleep);
        pole.identity = TestBoard.pole("p-2");
        pole.after(sleep);
        assertEquals("smartpole-dormagen-p-2", pole.connection().target.clientId());
        pole.up("cloud1");
        assertEquals("smartpole/v1/dormagen/p-2/state", pole.connection().last().topic());
        pole.assertCourse(Course.PREFERRED, "cloud1");
    }

    @Test
    void renamedItTakesLeaveAndConnectsAnew() {
        onceItIsNamedItConnectsUnderThatNameWithinASecond();
        pole.identity = TestBoard.pole("p-3");
        pole.step();
        farewell();
        assertEquals("smartpole-dormagen-p-3", pole.connection().target.clientId());
        assertEquals(2, pole.connections.size());
    }

    @Test
    void whatWasSaidUnderItsFormerNameIsTakenBackWhenItLosesThatName() {
        onceItIsNamedItConnectsUnderThatNameWithinASecond();
        pole.identity = UNNAMED;
        pole.step();
        pole.assertCourse(Course.UNNAMED, null);
        assertEquals("smartpole/v1/dormagen/p-2/state", pole.connection().last().topic());
        assertTrue(
                pole.connection().last().text().contains("offline"),
                pole.connection().last().text());
        farewell();
        pole.pass(Duration.ofSeconds(10));
        assertEquals(1, pole.connections.size());
        assertEquals(LinkState.DISABLED, pole.standing("cloud1").state());
    }

    @Test
    void anAttemptUnderWayIsGivenUpWhenItLosesItsName() {
        pole.identity = TestBoard.pole("p-2");
        pole.board.configure(TestBoard.settings(CLOUD1));
        pole.step();
        assertEquals(LinkState.CONNECTING, pole.standing("cloud1").state());
        pole.identity = UNNAMED;
        pole.step();
        assertTrue(pole.connection().abandoned);
        pole.identity = TestBoard.pole("p-2");
        pole.step();
        pole.lose("cloud1", new ConnectException("Connection refused"));
        pole.identity = UNNAMED;
        pole.step();
        pole.pass(Duration.ofMinutes(6));
        assertEquals(2, pole.connections.size(), "no further attempt");
    }

    @Test
    void itStopsAtOnce() {
        pole.board.configure(TestBoard.settings(CLOUD1));
        pole.step();
        pole.board.stop();
        pole.step();
        assertTrue(pole.board.stopped());
    }

    private void farewell() {
        FakeConnection old = pole.connection();
        old.last().delivered().run();
        pole.step();
        old.disconnected();
        pole.step();
        pole.step();
        assertTrue(old.abandoned);
    }

    private LinkStatus status() {
        return pole.board.situation().status("c0de", null, new LinkFigures(0, 0, 0, 0, 0, null, 0), pole.now());
    }
}
