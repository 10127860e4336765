package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.time.Moment;
import io.smartpole.uplink.Settings.Acknowledge;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UplinkHealthTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Moment START = new Moment(NOW.minusSeconds(7200), true, Duration.ofSeconds(10));
    private static final Moment LATER = new Moment(NOW, true, Duration.ofSeconds(7210));
    private static final Backlog EMPTY = new Backlog(0, 0, null, 7, 0);

    private static final Standing ONLINE = standing(LinkState.ONLINE, null);

    @Test
    void onlineSaysSinceWhen() {
        assertEquals(
                HealthResult.ok("cloud1 ssl://broker.example: online for 2 h 0 min; nothing waits"),
                UplinkHealth.of(ONLINE, null, Acknowledge.PLATFORM, EMPTY, LATER));
    }

    @Test
    void withoutABrokerItSaysWhatToSet() {
        HealthResult result = UplinkHealth.of(
                new Standing(LinkState.DISABLED, START, "", null), null, Acknowledge.PLATFORM, EMPTY, LATER);
        assertEquals(HealthStatus.WARN, result.status());
        assertTrue(result.message().contains("no broker is configured"), result.message());
        assertEquals("set cloud1.uri of smartpole.uplink", result.action());
    }

    @Test
    void aProblemIsToldWithWhatToDoAndHowOldTheBacklogIs() {
        HealthResult result = UplinkHealth.of(
                standing(LinkState.WAITING, new Problem("the cable is cut", "mend it")),
                null,
                Acknowledge.PLATFORM,
                backlogSince(Duration.ofDays(2)),
                LATER);
        assertEquals(
                HealthResult.warn(
                        "cloud1 ssl://broker.example: waiting before the next attempt for 2 h 0 min: the cable is cut;"
                                + " 3 batches wait, the oldest for 2 d 0 h",
                        "mend it"),
                result);
    }

    @Test
    void connectingIsNoLinkYet() {
        assertEquals(
                HealthStatus.WARN,
                UplinkHealth.of(standing(LinkState.CONNECTING, null), null, Acknowledge.PLATFORM, EMPTY, START)
                        .status());
    }

    @Test
    void aPoleThatWaitsForItsTurnNeedsNobody() {
        assertEquals(
                HealthResult.ok("cloud1 ssl://broker.example: waiting for its turn, since many poles get power at once"
                        + " for 0 s; nothing waits"),
                UplinkHealth.of(standing(LinkState.QUEUING, null), null, Acknowledge.PLATFORM, EMPTY, START));
    }

    @Test
    void aGroupThatTheBrokerRefusesIsToldWhileOnline() {
        Problem refused = Problem.subscriptionRefused(new Subscription("g/command", 1, false), "p-1");
        HealthResult result =
                UplinkHealth.of(standing(LinkState.ONLINE, refused), null, Acknowledge.PLATFORM, EMPTY, LATER);
        assertEquals(HealthStatus.WARN, result.status());
        assertTrue(result.message().contains("does not grant QoS 1 on g/command"), result.message());
        assertTrue(result.action().contains("'p-1'"), result.action());
    }

    @Test
    void aRefusedConfigurationIsToldBeforeAllElse() {
        HealthResult result = UplinkHealth.of(ONLINE, "cloud1.uri is wrong", Acknowledge.PLATFORM, EMPTY, LATER);
        assertEquals(HealthStatus.WARN, result.status());
        assertTrue(
                result.message().startsWith("smartpole.uplink: cloud1.uri is wrong. The last good"), result.message());
        assertTrue(result.message().contains("online for 2 h"), result.message());
    }

    @Test
    void missingReceiptsAreToldOnceTheyCouldHaveCome() {
        Backlog old = backlogSince(Duration.ofMinutes(31));
        HealthResult result = UplinkHealth.of(ONLINE, null, Acknowledge.PLATFORM, old, LATER);
        assertEquals(HealthStatus.WARN, result.status());
        assertTrue(result.action().contains("receipt"), result.action());

        Standing justOnline = new Standing(LinkState.ONLINE, LATER, "cloud1 ssl://broker.example", null);
        assertEquals(
                HealthStatus.OK,
                UplinkHealth.of(justOnline, null, Acknowledge.PLATFORM, old, LATER)
                        .status());
        assertEquals(
                HealthStatus.OK,
                UplinkHealth.of(ONLINE, null, Acknowledge.PLATFORM, backlogSince(Duration.ofMinutes(29)), LATER)
                        .status());
    }

    @Test
    void theAgeOfTheBacklogIsNotGuessedWithoutATrustedClock() {
        HealthResult result = UplinkHealth.of(
                ONLINE,
                null,
                Acknowledge.PLATFORM,
                backlogSince(Duration.ofDays(9)),
                new Moment(NOW, false, LATER.sinceBoot()));
        assertEquals(HealthStatus.OK, result.status());
        assertTrue(result.message().endsWith("3 batches wait"), result.message());
    }

    @Test
    void freeingByPubackIsSaid() {
        HealthResult result = UplinkHealth.of(ONLINE, null, Acknowledge.PUBACK, EMPTY, LATER);
        assertEquals(HealthStatus.OK, result.status());
        assertTrue(result.message().contains("without the platform's receipt"), result.message());
    }

    private static Standing standing(LinkState state, @Nullable Problem problem) {
        return new Standing(state, START, "cloud1 ssl://broker.example", problem);
    }

    private static Backlog backlogSince(Duration age) {
        return new Backlog(3, 900, NOW.minus(age), 7, 0);
    }
}
