package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.PreviousEnd;
import io.smartpole.core.reading.Lane;
import io.smartpole.uplink.Failover.Course;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several endpoints. */
class SwitchboardTest {

    private static final Endpoint CLOUD1 = TestBoard.endpoint("cloud1", "tcp://127.0.0.1:1883");
    private static final Endpoint CLOUD2 = TestBoard.endpoint("cloud2", "tcp://127.0.0.1:2883");
    private static final Endpoint LOCAL1 = TestBoard.endpoint("local1", "tcp://127.0.0.1:3883");
    private static final Endpoint SHARED = TestBoard.endpoint("cloud1", "ssl://first.example:8883");
    private static final String EVIDENCE = TestBoard.TOPICS.evidence();
    private static final String STATE = TestBoard.TOPICS.state();

    @TempDir
    Path folder;

    private TestBoard pole;

    @BeforeEach
    void make() {
        pole = new TestBoard(folder);
    }

    @Test
    void theNextOneIsHeldReadyOnceTheFirstIsInUse() {
        pole.board.configure(TestBoard.settings(CLOUD1, CLOUD2, LOCAL1));
        pole.step();
        assertEquals(1, pole.connections.size());
        pole.up("cloud1");
        pole.assertCourse(Course.PREFERRED, "cloud1");
        pole.up("cloud2");
        pole.assertCourse(Course.PREFERRED, "cloud1");
        pole.assertHeld("cloud1", "cloud2");
        assertEquals(2, pole.connections.size());
    }

    @Test
    void eachBrokerIsToldWhetherItIsTheOneInUse() {
        twoClouds();
        assertTrue(state("cloud1").contains("\"endpoint\":\"cloud1\",\"active\":true"), state("cloud1"));
        assertTrue(state("cloud2").contains("\"endpoint\":\"cloud2\",\"active\":false"), state("cloud2"));
        assertTrue(pole.connection("cloud2").lastWill.contains("cloud2"));
        pole.lose("cloud1", new EOFException());
        assertTrue(state("cloud2").contains("\"active\":true"), state("cloud2"));
    }

    @Test
    void whenTheFirstIsLostTheNextTakesOverInTheSameStep() {
        twoClouds();
        pole.log.commit(Lane.MEASUREMENT, 1);
        pole.lose("cloud1", new EOFException());
        pole.assertCourse(Course.FALLBACK, "cloud2");
        assertEquals(1, pole.connection("cloud2").on(EVIDENCE).size());
        assertTrue(pole.telemetry.offer(TestBoard.reading(1)));
        assertTrue(pole.board.publish("topic", new byte[1], 1, false));
        assertEquals("topic", pole.connection("cloud2").last().topic());
        assertEquals(1, pole.counters.failovers.get());
        pole.assertProblem("cloud1", "closed the connection");
    }

    @Test
    void aLineThatGoesDeadIsLeftForTheNextOne() {
        twoClouds();
        pole.connection("cloud1").silent = true;
        pole.log.commit(Lane.MEASUREMENT, 1);
        pole.step();
        pole.pass(TestBoard.PATIENCE.minusMillis(1));
        pole.assertCourse(Course.PREFERRED, "cloud1");
        pole.after(Duration.ofMillis(1));
        pole.assertCourse(Course.FALLBACK, "cloud2");
        assertEquals(1, pole.connection("cloud2").on(EVIDENCE).size());
    }

    @Test
    void aCloudThatTakesNoBatchesIsLeftForAnotherAndTriedAgainAfterAnHour() {
        twoClouds();
        pole.log.commit(Lane.MEASUREMENT, 10);
        pole.step();
        pole.pass(Duration.ofMinutes(2));
        pole.assertCourse(Course.RETURNING, "cloud2");
        assertTrue(pole.connection("cloud2").on(EVIDENCE).size() >= 1);
        pole.assertProblem("cloud1", "does not acknowledge what is published on " + EVIDENCE);
        for (int seq = 1; seq <= 10; seq++) {
            pole.log.receipt(pole.log.id(Lane.MEASUREMENT, seq));
        }
        pole.pass(Duration.ofMinutes(50));
        pole.assertCourse(Course.RETURNING, "cloud2");
        pole.pass(Duration.ofMinutes(20));
        pole.assertCourse(Course.PREFERRED, "cloud1");
        assertEquals(1, pole.connects("cloud1"));
    }

    @Test
    void theFirstIsUsedAgainOnceItHasHeld() {
        twoClouds();
        pole.lose("cloud1", new EOFException());
        pole.after(Duration.ofSeconds(1));
        pole.up("cloud1");
        pole.assertCourse(Course.RETURNING, "cloud2");
        pole.pass(TestBoard.RETURN_AFTER.minusSeconds(1));
        pole.assertCourse(Course.RETURNING, "cloud2");
        pole.pass(Duration.ofSeconds(1));
        pole.assertCourse(Course.PREFERRED, "cloud1");
        assertEquals(LinkState.ONLINE, pole.standing("cloud2").state());
        assertEquals(1, pole.counters.failovers.get());
        pole.log.commit(Lane.MEASUREMENT, 1);
        pole.step();
        assertEquals(1, pole.connection("cloud1").on(EVIDENCE).size());
    }

    @Test
    void aFirstThatComesAndGoesIsNotUsed() {
        twoClouds();
        pole.lose("cloud1", new EOFException());
        for (int i = 1; i <= 5; i++) {
            pole.after(Duration.ofSeconds(1 << i));
            pole.up("cloud1");
            pole.pass(Duration.ofSeconds(30));
            pole.assertCourse(Course.RETURNING, "cloud2");
            pole.lose("cloud1", new EOFException());
            pole.assertCourse(Course.FALLBACK, "cloud2");
        }
        assertEquals(1, pole.counters.failovers.get());
    }

    @Test
    void readingsWaitForACloudWhileALocalBrokerGetsTheRest() {
        cloudAndLocal();
        pole.lose("cloud1", new EOFException());
        pole.assertCourse(Course.FALLBACK, "local1");
        pole.log.commit(Lane.ALARM, 1);
        assertTrue(pole.telemetry.offer(TestBoard.reading(1)));
        pole.step();
        FakeConnection local = pole.connection("local1");
        assertEquals(0, local.on(EVIDENCE).size());
        assertEquals(1, local.on(TestBoard.TOPICS.telemetry("bme280")).size());
        assertTrue(pole.board.publish(TestBoard.TOPICS.health(), new byte[1], 1, true));
        local.last().delivered().run();
        pole.after(Duration.ofSeconds(1));
        pole.up("cloud1");
        pole.pass(Failover.RELIEF);
        assertEquals(1, pole.connection("cloud1").on(EVIDENCE).size());
        assertEquals(0, local.on(EVIDENCE).size());
    }

    @Test
    void onlyACloudsMessageOnTheReceiptTopicIsOne() {
        cloudAndLocal();
        int before = pole.wakes;
        pole.connection("local1").listener().arrived(TestBoard.TOPICS.receipt(), new byte[1], false);
        assertEquals(before, pole.wakes);
        pole.connection("cloud1").listener().arrived(TestBoard.TOPICS.receipt(), new byte[1], false);
        assertEquals(before + 1, pole.wakes);
    }

    @Test
    void anAnswerGoesWhereTheQuestionCameFrom() {
        cloudAndLocal();
        assertTrue(pole.board.reply("local1", "answer", new byte[1]));
        assertEquals("answer", pole.connection("local1").last().topic());
        pole.lose("local1", new EOFException());
        assertTrue(pole.board.reply("local1", "answer", new byte[1]));
        assertEquals("answer", pole.connection("cloud1").last().topic());
        assertTrue(pole.board.reply("", "second", new byte[1]));
        assertEquals("second", pole.connection("cloud1").last().topic());
        pole.lose("cloud1", new EOFException());
        assertFalse(pole.board.reply("local1", "answer", new byte[1]));
    }

    @Test
    void aStandbyThatIsLostDisturbsNothing() {
        twoClouds();
        pole.log.commit(Lane.MEASUREMENT, 1);
        pole.step();
        pole.lose("cloud2", new EOFException());
        pole.assertCourse(Course.PREFERRED, "cloud1");
        assertEquals(1, pole.connection("cloud1").on(EVIDENCE).size());
        assertEquals(0, pole.counters.failovers.get());
        pole.after(Duration.ofSeconds(1));
        pole.up("cloud2");
    }

    @Test
    void aThirdIsTakenToReplaceAStandbyThatFails() {
        pole.board.configure(TestBoard.settings(CLOUD1, CLOUD2, LOCAL1));
        pole.step();
        pole.up("cloud1");
        pole.lose("cloud2", new ConnectException("Connection refused"));
        pole.assertHeld("cloud1", "cloud2", "local1");
        pole.up("local1");
        pole.lose("cloud1", new EOFException());
        pole.assertCourse(Course.FALLBACK, "local1");
    }

    @Test
    void oneThatIsNoLongerNeededIsLeftWithAFarewell() {
        aThirdIsTakenToReplaceAStandbyThatFails();
        pole.after(Duration.ofSeconds(2));
        pole.up("cloud1");
        pole.up("cloud2");
        pole.pass(Link.STABLE.plus(TestBoard.RETURN_AFTER));
        pole.assertCourse(Course.PREFERRED, "cloud1");
        pole.assertHeld("cloud1", "cloud2");
        assertEquals(LinkState.DISABLED, pole.standing("local1").state());
        assertTrue(state("local1").contains("\"reason\":\"not-needed\""), state("local1"));
    }

    @Test
    void oneThatIsConfiguredAnewBeginsWithoutItsFormerFailures() {
        pole.board.configure(TestBoard.settings(CLOUD1, CLOUD2));
        pole.step();
        pole.up("cloud1");
        pole.lose("cloud2", new ConnectException("Connection refused"));
        pole.board.configure(TestBoard.settings(CLOUD1));
        pole.step();
        pole.board.configure(TestBoard.settings(CLOUD1, CLOUD2, LOCAL1));
        pole.step();
        pole.assertHeld("cloud1", "cloud2");
        assertEquals(0, pole.connects("local1"), "the second is tried first");
    }

    @Test
    void whenNoneIsUpEachIsTriedOn() {
        twoClouds();
        pole.lose("cloud2", new NoRouteToHostException());
        pole.lose("cloud1", new NoRouteToHostException());
        pole.assertCourse(Course.SEARCHING, null);
        assertFalse(pole.telemetry.offer(TestBoard.reading(1)));
        assertFalse(pole.board.publish("topic", new byte[1], 1, false));
        pole.after(Duration.ofSeconds(1));
        assertEquals(2, pole.connects("cloud1"));
        assertEquals(2, pole.connects("cloud2"));
        pole.up("cloud2");
        pole.assertCourse(Course.FALLBACK, "cloud2");
        assertEquals(1, pole.counters.failovers.get());
    }

    @Test
    void stoppingTakesLeaveEverywhere() {
        twoClouds();
        pole.board.stop();
        pole.step();
        for (String name : new String[] {"cloud1", "cloud2"}) {
            assertTrue(state(name).contains("\"reason\":\"stopped\""), state(name));
            pole.connection(name).last().delivered().run();
            pole.step();
            assertFalse(pole.board.stopped());
            pole.connection(name).disconnected();
            pole.step();
        }
        assertTrue(pole.board.stopped());
    }

    // --- many poles

    @Test
    void aStandbyThatOthersUseTooIsNotRushedTo() {
        pole.board.configure(TestBoard.settings(CLOUD1, TestBoard.endpoint("cloud2", "ssl://second.example:8883")));
        pole.step();
        pole.up("cloud1");
        assertEquals(LinkState.QUEUING, pole.standing("cloud2").state());
        pole.pass(Duration.ofSeconds(239));
        assertEquals(0, pole.connects("cloud2"));
        pole.pass(Duration.ofSeconds(1));
        assertEquals(1, pole.connects("cloud2"));
    }

    @Test
    void aBrokerOnThisMachineIsUsedWhileTheCloudWaitsForItsTurn() {
        pole.before = Optional.of(PreviousEnd.AFTER_UNCLEAN_STOP);
        pole.board.configure(TestBoard.settings(SHARED, LOCAL1));
        pole.step();
        pole.up("local1");
        pole.assertCourse(Course.FALLBACK, "local1");
        assertEquals(0, pole.connects("cloud1"));
        pole.pass(Turn.SPREAD.minusSeconds(1));
        assertEquals(0, pole.connects("cloud1"), "that it is connected elsewhere is no reason to hurry");
        pole.pass(Duration.ofSeconds(1));
        assertEquals(1, pole.connects("cloud1"));
        pole.up("cloud1");
        pole.pass(Failover.RELIEF);
        pole.assertCourse(Course.PREFERRED, "cloud1");
    }

    @Test
    void aCloudThatHoldsForLessThanAMinuteStillTakesReadings() {
        cloudAndLocal();
        pole.log.commit(Lane.MEASUREMENT, 1);
        for (int i = 0; i < 5; i++) {
            pole.lose("cloud1", new EOFException());
            pole.assertCourse(Course.FALLBACK, "local1");
            pole.pass(Duration.ofSeconds(1L << i));
            pole.up("cloud1");
            pole.pass(Duration.ofSeconds(10));
            assertEquals(1, pole.connection("cloud1").on(EVIDENCE).size());
            pole.connection("cloud1").on(EVIDENCE).get(0).delivered().run();
            pole.step();
        }
    }

    @Test
    void anEndpointThatIsNeededIsNotWaitedFor() {
        pole.board.configure(TestBoard.settings(SHARED, TestBoard.endpoint("cloud2", "ssl://second.example:8883")));
        pole.step();
        assertEquals(1, pole.connects("cloud1"));
        pole.lose("cloud1", new ConnectException("Connection refused"));
        assertEquals(1, pole.connects("cloud2"));
    }

    @Test
    void aBrokerThatClosesAgainAndAgainIsSaidToHaveAnotherClientOfThatName() {
        pole.board.configure(TestBoard.settings(CLOUD1));
        pole.step();
        for (int i = 0; i < Disturbances.MANY; i++) {
            pole.up("cloud1");
            pole.pass(Link.STABLE);
            pole.lose("cloud1", new EOFException());
            pole.after(Duration.ofSeconds(1));
        }
        pole.assertProblem("cloud1", "smartpole-dormagen-p-1");
        pole.up("cloud1");
        pole.assertProblem("cloud1", "smartpole-dormagen-p-1");
        pole.pass(Link.STABLE);
        assertNull(pole.standing("cloud1").problem());
        pole.pass(Disturbances.SPAN);
        pole.lose("cloud1", new EOFException());
        pole.assertProblem("cloud1", "closed the connection");
    }

    @Test
    void aLineThatResetsAgainAndAgainIsNotSaidToHaveAnotherClient() {
        pole.board.configure(TestBoard.settings(CLOUD1));
        pole.step();
        for (int i = 0; i < Disturbances.MANY; i++) {
            pole.up("cloud1");
            pole.pass(Link.STABLE);
            pole.lose("cloud1", new SocketException("Connection reset"));
            pole.assertProblem("cloud1", "was reset");
            pole.after(Duration.ofSeconds(1));
        }
    }

    private void twoClouds() {
        pole.board.configure(TestBoard.settings(CLOUD1, CLOUD2));
        pole.step();
        pole.up("cloud1");
        pole.up("cloud2");
    }

    private void cloudAndLocal() {
        pole.board.configure(TestBoard.settings(CLOUD1, LOCAL1));
        pole.step();
        pole.up("cloud1");
        pole.up("local1");
    }

    private String state(String name) {
        var states = pole.connection(name).on(STATE);
        return states.get(states.size() - 1).text();
    }
}
