package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.profile.HardwareProfile.Supply;
import io.smartpole.core.reading.Lane;
import io.smartpole.formats.topics.Topics;
import io.smartpole.uplink.FakeConnection.Published;
import io.smartpole.uplink.Settings.Acknowledge;
import java.io.EOFException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTest {

    private static final String URI = "tcp://127.0.0.1:1883";
    private static final Settings SETTINGS = TestBoard.settings(TestBoard.endpoint("cloud1", URI));
    /** Others use it too. */
    private static final Settings SHARED =
            TestBoard.settings(TestBoard.endpoint("cloud1", "ssl://broker.example:8883"));

    private static final Settings PUBACK = TestBoard.settings(Acknowledge.PUBACK, TestBoard.endpoint("cloud1", URI));
    private static final Topics TOPICS = TestBoard.TOPICS;

    @TempDir
    Path folder;

    private TestBoard pole;

    @BeforeEach
    void make() {
        pole = new TestBoard(folder);
    }

    // --- coming online

    @Test
    void withoutABrokerNothingIsTried() {
        step();
        assertState(LinkState.DISABLED);
        assertEquals(List.of(), pole.connections);
        assertFalse(publish(TOPICS.health(), 1, true));
    }

    @Test
    void itConnectsSubscribesAnnouncesAndIsOnline() {
        pole.board.configure(SETTINGS);
        steps(2);
        assertState(LinkState.CONNECTING);
        assertEquals("smartpole-dormagen-p-1", connection().target.clientId());
        assertEquals("{\"status\":\"offline\",\"boot\":\"00ff\",\"endpoint\":\"cloud1\"}", connection().lastWill);

        connection().listener().opened();
        step();
        assertState(LinkState.SUBSCRIBING);
        assertEquals(
                TOPICS.downlink().stream()
                        .map(topic -> new Subscription(topic, 1, true))
                        .toList(),
                connection().subscribed);

        connection().grant(1, 1, 1, 1);
        step();
        assertState(LinkState.ANNOUNCING);
        Published state = connection().last();
        assertEquals(TOPICS.state(), state.topic());
        assertEquals(1, state.qos());
        assertTrue(state.retain());
        assertEquals(
                "{\"status\":\"online\",\"boot\":\"00ff\",\"endpoint\":\"cloud1\",\"active\":false,\"nonce\":\"c0de\",\"version\":\"0.1.0\","
                        + "\"platform\":\"Java 17\",\"restart\":\"after-clean-stop\",\"profile\":\"city-basic\",\"time\":\"2026-11-01T12:00:05Z\"}",
                state.text());

        state.delivered().run();
        step();
        assertState(LinkState.ONLINE);
        assertEquals(1, pole.counters.connects.get());
        assertEquals(2, pole.counters.published.get(), "the second says that it is in use");
    }

    @Test
    void anUntrustedTimeIsNotTold() {
        pole.trusted = false;
        pole.profile = null;
        pole.sinceBoot = pole.sinceBoot.plus(Turn.PATIENCE); // then it no longer waits for a profile
        online();
        assertEquals(
                "{\"status\":\"online\",\"boot\":\"00ff\",\"endpoint\":\"cloud1\",\"active\":true,\"nonce\":\"c0de\",\"version\":\"0.1.0\",\"platform\":\"Java 17\",\"restart\":\"after-clean-stop\",\"time\":null}",
                connection().last().text());
    }

    @Test
    void aNewProfileOrATrustedTimeIsAnnouncedOnce() {
        pole.trusted = false;
        online();
        pole.trusted = true;
        steps(3);
        pole.profile = TestProfile.of("city-plus", Supply.PERMANENT);
        steps(3);
        List<Published> states = connection().on(TOPICS.state());
        assertEquals(4, states.size()); // the second says that it is in use
        assertTrue(states.get(2).text().contains("\"time\":\"2026"));
        assertTrue(states.get(3).text().contains("city-plus"));
    }

    @Test
    void keptMessagesAreNotFetchedBeforeSomebodyListens() {
        pole.listeners.clear();
        pole.board.configure(SETTINGS);
        steps(3);
        assertState(LinkState.EXPECTING);
        pole.listeners.add(message -> {});
        step();
        assertState(LinkState.CONNECTING);
    }

    @Test
    void itConnectsInTheEndThoughNobodyListens() {
        pole.listeners.clear();
        pole.board.configure(SETTINGS);
        step();
        after(LinkState.EXPECTING.limit().minusMillis(1));
        assertState(LinkState.EXPECTING);
        after(Duration.ofMillis(1));
        assertState(LinkState.CONNECTING);
    }

    // --- what can go wrong

    @Test
    void aFailedConnectIsTriedAgainAfterEverLongerWaits() {
        pole.board.configure(SETTINGS);
        steps(2);
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
            connection().listener().lost(new ConnectException("Connection refused"));
            step();
            assertState(LinkState.WAITING);
            assertTrue(connection().abandoned);
            assertProblem("refused the connection");
            after(Duration.ofSeconds(seconds).minusMillis(1));
            assertState(LinkState.WAITING);
            after(Duration.ofMillis(1));
            assertState(LinkState.CONNECTING);
            assertProblem("refused the connection");
        }
        assertEquals(12, pole.connections.size());
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECTING", "SUBSCRIBING", "ANNOUNCING"})
    void aSilentBrokerIsGivenUpInEachState(LinkState state) {
        reach(state);
        after(state.limit().minusMillis(1));
        assertState(state);
        after(Duration.ofMillis(1));
        assertState(LinkState.WAITING);
        assertTrue(connection().abandoned);
        assertProblem("did not answer within 30 s while " + state.doing());
        after(Duration.ofSeconds(1));
        assertState(LinkState.CONNECTING);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECTING", "SUBSCRIBING", "ANNOUNCING", "ONLINE"})
    void aConnectionMayBreakInEachState(LinkState state) {
        reach(state);
        connection().listener().lost(new EOFException());
        step();
        assertState(LinkState.WAITING);
        assertTrue(connection().abandoned);
        assertProblem("closed the connection");
        assertFalse(publish(TOPICS.health(), 1, true));
        after(Duration.ofSeconds(1));
        assertState(LinkState.CONNECTING);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0, 2})
    void aSubscriptionRefusedOrOtherThanAskedIsAFailureThatNamesTheTopic(int granted) {
        reach(LinkState.SUBSCRIBING);
        connection().grant(1, granted, 1, 1);
        step();
        assertState(LinkState.WAITING);
        assertProblem("does not grant QoS 1 on smartpole/v1/dormagen/p-1/config/desired");
    }

    @Test
    void anAnswerWithTooFewGrantsIsAFailure() {
        reach(LinkState.SUBSCRIBING);
        connection().grant(1, 1);
        step();
        assertState(LinkState.WAITING);
    }

    @Test
    void whatAGivenUpConnectionStillTellsChangesNothing() {
        reach(LinkState.CONNECTING);
        FakeConnection old = connection();
        after(LinkState.CONNECTING.limit());
        old.listener().opened();
        old.listener().lost(new EOFException());
        step();
        assertState(LinkState.WAITING);
        assertProblem("did not answer");
        assertEquals(List.of(), old.subscribed);
    }

    @Test
    void onlyAStableConnectionStartsTheBackOffFromTheBeginning() {
        online();
        for (int seconds : new int[] {1, 2, 4}) { // connects each time, and is lost soon
            after(Link.STABLE.minusMillis(1));
            loseAndComeBackAfter(Duration.ofSeconds(seconds));
        }
        after(Link.STABLE);
        loseAndComeBackAfter(Duration.ofSeconds(1));
    }

    private void loseAndComeBackAfter(Duration wait) {
        connection().listener().lost(new EOFException());
        step();
        after(wait.minusMillis(1));
        assertState(LinkState.WAITING);
        after(Duration.ofMillis(1));
        finish();
    }

    @Test
    void aBrokerThatAcknowledgesNothingIsLeft() {
        online();
        connection().silent = true;
        pole.log.commit(Lane.ALARM, 1);
        step();
        after(TestBoard.PATIENCE.minusMillis(1));
        assertState(LinkState.ONLINE);
        after(Duration.ofMillis(1));
        assertState(LinkState.WAITING);
        assertProblem("has acknowledged nothing for 15 s");
    }

    @Test
    void thatItAcknowledgesNothingIsSaidUntilItDoes() {
        online();
        connection().silent = true;
        pole.log.commit(Lane.ALARM, 1);
        step();
        after(TestBoard.PATIENCE);
        after(Duration.ofSeconds(1));
        connection().silent = true;
        finish();
        assertState(LinkState.ONLINE);
        assertProblem("has acknowledged nothing for 15 s");
        step();
        assertProblem("has acknowledged nothing for 15 s");
        connection().last(TOPICS.evidence()).delivered().run();
        step();
        assertNull(pole.standing("cloud1").problem());
    }

    @Test
    void aBatchThatTheBrokerSwallowsIsFoundOutByTheStateThatItAcknowledges() {
        online();
        List<Published> states = connection().on(TOPICS.state());
        pole.log.commit(Lane.ALARM, 1);
        step();
        after(TestBoard.PATIENCE.dividedBy(3).minusMillis(1));
        assertEquals(states, connection().on(TOPICS.state()));
        after(Duration.ofMillis(1));
        assertEquals(states.size() + 1, connection().on(TOPICS.state()).size());
        assertEquals(
                states.get(states.size() - 1).text(), connection().last().text(), "the state as it was said before");
        after(TestBoard.PATIENCE);
        assertState(LinkState.ONLINE);
        pole.pass(Duration.ofMinutes(1));
        assertEquals(2, connection().on(TOPICS.evidence()).size(), "sent again, since there is no other to try");
    }

    @Test
    void aBrokerThatTakesNoBatchesIsNamedUntilItTakesOne() {
        online();
        pole.log.commit(Lane.ALARM, 10);
        step();
        pole.pass(Duration.ofSeconds(59));
        assertNull(pole.standing("cloud1").problem());
        pole.pass(Duration.ofSeconds(2));
        List<Published> sent = connection().on(TOPICS.evidence());
        assertEquals(4, sent.size());
        for (int hour = 0; hour < 3; hour++) {
            assertState(LinkState.ONLINE);
            assertProblem("does not acknowledge what is published on " + TOPICS.evidence());
            pole.pass(Duration.ofHours(1));
        }
        connection().last(TOPICS.evidence()).delivered().run();
        step();
        step();
        assertNull(pole.standing("cloud1").problem());
    }

    @Test
    void aFaultOfOurOwnBreaksOnlyTheConnection() {
        reach(LinkState.SUBSCRIBING);
        connection().fails = true;
        subscribe();
        assertState(LinkState.WAITING);
        assertProblem("by its own fault");
        after(Duration.ofSeconds(1));
        assertState(LinkState.CONNECTING);
    }

    @Test
    void aFaultOfOurOwnInWhatIsSentBreaksOnlyTheConnection() {
        online();
        pole.log.commit(Lane.ALARM, 1);
        connection().fails = true;
        steps(2);
        assertState(LinkState.WAITING);
        assertProblem("by its own fault");
        after(Duration.ofSeconds(1));
        finish();
        assertEquals(1, connection().on(TOPICS.evidence()).size());
    }

    @Test
    void aSharedTopicWithAMessageTooLargeIsNotAskedForAnew() {
        pole.identity = TestBoard.pole(List.of("old-town"), List.of("market"));
        pole.board.configure(SETTINGS);
        step();
        open();
        connection().grant(1, 1, 1, 1, 1, 0);
        step();
        connection().listener().tooLarge(TOPICS.zone("market"), 2_000_000);
        step();
        after(LinkState.ANNOUNCING.limit());
        assertState(LinkState.WAITING);
        assertProblem("a message of 2000000 bytes on smartpole/v1/dormagen/zone/market holds up everything else");
        after(Duration.ofSeconds(1));
        open();
        assertEquals(5, connection().subscribed.size());
        connection().grant(1, 1, 1, 1, 1);
        step();
        announce();
        assertState(LinkState.ONLINE);
        assertProblem("smartpole/v1/dormagen/zone/market, so these topics are not asked for anew");
    }

    @Test
    void aTopicOfThisPoleIsAskedForAgainWhateverCame() {
        reach(LinkState.ANNOUNCING);
        connection().listener().tooLarge(TOPICS.command(), 2_000_000);
        step();
        after(LinkState.ANNOUNCING.limit());
        assertProblem("holds up everything else");
        after(Duration.ofSeconds(1));
        open();
        assertEquals(TOPICS.downlink().size(), connection().subscribed.size());
    }

    @Test
    void aTopicOnWhichNothingIsAcknowledgedIsNamedAndTakesNoRoomForEver() {
        online();
        for (int i = 0; i < 2 * Wire.OUTBOX_LIMIT; i++) {
            assertTrue(publish(TOPICS.health(), 1, true));
            assertTrue(publish(TOPICS.commandReply(), 1, false));
            connection().last().delivered().run(); // the reply, but not the health
            after(Duration.ofSeconds(2));
        }
        assertState(LinkState.ONLINE);
        assertProblem("does not acknowledge what is published on " + TOPICS.health());
    }

    @Test
    void beforeTheConnectionIsFullOfWhatWasLeftOutItIsMadeAnew() {
        online();
        for (int i = 0; i <= Wire.MOST_LEFT_OUT + Wire.OUTBOX_LIMIT && pole.connections.size() == 1; i++) {
            publish(TOPICS.health(), 1, true);
            publish(TOPICS.commandReply(), 1, false);
            connection().last().delivered().run();
            pole.pass(Duration.ofSeconds(2));
        }
        assertEquals(2, pole.connections.size());
    }

    // --- what goes over it

    @Test
    void evidenceGoesOutAsStoredAlarmsFirst() {
        pole.log.commit(Lane.MEASUREMENT, 1);
        pole.log.commit(Lane.ALARM, 1);
        online();
        step();
        connection().on(TOPICS.evidence()).get(0).delivered().run(); // the first goes alone, to measure the line
        step();
        List<Published> batches = connection().on(TOPICS.evidence());
        assertArrayEquals(pole.log.batch(Lane.ALARM, 1).bytes(), batches.get(0).payload());
        assertArrayEquals(
                pole.log.batch(Lane.MEASUREMENT, 1).bytes(), batches.get(1).payload());
        assertEquals(1, batches.get(0).qos());
        assertFalse(batches.get(0).retain());
    }

    @Test
    void thePubackFreesABatchWhereConfiguredAndTheConnectionStays() {
        online();
        pole.board.configure(PUBACK);
        pole.log.commit(Lane.ALARM, 1);
        step();
        connection().on(TOPICS.evidence()).get(0).delivered().run();
        step();
        assertEquals(0, pole.log.backlog().batches());
        assertEquals(1, pole.connections.size());
    }

    @Test
    void aPubackOfALostConnectionFreesNothing() {
        online();
        pole.board.configure(PUBACK);
        pole.log.commit(Lane.ALARM, 1);
        step();
        Published batch = connection().on(TOPICS.evidence()).get(0);
        connection().listener().lost(new EOFException());
        step();
        batch.delivered().run();
        step();
        assertEquals(1, pole.log.backlog().batches());
    }

    @Test
    void aNewConnectionBeginsAgainWithTheOldestBatchWithoutReceipt() {
        pole.log.commit(Lane.ALARM, 3);
        online();
        step();
        connection().on(TOPICS.evidence()).forEach(batch -> batch.delivered().run());
        step();
        pole.log.receipt(pole.log.id(Lane.ALARM, 1));
        connection().listener().lost(new EOFException());
        step();
        after(Duration.ofSeconds(1));
        finish();
        step();
        assertArrayEquals(
                pole.log.batch(Lane.ALARM, 2).bytes(),
                connection().on(TOPICS.evidence()).get(0).payload());
    }

    @Test
    void telemetryIsLiveAndPassesTheBacklog() {
        online();
        pole.log.commit(Lane.MEASUREMENT, 20);
        assertTrue(pole.telemetry.offer(TestBoard.reading(21.5)));
        step();
        Published live = connection().on(TOPICS.telemetry("bme280")).get(0);
        assertEquals("smartpole/v1/dormagen/p-1/telemetry/bme280", live.topic());
        assertEquals(0, live.qos());
        assertFalse(live.retain());
        assertEquals("[{\"bn\":\"dormagen/p-1/\",\"n\":\"bme280/temperature\",\"u\":\"Cel\",\"v\":21.5}]", live.text());
    }

    @Test
    void telemetryIsDroppedWhileOffline() {
        online();
        connection().listener().lost(new EOFException());
        step();
        assertFalse(pole.telemetry.offer(TestBoard.reading(1)));
    }

    @Test
    void messagesOfOthersGoOutAtOnceAndOnlyWhileOnline() {
        reach(LinkState.ANNOUNCING);
        assertFalse(publish(TOPICS.health(), 1, true));
        announce();
        assertTrue(publish(TOPICS.health(), 1, true));
        Published health = connection().last();
        assertEquals(TOPICS.health(), health.topic());
        assertTrue(health.retain());
        long before = pole.counters.published.get();
        health.delivered().run();
        assertEquals(before + 1, pole.counters.published.get());
    }

    @Test
    void messagesOfOthersAreRefusedWhenTheyPileUpOrAreNotTaken() {
        online();
        for (int i = 0; i < Wire.OUTBOX_LIMIT; i++) {
            assertTrue(publish(TOPICS.commandReply(), i % 2, false));
        }
        assertFalse(publish(TOPICS.commandReply(), 1, false));
        connection().on(TOPICS.commandReply()).get(0).delivered().run();
        connection().takes = false;
        assertFalse(publish(TOPICS.commandReply(), 1, false));
        connection().takes = true;
        assertTrue(publish(TOPICS.commandReply(), 1, false));
        assertFalse(publish(TOPICS.commandReply(), 1, false));
    }

    // --- changes and the end

    @Test
    void anotherIdentityTakesLeaveAndComesBackWithItsOwnTopics() {
        online();
        FakeConnection old = connection();
        pole.identity = TestBoard.pole("p-2");
        step();
        assertState(LinkState.LEAVING);
        assertEquals(TOPICS.state(), old.last().topic());
        assertTrue(old.last().retain());
        assertEquals(
                "{\"status\":\"offline\",\"boot\":\"00ff\",\"endpoint\":\"cloud1\",\"reason\":\"reconfigured\"}",
                old.last().text());
        assertFalse(publish(TOPICS.health(), 1, true));
        assertFalse(old.disconnecting());
        old.last().delivered().run();
        step();
        assertTrue(old.disconnecting());
        old.disconnected();
        steps(2);
        assertTrue(old.abandoned);
        finish();
        assertEquals("smartpole-dormagen-p-2", connection().target.clientId());
        assertEquals("smartpole/v1/dormagen/p-2/state", connection().last().topic());
    }

    @Test
    void anIdentityWithOnlyAnotherPlaceChangesNothing() {
        online();
        pole.identity = new PoleIdentity("dormagen", "p-1", "cabinet 7", "", "L2", null);
        steps(3);
        assertState(LinkState.ONLINE);
    }

    // --- groups and zones

    @Test
    void itAlsoReadsCommandsToItsGroupsAndMessagesOfItsZones() {
        pole.identity = TestBoard.pole(List.of("old-town", "schools"), List.of("market"));
        reach(LinkState.SUBSCRIBING);
        assertEquals(
                List.of(
                        new Subscription(TOPICS.groupCommand("old-town"), 1, false),
                        new Subscription(TOPICS.groupCommand("schools"), 1, false),
                        new Subscription(TOPICS.zone("market"), 0, false)),
                connection().subscribed.subList(4, 7));
        connection().grant(1, 1, 1, 1, 1, 1, 0);
        step();
        announce();
        assertState(LinkState.ONLINE);
        assertNull(pole.standing("cloud1").problem());
    }

    @ParameterizedTest
    @CsvSource({"0x80, 1, 0, group/old-town/command", "1, 0, 0, group/schools/command", "1, 1, 0x80, zone/market"})
    void aGroupOrZoneThatTheBrokerRefusesIsNamedAndTheConnectionGoesOn(
            String first, String second, String zone, String named) {
        pole.identity = TestBoard.pole(List.of("old-town", "schools"), List.of("market"));
        reach(LinkState.SUBSCRIBING);
        connection().grant(1, 1, 1, 1, Integer.decode(first), Integer.decode(second), Integer.decode(zone));
        step();
        announce();
        assertState(LinkState.ONLINE);
        assertProblem(named);
    }

    @Test
    void aPoleThatJoinsAGroupConnectsAnewAndReadsItsCommands() {
        online();
        pole.identity = TestBoard.pole(List.of("old-town"), List.of());
        step();
        assertState(LinkState.LEAVING);
        connection().last().delivered().run();
        step();
        connection().disconnected();
        steps(2);
        open();
        assertEquals(
                TOPICS.groupCommand("old-town"), connection().subscribed.get(4).topic());
    }

    @Test
    void whatStillComesForAGroupThatWasLeftIsDroppedAndNoLongerAskedFor() {
        reach(LinkState.SUBSCRIBING);
        connection().listener().arrived(TOPICS.groupCommand("left"), new byte[1], false);
        assertEquals(1, pole.arrivals.dropped());
        assertEquals(List.of(TOPICS.groupCommand("left")), connection().unsubscribed);
    }

    // --- switched mains

    @ParameterizedTest
    @EnumSource(names = {"NIGHT_SWITCHED", "HALF_NIGHT_PHASE"})
    void aPoleWhoseMainsAreSwitchedWaitsForItsTurnAndIsAsleepWhenItsPowerGoes(Supply supply) {
        pole.profile = TestProfile.of(supply);
        pole.board.configure(SHARED);
        steps(2);
        assertState(LinkState.QUEUING);
        after(Turn.SPREAD.minusMillis(1));
        assertState(LinkState.QUEUING);
        after(Duration.ofMillis(1));
        step();
        assertState(LinkState.CONNECTING);
        assertEquals("{\"status\":\"asleep\",\"boot\":\"00ff\",\"endpoint\":\"cloud1\"}", connection().lastWill);
        finish();
        pole.board.stop();
        step();
        assertEquals(
                "{\"status\":\"asleep\",\"boot\":\"00ff\",\"endpoint\":\"cloud1\",\"reason\":\"stopped\"}",
                connection().last().text());
    }

    @Test
    void aPoleWaitsAWhileForTheProfileThatTellsItsSupply() {
        pole.profile = null;
        pole.board.configure(SHARED);
        steps(2);
        assertState(LinkState.QUEUING);
        pole.profile = TestProfile.of(Supply.PERMANENT);
        steps(2);
        assertState(LinkState.CONNECTING);
    }

    @Test
    void aPoleWithoutProfileConnectsInTheEnd() {
        pole.profile = null;
        pole.board.configure(SHARED);
        step();
        after(Turn.PATIENCE);
        step();
        assertState(LinkState.CONNECTING);
        assertTrue(connection().lastWill.contains("offline"));
    }

    @Test
    void aProfileChosenOnARunningPoleChangesTheLastWillAndWaitsForNoTurn() {
        online();
        pole.profile = TestProfile.of(Supply.NIGHT_SWITCHED);
        step();
        assertTrue(connection().last().text().contains("reconfigured"));
        connection().last().delivered().run();
        step();
        connection().disconnected();
        steps(3);
        assertState(LinkState.CONNECTING);
        assertTrue(connection().lastWill.contains("asleep"));
    }

    @Test
    void aProfileThatIsBeingReplacedDoesNotCutTheConnection() {
        pole.profile = TestProfile.of(Supply.NIGHT_SWITCHED);
        pole.board.configure(SHARED);
        step();
        after(Turn.SPREAD);
        step();
        finish();
        pole.profile = null;
        steps(3);
        assertState(LinkState.ONLINE);
    }

    @Test
    void aSwitchedPoleThatCannotConnectBacksOffLikeAnyOther() {
        pole.profile = TestProfile.of(Supply.NIGHT_SWITCHED);
        pole.board.configure(SHARED);
        step();
        after(Turn.SPREAD);
        step();
        connection().listener().lost(new ConnectException("Connection refused"));
        step();
        assertState(LinkState.WAITING);
        after(Duration.ofMinutes(4));
        assertState(LinkState.CONNECTING);
    }

    @Test
    void stoppingEndsTheWaitForATurn() {
        pole.profile = TestProfile.of(Supply.NIGHT_SWITCHED);
        pole.board.configure(SHARED);
        step();
        pole.board.stop();
        step();
        assertTrue(pole.board.stopped());
    }

    @ParameterizedTest
    @EnumSource(names = {"EXPECTING", "CONNECTING", "SUBSCRIBING", "ANNOUNCING", "WAITING"})
    void otherConnectionSettingsTakeEffectAtOnce(LinkState state) {
        reach(state);
        pole.listeners.add(message -> {});
        Endpoint next = TestBoard.endpoint("cloud1", "tcp://127.0.0.1:2883");
        pole.board.configure(TestBoard.settings(next));
        step();
        assertState(LinkState.CONNECTING);
        assertEquals(next, connection().target.endpoint());
    }

    @Test
    void noBrokerAnyMoreMeansDisconnected() {
        online();
        pole.board.configure(Settings.NONE);
        step();
        connection().last().delivered().run();
        step();
        connection().disconnected();
        steps(3);
        assertState(LinkState.DISABLED);
        assertEquals(1, pole.connections.size());
        assertFalse(pole.board.stopped());
    }

    @Test
    void stoppingSaysSoAndDisconnects() {
        online();
        pole.board.stop();
        step();
        assertEquals(
                "{\"status\":\"offline\",\"boot\":\"00ff\",\"endpoint\":\"cloud1\",\"reason\":\"stopped\"}",
                connection().last().text());
        assertFalse(pole.board.stopped());
        connection().last().delivered().run();
        step();
        connection().disconnected();
        step();
        assertTrue(pole.board.stopped());
        assertTrue(connection().abandoned);
    }

    @Test
    void stoppingDoesNotWaitForASilentBroker() {
        online();
        pole.board.stop();
        step();
        after(LinkState.LEAVING.limit().minusMillis(1));
        assertFalse(pole.board.stopped());
        after(Duration.ofMillis(1));
        assertTrue(pole.board.stopped());
        assertTrue(connection().abandoned);
    }

    @Test
    void stoppingIsDoneWhenTheConnectionBreaksMeanwhile() {
        online();
        pole.board.stop();
        step();
        connection().listener().lost(new EOFException());
        step();
        assertTrue(pole.board.stopped());
    }

    @Test
    void stoppingIsDoneWhenTheFarewellIsNotTaken() {
        online();
        connection().takes = false;
        pole.board.stop();
        step();
        assertTrue(pole.board.stopped());
    }

    @Test
    void stoppingEndsAnAttemptAtOnce() {
        reach(LinkState.SUBSCRIBING);
        pole.board.stop();
        step();
        assertTrue(pole.board.stopped());
        assertTrue(connection().abandoned);
    }

    @Test
    void everyStateThatWaitsForAnotherHasALimit() {
        for (LinkState state : LinkState.values()) {
            boolean rests = Set.of(LinkState.DISABLED, LinkState.QUEUING, LinkState.ONLINE, LinkState.WAITING)
                    .contains(state);
            assertEquals(rests, state.limit().isZero(), state.name());
        }
    }

    @Test
    void anIdleLinkSleepsForASecond() {
        online();
        step();
        assertEquals(Duration.ofSeconds(1), step());
    }

    // --- the test's hands

    private Duration step() {
        return pole.step();
    }

    private void steps(int count) {
        for (int i = 0; i < count; i++) {
            step();
        }
    }

    private void after(Duration time) {
        pole.after(time);
    }

    private void online() {
        reach(LinkState.ONLINE);
    }

    private void reach(LinkState wanted) {
        if (wanted == LinkState.EXPECTING) {
            pole.listeners.clear();
        }
        pole.board.configure(SETTINGS);
        steps(2);
        switch (wanted) {
            case SUBSCRIBING -> open();
            case ANNOUNCING -> {
                open();
                subscribe();
            }
            case ONLINE -> finish();
            case WAITING -> {
                connection().listener().lost(new ConnectException("Connection refused"));
                step();
            }
            default -> {}
        }
        assertState(wanted);
    }

    /** From CONNECTING to ONLINE. */
    private void finish() {
        open();
        subscribe();
        announce();
        assertState(LinkState.ONLINE);
    }

    private void open() {
        connection().listener().opened();
        step();
    }

    private void subscribe() {
        connection().grant(1, 1, 1, 1);
        step();
    }

    private void announce() {
        connection().last().delivered().run();
        step();
    }

    private FakeConnection connection() {
        return pole.connection();
    }

    private boolean publish(String topic, int qos, boolean retain) {
        return pole.board.publish(topic, new byte[] {7}, qos, retain);
    }

    private void assertState(LinkState expected) {
        assertEquals(
                expected,
                pole.board.situation().members().isEmpty()
                        ? LinkState.DISABLED
                        : pole.standing("cloud1").state());
    }

    private void assertProblem(String expected) {
        pole.assertProblem("cloud1", expected);
    }
}
