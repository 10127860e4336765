package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.time.Moment;
import io.smartpole.uplink.Failover.Course;
import io.smartpole.uplink.Problem.Side;
import io.smartpole.uplink.Settings.Acknowledge;
import io.smartpole.uplink.Situation.Member;
import io.smartpole.uplink.UplinkHealth.View;
import io.smartpole.uplink.tls.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UplinkHealthTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Moment START = new Moment(NOW.minusSeconds(7200), true, Duration.ofSeconds(10));
    private static final Moment LATER = new Moment(NOW, true, Duration.ofSeconds(7210));
    private static final Endpoint CLOUD1 = TestBoard.endpoint("cloud1", "ssl://broker.example");
    private static final Endpoint LOCAL1 = TestBoard.endpoint("local1", "ssl://cabinet.example");
    private static final Problem CUT = new Problem("the cable is cut", "mend it", Side.LINE);

    private Situation situation = inUse(START, standing(LinkState.ONLINE, null));
    private @Nullable String misconfigured;
    private List<String> notDecrypted = List.of();
    private Acknowledge acknowledge = Acknowledge.PLATFORM;
    private Backlog backlog = new Backlog(0, 0, null, 7, 0);
    private @Nullable String setAside;
    private @Nullable String heldBack;
    private long dropped;
    private List<Expiry> expiries = List.of();

    @Test
    void inUseSaysSinceWhen() {
        assertEquals(HealthResult.ok("cloud1 ssl://broker.example: in use for 2 h 0 min; nothing waits"), look(LATER));
    }

    @Test
    void withoutABrokerItSaysWhatToSet() {
        situation = new Situation(Course.OFF, START, null, START, List.of());
        assertWarns("no broker is configured", "set cloud1.uri of smartpole.uplink");
    }

    @Test
    void withoutANameItSaysWhatToSetAndNothingOfBatches() {
        situation = unnamed();
        assertEquals(
                HealthResult.warn(
                        "this pole has no name yet, so it does not connect",
                        "set site and pole number in smartpole.identity"),
                look(LATER));
    }

    @Test
    void aConfigurationThatIsRefusedIsToldBeforeTheMissingName() {
        misconfigured = "cloud1.uri is wrong";
        situation = unnamed();
        assertWarns("The last good configuration stays in use; this pole has no name yet", "correct the value");
    }

    @Test
    void aProblemIsToldWithWhatToDoAndHowOldTheBacklogIs() {
        situation = searching(standing(LinkState.WAITING, CUT));
        backlog = backlogSince(Duration.ofDays(2));
        assertEquals(
                HealthResult.warn(
                        "cloud1 ssl://broker.example: not connected for 2 h 0 min, next attempt in 31 s: the cable is cut;"
                                + " 3 batches wait, the oldest for 2 d 0 h, readings stay on the pole until a cloud"
                                + " broker can be reached",
                        "mend it"),
                look(LATER));
    }

    @Test
    void connectingIsNoLinkYet() {
        situation = searching(standing(LinkState.CONNECTING, null));
        assertWarns("not connected for 2 h 0 min, connecting", "wait a minute");
    }

    @Test
    void aPoleThatWaitsForItsTurnNeedsNobody() {
        situation = searching(standing(LinkState.QUEUING, null));
        HealthResult result = look(START);
        assertEquals(HealthStatus.OK, result.status());
        assertTrue(result.message().contains("waiting for its turn"), result.message());
    }

    @Test
    void aStandbyIsReadyOrNamedWithItsProblem() {
        situation = with(LOCAL1, standing(LinkState.ONLINE, null), true);
        HealthResult ready = look(LATER);
        assertEquals(HealthStatus.OK, ready.status());
        assertTrue(ready.message().contains("local1 ssl://cabinet.example: ready for 2 h 0 min"), ready.message());
        situation = with(LOCAL1, standing(LinkState.WAITING, CUT), true);
        assertWarns("local1 ssl://cabinet.example: not connected for 2 h", "mend it");
    }

    @Test
    void whatIsNotNeededIsNotTold() {
        situation = with(LOCAL1, standing(LinkState.DISABLED, null), false);
        assertEquals(HealthResult.ok("cloud1 ssl://broker.example: in use for 2 h 0 min; nothing waits"), look(LATER));
    }

    @Test
    void onALocalBrokerItSaysThatReadingsStay() {
        situation = new Situation(
                Course.FALLBACK,
                START,
                "local1",
                START,
                List.of(
                        new Member(CLOUD1, standing(LinkState.WAITING, CUT), true),
                        new Member(LOCAL1, standing(LinkState.ONLINE, null), true)));
        HealthResult result = assertWarns("readings stay on the pole until a cloud broker can be reached", "mend it");
        assertTrue(result.message().contains("local1 ssl://cabinet.example: in use for 2 h"), result.message());
    }

    @Test
    void aGroupThatTheBrokerRefusesIsToldWhileOnline() {
        Problem refused = Problem.subscriptionRefused(new Subscription("g/command", 1, false), "p-1");
        situation = inUse(START, standing(LinkState.ONLINE, refused));
        assertWarns("does not grant QoS 1 on g/command", "'p-1'");
    }

    @Test
    void aRefusedConfigurationIsToldBeforeAllElse() {
        misconfigured = "cloud1.uri is wrong";
        HealthResult result = assertWarns("in use for 2 h", "correct the value");
        assertTrue(
                result.message().startsWith("smartpole.uplink: cloud1.uri is wrong. The last good"), result.message());
    }

    @Test
    void aConfigurationRefusedFromTheStartLeavesNothingInUse() {
        misconfigured = "tls.certificate is for a key that this pole does not have";
        situation = new Situation(Course.OFF, START, null, START, List.of());
        HealthResult result = assertWarns("Nothing is connected, readings stay on the pole", "correct the value");
        assertFalse(result.message().contains("no broker is configured"), result.message());
    }

    @Test
    void missingReceiptsAreToldOnceTheyCouldHaveCome() {
        backlog = backlogSince(Duration.ofMinutes(11));
        assertWarns("3 batches wait, the oldest for 11 min, since no receipt has come", "receipt");
        situation = inUse(LATER, standing(LinkState.ONLINE, null));
        assertEquals(HealthStatus.OK, look(LATER).status());
        situation = inUse(START, standing(LinkState.ONLINE, null));
        backlog = backlogSince(Duration.ofMinutes(9));
        assertEquals(HealthStatus.OK, look(LATER).status());
    }

    @Test
    void receiptsThatComeForOtherBatchesAreNotMissing() {
        setAside = "2 batches are set aside";
        backlog = new Backlog(2, 900, NOW.minus(Duration.ofDays(1)), 7, 0);
        assertWarns("2 batches are set aside", "uplink.retry");
        setAside = null;
        situation =
                new Situation(situation.course(), situation.since(), situation.active(), LATER, situation.members());
        assertEquals(HealthStatus.OK, look(LATER).status(), "a large backlog takes its time");
    }

    @Test
    void whatWasDroppedIsCounted() {
        dropped = 3;
        assertTrue(look(LATER).message().contains("3 messages from brokers were dropped since start"));
    }

    @Test
    void aLimitThatHoldsBackExplainsTheBacklog() {
        backlog = backlogSince(Duration.ofMinutes(31));
        heldBack = "limit.day holds measurements back";
        HealthResult result = look(LATER);
        assertEquals(HealthStatus.OK, result.status());
        assertTrue(result.message().contains("limit.day holds measurements back"), result.message());
    }

    @Test
    void theAgeOfTheBacklogIsNotGuessedWithoutATrustedClock() {
        backlog = backlogSince(Duration.ofDays(9));
        HealthResult result = look(new Moment(NOW, false, LATER.sinceBoot()));
        assertEquals(HealthStatus.OK, result.status());
        assertTrue(result.message().endsWith("3 batches wait"), result.message());
    }

    @Test
    void freeingByPubackIsSaid() {
        acknowledge = Acknowledge.PUBACK;
        HealthResult result = look(LATER);
        assertEquals(HealthStatus.OK, result.status());
        assertTrue(result.message().contains("without the platform's receipt"), result.message());
    }

    @Test
    void whatIsSetAsideIsToldWithTheCommandThatTriesAgain() {
        setAside = "2 batches are set aside";
        assertWarns("2 batches are set aside", "uplink.retry");
    }

    @Test
    void aCertificateIsToldThirtyDaysBeforeItExpires() {
        expiries = List.of(new Expiry("this pole's certificate", NOW.plus(Duration.ofDays(30))));
        assertEquals(HealthStatus.OK, look(LATER).status());
        expiries = List.of(new Expiry(
                "this pole's certificate", NOW.plus(Duration.ofDays(30)).minusSeconds(1)));
        assertWarns("this pole's certificate expires in 29 d 23 h, on 2026-12-01T11:59:59Z", "replace it before");
        expiries = List.of(new Expiry("the authority", NOW.minusSeconds(1)));
        assertWarns("the authority expired on 2026-11-01T11:59:59Z", "replace it");
    }

    @Test
    void aPasswordThatCouldNotBeDecryptedIsNamed() {
        notDecrypted = List.of("cloud1.password", "local1.password");
        HealthResult result = look(LATER);
        assertEquals(HealthStatus.OK, result.status());
        assertTrue(
                result.message()
                        .contains("not encrypted by this Kura, so used as it stands: cloud1.password, local1.password"
                                + " (set it again if the login fails)"),
                result.message());
    }

    @Test
    void aCertificateIsNotJudgedByAClockThatIsNotTrusted() {
        expiries = List.of(new Expiry("this pole's certificate", NOW.minusSeconds(1)));
        assertEquals(
                HealthStatus.OK, look(new Moment(NOW, false, LATER.sinceBoot())).status());
    }

    private HealthResult look(Moment now) {
        return UplinkHealth.of(
                new View(
                        situation,
                        misconfigured,
                        notDecrypted,
                        acknowledge,
                        backlog,
                        setAside == null ? 0 : 2,
                        setAside,
                        heldBack,
                        dropped,
                        expiries),
                now);
    }

    private HealthResult assertWarns(String message, String action) {
        HealthResult result = look(LATER);
        assertEquals(HealthStatus.WARN, result.status());
        assertTrue(result.message().contains(message), result.message());
        assertTrue(result.action().contains(action), result.action());
        return result;
    }

    private static Situation inUse(Moment since, Standing standing) {
        return new Situation(Course.PREFERRED, since, "cloud1", START, List.of(new Member(CLOUD1, standing, true)));
    }

    private static Situation searching(Standing standing) {
        return new Situation(Course.SEARCHING, START, null, START, List.of(new Member(CLOUD1, standing, true)));
    }

    private static Situation unnamed() {
        Member idle = new Member(CLOUD1, standing(LinkState.DISABLED, null), false);
        return new Situation(Course.UNNAMED, START, null, START, List.of(idle));
    }

    private static Situation with(Endpoint second, Standing standing, boolean held) {
        return new Situation(
                Course.PREFERRED,
                START,
                "cloud1",
                START,
                List.of(
                        new Member(CLOUD1, standing(LinkState.ONLINE, null), true),
                        new Member(second, standing, held)));
    }

    private static Standing standing(LinkState state, @Nullable Problem problem) {
        Duration retryAt = state == LinkState.WAITING ? LATER.sinceBoot().plusSeconds(31) : null;
        return new Standing(state, START, START, retryAt, problem);
    }

    private static Backlog backlogSince(Duration age) {
        return new Backlog(3, 900, NOW.minus(age), 7, 0);
    }
}
