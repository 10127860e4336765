package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.link.Inbound;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Supply;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.topics.Topics;
import io.smartpole.uplink.FakeConnection.Published;
import io.smartpole.uplink.Settings.Acknowledge;
import java.io.EOFException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTest {

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private static final Endpoint CLOUD1 = Endpoint.of("cloud1", "tcp://127.0.0.1:1883", "", "", "", 60);
    private static final Settings SETTINGS = new Settings(CLOUD1, Acknowledge.PLATFORM);
    private static final Topics TOPICS = new Topics("dormagen", "p-1");

    private final List<FakeConnection> connections = new ArrayList<>();
    private final List<Inbound> listeners = new ArrayList<>(List.of(message -> {}));
    private final FakeLog log = new FakeLog();
    private final Telemetry telemetry = new Telemetry();
    private final Arrivals arrivals = new Arrivals(() -> listeners);
    private PoleIdentity identity = pole("p-1");
    private boolean poleFails;
    private @Nullable HardwareProfile profile = TestProfile.of(Supply.PERMANENT);
    private boolean trusted = true;
    private Duration sinceBoot = Duration.ofSeconds(5);
    private int wakes;
    private final Link link = new Link(
            (target, lastWill) -> {
                FakeConnection connection = new FakeConnection(target, lastWill);
                connections.add(connection);
                return connection;
            },
            new Random() {
                @Override
                public long nextLong(long bound) {
                    return bound - 1; // always the ceiling
                }
            },
            this::identity,
            log,
            new Presence("00ff", "c0de", "0.1.0", () -> profile),
            arrivals,
            telemetry,
            () -> wakes++,
            now());

    // --- coming online

    @Test
    void withoutABrokerNothingIsTried() {
        step();
        assertState(LinkState.DISABLED);
        assertEquals(List.of(), connections);
        assertFalse(link.publish(TOPICS.health(), new byte[1], 1, true));
    }

    @Test
    void itConnectsSubscribesAnnouncesAndIsOnline() {
        link.configure(SETTINGS);
        steps(2);
        assertState(LinkState.CONNECTING);
        assertEquals("smartpole-dormagen-p-1", connection().target.clientId());
        assertEquals("{\"status\":\"offline\",\"boot\":\"00ff\"}", connection().lastWill);

        connection().listener().opened();
        step();
        assertState(LinkState.SUBSCRIBING);
        assertEquals(
                TOPICS.downlink().stream()
                        .map(topic -> new Subscription(topic, 1, true))
                        .toList(),
                connection().subscribed);

        connection().grant(1, 1, 1);
        step();
        assertState(LinkState.ANNOUNCING);
        Published state = connection().last();
        assertEquals(TOPICS.state(), state.topic());
        assertEquals(1, state.qos());
        assertTrue(state.retain());
        assertEquals(
                "{\"status\":\"online\",\"boot\":\"00ff\",\"nonce\":\"c0de\",\"version\":\"0.1.0\","
                        + "\"profile\":\"city-basic\",\"time\":\"2026-11-01T12:00:05Z\"}",
                state.text());

        state.delivered().run();
        step();
        assertState(LinkState.ONLINE);
        assertEquals(1, link.connects());
        assertEquals(1, link.published());
        assertEquals("cloud1 tcp://127.0.0.1:1883", link.standing().endpoint());
    }

    @Test
    void anUntrustedTimeIsNotTold() {
        trusted = false;
        profile = null;
        sinceBoot = sinceBoot.plus(SwitchedMains.PROFILE); // then it no longer waits for a profile
        online();
        assertEquals(
                "{\"status\":\"online\",\"boot\":\"00ff\",\"nonce\":\"c0de\",\"version\":\"0.1.0\",\"time\":null}",
                connection().last().text());
    }

    @Test
    void aNewProfileOrATrustedTimeIsAnnouncedOnce() {
        trusted = false;
        online();
        trusted = true;
        steps(3);
        profile = TestProfile.of("city-plus", Supply.PERMANENT);
        steps(3);
        List<Published> states = connection().on(TOPICS.state());
        assertEquals(3, states.size());
        assertTrue(states.get(1).text().contains("\"time\":\"2026"));
        assertTrue(states.get(2).text().contains("city-plus"));
    }

    @Test
    void keptMessagesAreNotFetchedBeforeSomebodyListens() {
        listeners.clear();
        link.configure(SETTINGS);
        steps(3);
        assertState(LinkState.EXPECTING);
        listeners.add(message -> {});
        step();
        assertState(LinkState.CONNECTING);
    }

    @Test
    void itConnectsInTheEndThoughNobodyListens() {
        listeners.clear();
        link.configure(SETTINGS);
        step();
        after(LinkState.EXPECTING.limit().minusMillis(1));
        assertState(LinkState.EXPECTING);
        after(Duration.ofMillis(1));
        assertState(LinkState.CONNECTING);
    }

    // --- what can go wrong

    @Test
    void aFailedConnectIsTriedAgainAfterEverLongerWaits() {
        link.configure(SETTINGS);
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
        assertEquals(12, connections.size());
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
        assertFalse(link.publish(TOPICS.health(), new byte[1], 1, true));
        after(Duration.ofSeconds(1));
        assertState(LinkState.CONNECTING);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0, 2})
    void aSubscriptionRefusedOrOtherThanAskedIsAFailureThatNamesTheTopic(int granted) {
        reach(LinkState.SUBSCRIBING);
        connection().grant(1, granted, 1);
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
    void aBrokerThatAcknowledgesNoBatchIsLeft() {
        online();
        log.commit(Lane.ALARM, 1);
        step();
        after(Forwarding.PUBACK_TIMEOUT.minusMillis(1));
        assertState(LinkState.ONLINE);
        after(Duration.ofMillis(1));
        assertState(LinkState.WAITING);
        assertProblem("has acknowledged no batch for 30 s");
    }

    @Test
    void aFaultOfOurOwnBreaksOnlyTheConnection() {
        link.configure(SETTINGS);
        steps(2);
        poleFails = true;
        step();
        assertState(LinkState.WAITING);
        assertProblem("by its own fault");
        poleFails = false;
        after(Duration.ofSeconds(1));
        assertState(LinkState.CONNECTING);
    }

    // --- what goes over it

    @Test
    void evidenceGoesOutAsStoredAlarmsFirst() {
        log.commit(Lane.MEASUREMENT, 1);
        log.commit(Lane.ALARM, 1);
        online();
        step();
        List<Published> batches = connection().on(TOPICS.evidence());
        assertArrayEquals(new byte[] {'a', 1}, batches.get(0).payload());
        assertArrayEquals(new byte[] {'m', 1}, batches.get(1).payload());
        assertEquals(1, batches.get(0).qos());
        assertFalse(batches.get(0).retain());
    }

    @Test
    void theWindowIsNeverExceeded() {
        log.commit(Lane.MEASUREMENT, 20);
        online();
        steps(3);
        assertEquals(4, connection().on(TOPICS.evidence()).size());
        connection().on(TOPICS.evidence()).get(0).delivered().run();
        steps(3);
        assertEquals(5, connection().on(TOPICS.evidence()).size());
    }

    @Test
    void thePlatformsReceiptAndNotThePubackFreesABatch() {
        log.commit(Lane.ALARM, 1);
        online();
        step();
        connection().on(TOPICS.evidence()).get(0).delivered().run();
        steps(2);
        assertEquals(1, log.backlog().batches());
        assertEquals(2, link.published());
        after(Forwarding.RECEIPT_TIMEOUT);
        assertEquals(2, connection().on(TOPICS.evidence()).size());
    }

    @Test
    void thePubackFreesABatchWhereConfiguredAndTheConnectionStays() {
        online();
        link.configure(new Settings(CLOUD1, Acknowledge.PUBACK));
        log.commit(Lane.ALARM, 1);
        step();
        connection().on(TOPICS.evidence()).get(0).delivered().run();
        step();
        assertEquals(0, log.backlog().batches());
        after(Forwarding.RECEIPT_TIMEOUT);
        assertEquals(1, connection().on(TOPICS.evidence()).size());
        assertEquals(1, connections.size());
    }

    @Test
    void aPubackOfALostConnectionFreesNothing() {
        online();
        link.configure(new Settings(CLOUD1, Acknowledge.PUBACK));
        log.commit(Lane.ALARM, 1);
        step();
        Published batch = connection().on(TOPICS.evidence()).get(0);
        connection().listener().lost(new EOFException());
        batch.delivered().run();
        step();
        assertEquals(1, log.backlog().batches());
    }

    @Test
    void aNewConnectionBeginsAgainWithTheOldestBatchWithoutReceipt() {
        log.commit(Lane.ALARM, 3);
        online();
        step();
        connection().on(TOPICS.evidence()).forEach(batch -> batch.delivered().run());
        step();
        log.receipt(FakeLog.id(Lane.ALARM, 1));
        connection().listener().lost(new EOFException());
        step();
        after(Duration.ofSeconds(1));
        finish();
        step();
        assertEquals(2, connection().on(TOPICS.evidence()).size());
        assertArrayEquals(
                new byte[] {'a', 2}, connection().on(TOPICS.evidence()).get(0).payload());
    }

    @Test
    void anArrivingReceiptWakesAFullLane() {
        log.commit(Lane.MEASUREMENT, 300);
        online();
        for (int i = 0; i < connection().on(TOPICS.evidence()).size(); i++) {
            connection().on(TOPICS.evidence()).get(i).delivered().run();
            step();
        }
        assertEquals(256, connection().on(TOPICS.evidence()).size());
        log.receipt(FakeLog.id(Lane.MEASUREMENT, 1));
        connection().listener().arrived(TOPICS.receipt(), new byte[1], false);
        assertEquals(Forwarding.LOOK_AFTER_RECEIPT, step());
        after(Forwarding.LOOK_AFTER_RECEIPT);
        assertEquals(257, connection().on(TOPICS.evidence()).size());
    }

    @Test
    void telemetryIsLiveAndPassesTheBacklog() {
        online();
        log.commit(Lane.MEASUREMENT, 20);
        assertTrue(telemetry.offer(TelemetryTest.reading(21.5)));
        step();
        Published live = connection().published.get(1);
        assertEquals("smartpole/v1/dormagen/p-1/telemetry/bme280", live.topic());
        assertEquals(0, live.qos());
        assertFalse(live.retain());
        assertEquals("[{\"bn\":\"dormagen/p-1/\",\"n\":\"bme280/temperature\",\"u\":\"Cel\",\"v\":21.5}]", live.text());
    }

    @Test
    void telemetryThatDoesNotLeaveIsNotPiledUp() {
        online();
        String topic = TOPICS.telemetry("bme280");
        for (int i = 0; i < 100; i++) {
            telemetry.offer(TelemetryTest.reading(i));
        }
        steps(3);
        assertEquals(Session.TELEMETRY_LIMIT, connection().on(topic).size());
        int before = wakes;
        connection().on(topic).get(0).delivered().run();
        assertTrue(wakes > before);
        steps(3);
        assertEquals(Session.TELEMETRY_LIMIT + 1, connection().on(topic).size());
    }

    @Test
    void telemetryIsDroppedWhileOffline() {
        online();
        connection().listener().lost(new EOFException());
        step();
        assertFalse(telemetry.offer(TelemetryTest.reading(1)));
    }

    @Test
    void messagesOfOthersGoOutAtOnceAndOnlyWhileOnline() {
        reach(LinkState.ANNOUNCING);
        assertFalse(link.publish(TOPICS.health(), new byte[] {7}, 1, true));
        announce();
        assertTrue(link.publish(TOPICS.health(), new byte[] {7}, 1, true));
        Published health = connection().last();
        assertEquals(TOPICS.health(), health.topic());
        assertTrue(health.retain());
        long before = link.published();
        health.delivered().run();
        assertEquals(before + 1, link.published());
    }

    @Test
    void messagesOfOthersAreRefusedWhenTheyPileUpOrAreNotTaken() {
        online();
        for (int i = 0; i < Session.OUTBOX_LIMIT; i++) {
            assertTrue(link.publish(TOPICS.commandReply(), new byte[1], i % 2, false));
        }
        assertFalse(link.publish(TOPICS.commandReply(), new byte[1], 1, false));
        connection().on(TOPICS.commandReply()).get(0).delivered().run();
        connection().takes = false;
        assertFalse(link.publish(TOPICS.commandReply(), new byte[1], 1, false));
        connection().takes = true;
        assertTrue(link.publish(TOPICS.commandReply(), new byte[1], 1, false));
        assertFalse(link.publish(TOPICS.commandReply(), new byte[1], 1, false));
    }

    // --- changes and the end

    @Test
    void anotherIdentityTakesLeaveAndComesBackWithItsOwnTopics() {
        online();
        FakeConnection old = connection();
        identity = pole("p-2");
        step();
        assertState(LinkState.LEAVING);
        assertEquals(TOPICS.state(), old.last().topic());
        assertTrue(old.last().retain());
        assertEquals(
                "{\"status\":\"offline\",\"boot\":\"00ff\",\"reason\":\"reconfigured\"}",
                old.last().text());
        assertFalse(link.publish(TOPICS.health(), new byte[1], 1, true));
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
        identity = new PoleIdentity("dormagen", "p-1", "cabinet 7", "", "L2", null);
        steps(3);
        assertState(LinkState.ONLINE);
    }

    // --- groups and zones

    @Test
    void itAlsoReadsCommandsToItsGroupsAndMessagesOfItsZones() {
        identity = pole(List.of("old-town", "schools"), List.of("market"));
        reach(LinkState.SUBSCRIBING);
        assertEquals(
                List.of(
                        new Subscription(TOPICS.groupCommand("old-town"), 1, false),
                        new Subscription(TOPICS.groupCommand("schools"), 1, false),
                        new Subscription(TOPICS.zone("market"), 0, false)),
                connection().subscribed.subList(3, 6));
        connection().grant(1, 1, 1, 1, 1, 0);
        step();
        announce();
        assertState(LinkState.ONLINE);
        assertNull(link.standing().problem());
    }

    @ParameterizedTest
    @CsvSource({"0x80, 1, 0, group/old-town/command", "1, 0, 0, group/schools/command", "1, 1, 0x80, zone/market"})
    void aGroupOrZoneThatTheBrokerRefusesIsNamedAndTheConnectionGoesOn(
            String first, String second, String zone, String named) {
        identity = pole(List.of("old-town", "schools"), List.of("market"));
        reach(LinkState.SUBSCRIBING);
        connection().grant(1, 1, 1, Integer.decode(first), Integer.decode(second), Integer.decode(zone));
        step();
        announce();
        assertState(LinkState.ONLINE);
        assertProblem(named);
    }

    @Test
    void aPoleThatJoinsAGroupConnectsAnewAndReadsItsCommands() {
        online();
        identity = pole(List.of("old-town"), List.of());
        step();
        assertState(LinkState.LEAVING);
        connection().last().delivered().run();
        step();
        connection().disconnected();
        steps(2);
        open();
        assertEquals(
                TOPICS.groupCommand("old-town"), connection().subscribed.get(3).topic());
    }

    @Test
    void whatStillComesForAGroupThatWasLeftIsDroppedAndNoLongerAskedFor() {
        reach(LinkState.SUBSCRIBING);
        connection().listener().arrived(TOPICS.groupCommand("left"), new byte[1], false);
        assertEquals(1, arrivals.dropped());
        assertEquals(List.of(TOPICS.groupCommand("left")), connection().unsubscribed);
    }

    // --- switched mains

    @ParameterizedTest
    @EnumSource(names = {"NIGHT_SWITCHED", "HALF_NIGHT_PHASE"})
    void aPoleWhoseMainsAreSwitchedWaitsForItsTurnAndIsAsleepWhenItsPowerGoes(Supply supply) {
        profile = TestProfile.of(supply);
        link.configure(SETTINGS);
        steps(2);
        assertState(LinkState.QUEUING);
        after(SwitchedMains.SPREAD.minusMillis(1));
        assertState(LinkState.QUEUING);
        after(Duration.ofMillis(1));
        step();
        assertState(LinkState.CONNECTING);
        assertEquals("{\"status\":\"asleep\",\"boot\":\"00ff\"}", connection().lastWill);
        finish();
        link.stop();
        step();
        assertEquals(
                "{\"status\":\"asleep\",\"boot\":\"00ff\",\"reason\":\"stopped\"}",
                connection().last().text());
    }

    @Test
    void aPoleWaitsAWhileForTheProfileThatTellsItsSupply() {
        profile = null;
        link.configure(SETTINGS);
        steps(2);
        assertState(LinkState.QUEUING);
        profile = TestProfile.of(Supply.PERMANENT);
        steps(2);
        assertState(LinkState.CONNECTING);
    }

    @Test
    void aPoleWithoutProfileConnectsInTheEnd() {
        profile = null;
        link.configure(SETTINGS);
        step();
        after(SwitchedMains.PROFILE);
        step();
        assertState(LinkState.CONNECTING);
        assertTrue(connection().lastWill.contains("offline"));
    }

    @Test
    void aProfileChosenOnARunningPoleChangesTheLastWillAndWaitsForNoTurn() {
        online();
        profile = TestProfile.of(Supply.NIGHT_SWITCHED);
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
        profile = TestProfile.of(Supply.NIGHT_SWITCHED);
        link.configure(SETTINGS);
        step();
        after(SwitchedMains.SPREAD);
        step();
        finish();
        profile = null;
        steps(3);
        assertState(LinkState.ONLINE);
    }

    @Test
    void aSwitchedPoleThatCannotConnectBacksOffLikeAnyOther() {
        profile = TestProfile.of(Supply.NIGHT_SWITCHED);
        link.configure(SETTINGS);
        step();
        after(SwitchedMains.SPREAD);
        step();
        connection().listener().lost(new ConnectException("Connection refused"));
        step();
        assertState(LinkState.WAITING);
        after(Duration.ofSeconds(1));
        assertState(LinkState.CONNECTING);
    }

    @Test
    void stoppingEndsTheWaitForATurn() {
        profile = TestProfile.of(Supply.NIGHT_SWITCHED);
        link.configure(SETTINGS);
        step();
        link.stop();
        step();
        assertTrue(link.stopped());
    }

    @ParameterizedTest
    @EnumSource(names = {"EXPECTING", "CONNECTING", "SUBSCRIBING", "ANNOUNCING", "WAITING"})
    void otherConnectionSettingsTakeEffectAtOnce(LinkState state) {
        reach(state);
        listeners.add(message -> {});
        Endpoint next = Endpoint.of("cloud1", "tcp://127.0.0.1:2883", "", "", "", 60);
        link.configure(new Settings(next, Acknowledge.PLATFORM));
        step();
        assertState(LinkState.DISABLED);
        steps(2);
        assertState(LinkState.CONNECTING);
        assertEquals(next, connection().target.endpoint());
    }

    @Test
    void noBrokerAnyMoreMeansDisconnected() {
        online();
        link.configure(Settings.NONE);
        step();
        connection().last().delivered().run();
        step();
        connection().disconnected();
        steps(3);
        assertState(LinkState.DISABLED);
        assertEquals(1, connections.size());
        assertFalse(link.stopped());
    }

    @Test
    void stoppingSaysSoAndDisconnects() {
        online();
        link.stop();
        step();
        assertEquals(
                "{\"status\":\"offline\",\"boot\":\"00ff\",\"reason\":\"stopped\"}",
                connection().last().text());
        assertFalse(link.stopped());
        connection().last().delivered().run();
        step();
        connection().disconnected();
        step();
        assertTrue(link.stopped());
        assertTrue(connection().abandoned);
    }

    @Test
    void stoppingDoesNotWaitForASilentBroker() {
        online();
        link.stop();
        step();
        after(LinkState.LEAVING.limit().minusMillis(1));
        assertFalse(link.stopped());
        after(Duration.ofMillis(1));
        assertTrue(link.stopped());
        assertTrue(connection().abandoned);
    }

    @Test
    void stoppingIsDoneWhenTheConnectionBreaksMeanwhile() {
        online();
        link.stop();
        step();
        connection().listener().lost(new EOFException());
        step();
        assertTrue(link.stopped());
    }

    @Test
    void stoppingIsDoneWhenTheFarewellIsNotTaken() {
        online();
        connection().takes = false;
        link.stop();
        step();
        assertTrue(link.stopped());
    }

    @Test
    void stoppingEndsAnAttemptAtOnce() {
        reach(LinkState.SUBSCRIBING);
        link.stop();
        step();
        assertTrue(link.stopped());
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

    private Moment now() {
        return new Moment(START.plus(sinceBoot), trusted, sinceBoot);
    }

    private Duration step() {
        return link.step(now());
    }

    private void steps(int count) {
        for (int i = 0; i < count; i++) {
            step();
        }
    }

    private void after(Duration time) {
        sinceBoot = sinceBoot.plus(time);
        step();
    }

    private void online() {
        reach(LinkState.ONLINE);
    }

    private void reach(LinkState wanted) {
        if (wanted == LinkState.EXPECTING) {
            listeners.clear();
        }
        link.configure(SETTINGS);
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
        connection().grant(1, 1, 1);
        step();
    }

    private void announce() {
        connection().last().delivered().run();
        step();
    }

    private PoleIdentity identity() {
        if (poleFails) {
            throw new IllegalStateException("a Pole that fails, as the test wants it");
        }
        return identity;
    }

    private FakeConnection connection() {
        return connections.get(connections.size() - 1);
    }

    private void assertState(LinkState expected) {
        assertEquals(expected, link.standing().state());
    }

    private void assertProblem(String expected) {
        Problem problem = link.standing().problem();
        assertNotNull(problem);
        assertTrue(problem.what().contains(expected), problem.what());
    }

    private static PoleIdentity pole(List<String> groups, List<String> zones) {
        return new PoleIdentity("dormagen", "p-1", "", "", "", null, groups, zones);
    }

    private static PoleIdentity pole(String number) {
        return new PoleIdentity("dormagen", number, "", "", "", null);
    }
}
