package io.smartpole.lighting.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRequest;
import io.smartpole.core.light.LightRequest.Approach;
import io.smartpole.core.light.LightRequest.Emergency;
import io.smartpole.core.light.LightRequest.EndEmergency;
import io.smartpole.core.light.LightRequest.EndLocalService;
import io.smartpole.core.light.LightRequest.LocalService;
import io.smartpole.core.light.LightRequest.Resume;
import io.smartpole.core.light.LightRequest.SetLevel;
import io.smartpole.core.light.LightResult;
import io.smartpole.core.light.LightResult.Outcome;
import io.smartpole.lighting.FakeTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {

    private static final Duration TWO_HOURS = Duration.ofHours(2);

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime("2026-12-21T21:00:00Z");
    private Requests requests = new Requests(Path.of("unused"));

    @BeforeEach
    void open() {
        open(folder);
    }

    private void open(Path where) {
        requests = new Requests(where);
        requests.open(false);
    }

    @Test
    void anOverrideEndsAfterItsDuration() {
        assertEquals(Outcome.ACCEPTED, ask(30, TWO_HOURS).outcome());
        time.pass(TWO_HOURS.minusMillis(1));
        assertEquals(LightLevel.percent(30), level());
        time.pass(Duration.ofMillis(1));
        assertNull(level());
    }

    @Test
    void aNewOverrideReplacesTheFormer() {
        ask(30, TWO_HOURS);
        ask(40, Duration.ofMinutes(1));
        assertEquals(LightLevel.percent(40), level());
        time.pass(Duration.ofMinutes(1));
        assertNull(level());
        restart();
        assertNull(level());
    }

    @Test
    void resumeEndsTheOverrideAlsoOverARestart() {
        ask(30, TWO_HOURS);
        LightResult result = requests.request(new Resume(), time.now(), () -> {});
        assertEquals(new LightResult(Outcome.ACCEPTED, "the override has ended"), result);
        assertNull(level());
        restart();
        assertNull(level());
    }

    @Test
    void resumeWithoutAnOverrideWritesNothing() throws IOException {
        LightResult result = requests.request(new Resume(), null, () -> {});
        assertEquals(new LightResult(Outcome.ACCEPTED, "no override was in force"), result);
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, REFUSED",
        "PT-1S, REFUSED",
        "PT0.999S, REFUSED",
        "PT1S, ACCEPTED",
        "PT24H, ACCEPTED",
        "PT24H0.001S, REFUSED",
        "P3650D, REFUSED"
    })
    void anOverrideLastsOneSecondToOneDay(Duration duration, Outcome outcome) {
        LightResult result = ask(30, duration);
        assertEquals(outcome, result.outcome(), result.message());
        assertEquals(outcome == Outcome.ACCEPTED, level() != null);
    }

    @Test
    void aRefusedRequestLeavesTheFormerOverrideInForce() {
        ask(30, TWO_HOURS);
        ask(40, Duration.ofDays(2));
        assertEquals(LightLevel.percent(30), level());
    }

    @Test
    void withoutAClockAnOverrideIsRefusedBecauseNothingCouldEndIt() {
        LightResult result = requests.request(new SetLevel(LightLevel.FULL, TWO_HOURS), null, () -> {});
        assertEquals(Outcome.REFUSED, result.outcome());
        assertTrue(result.message().contains("no clock"), result.message());
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, true",
        "PT1M, true",
        "PT1H59M59S, true",
        "PT2H, false",
        "P3D, false",
        // The clock of the second start is trusted, but earlier than the request: one of the two was wrong.
        "PT-1S, false",
        "P-3650D, false"
    })
    void aRestartKeepsTheAbsoluteEnd(Duration downTime, boolean holds) {
        ask(30, TWO_HOURS);
        time.jump(time.now().instant().plus(downTime));
        restart();
        assertEquals(holds, level() != null);
    }

    @Test
    void afterARestartAnOverrideWaitsForATrustedClock() {
        ask(30, TWO_HOURS);
        time.trust(false);
        restart();
        assertNull(level());
        time.trust(true);
        assertEquals(LightLevel.percent(30), level());
    }

    @Test
    void manyRestartsDoNotProlongAnOverride() {
        ask(30, TWO_HOURS);
        Duration held = Duration.ZERO;
        for (int start = 0; start < 10; start++) {
            restart();
            for (int minute = 0; minute < 60; minute++) {
                time.pass(Duration.ofMinutes(1));
                held = level() == null ? held : held.plusMinutes(1);
            }
        }
        assertEquals(Duration.ofMinutes(119), held);
    }

    @Test
    void aClockSetBackAfterTheRestartCannotProlongTheOverride() {
        ask(30, TWO_HOURS);
        time.pass(Duration.ofMinutes(30));
        restart();
        assertNotNull(level());
        time.jump(Instant.parse("2016-01-01T00:00:00Z"));
        time.pass(Duration.ofMinutes(89));
        assertNotNull(level());
        time.pass(Duration.ofMinutes(1));
        assertNull(level());
    }

    @Test
    void anOverrideOfAnUntrustedClockEndsWithItsLengthOrWithARestart() {
        time.trust(false);
        LightResult result = ask(30, TWO_HOURS);
        assertEquals(Outcome.ACCEPTED, result.outcome());
        assertTrue(result.message().contains("a restart ends it"), result.message());
        time.jump(Instant.parse("2036-01-01T00:00:00Z"));
        time.trust(true);
        assertNotNull(level());
        restart();
        assertNull(level());
    }

    @Test
    void anOverrideOfAnUntrustedClockAlsoReplacesTheKeptOne() {
        ask(30, TWO_HOURS);
        time.trust(false);
        ask(40, TWO_HOURS);
        time.trust(true);
        restart();
        assertNull(level());
    }

    @Test
    void realAndSimulatedOverridesNeverMeet() {
        ask(30, TWO_HOURS);
        requests.open(true);
        assertNull(level());
        ask(40, TWO_HOURS);
        requests.open(false);
        assertEquals(LightLevel.percent(30), level());
        requests.open(true);
        assertEquals(LightLevel.percent(40), level());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "level=0.5",
                "level=1.5\nfrom=2026-12-21T20:00:00Z\nend=2026-12-21T22:00:00Z",
                "level=NaN\nfrom=2026-12-21T20:00:00Z\nend=2026-12-21T22:00:00Z",
                "level=0.5\nfrom=2026-12-21T20:00:00Z\nend=2026-12-23T22:00:00Z",
                "level=0.5\nfrom=2026-12-21T22:00:00Z\nend=2026-12-21T20:00:00Z",
                "level=0.5\nfrom=2026-12-21T20:00:00Z\nend=2026-12-21T2",
                "level=\\uXY"
            })
    void aDamagedFileIsNoOverrideAndShowsInHealth(String content) throws IOException {
        Files.writeString(folder.resolve("override"), content);
        restart();
        assertNull(level());
        assertTrue(Objects.requireNonNull(requests.problem()).contains("damaged"), requests.problem());
        ask(30, TWO_HOURS);
        assertNull(requests.problem());
        restart();
        assertEquals(LightLevel.percent(30), level());
    }

    @Test
    void aDiskThatTakesNothingDoesNotStopTheLight() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("file"), "x");
        open(notAFolder.resolve("lighting"));
        LightResult result = ask(30, TWO_HOURS);
        assertEquals(Outcome.ACCEPTED, result.outcome());
        assertTrue(result.message().contains("a restart forgets this"), result.message());
        assertEquals(LightLevel.percent(30), level());
        assertNotNull(requests.problem());
    }

    @Test
    void anEmergencyIsFullLightAndOutlivesARestart() {
        assertEquals(Outcome.ACCEPTED, ask(new Emergency(TWO_HOURS)).outcome());
        restart();
        assertEquals(
                LightLevel.FULL,
                Objects.requireNonNull(requests.emergency(time.now())).level());
        time.pass(TWO_HOURS);
        assertNull(requests.emergency(time.now()));
    }

    @Test
    void anEmergencyEndsWhenItIsEndedAndLeavesTheOverrideAlone() {
        ask(30, TWO_HOURS);
        ask(new Emergency(TWO_HOURS));
        assertEquals("the emergency has ended", ask(new EndEmergency()).message());
        assertEquals("no emergency was in force", ask(new EndEmergency()).message());
        assertNull(requests.emergency(time.now()));
        assertEquals(LightLevel.percent(30), level());
        restart();
        assertNull(requests.emergency(time.now()));
    }

    @Test
    void localServiceAlwaysEndsByItself() {
        ask(new LocalService(LightLevel.OFF, Duration.ofMinutes(15)));
        time.pass(Duration.ofMinutes(15).minusMillis(1));
        assertEquals(
                LightLevel.OFF,
                Objects.requireNonNull(requests.localService(time.now())).level());
        time.pass(Duration.ofMillis(1));
        assertNull(requests.localService(time.now()));
    }

    @Test
    void noClockThatIsSetBackKeepsLocalServiceAlive() {
        ask(new LocalService(LightLevel.OFF, Duration.ofMinutes(15)));
        time.jump(Instant.parse("2016-01-01T00:00:00Z"));
        time.pass(Duration.ofMinutes(15));
        assertNull(requests.localService(time.now()));
    }

    @Test
    void localServiceDoesNotOutliveARestart() throws IOException {
        ask(new LocalService(LightLevel.OFF, Duration.ofHours(2)));
        restart();
        assertNull(requests.localService(time.now()));
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count(), "nothing of it is on disk");
        }
    }

    @Test
    void localServiceEndsWhenTheTechnicianLetsGo() {
        ask(new LocalService(LightLevel.OFF, Duration.ofHours(2)));
        assertEquals("local service has ended", ask(new EndLocalService()).message());
        assertEquals("there was no local service", ask(new EndLocalService()).message());
        assertNull(requests.localService(time.now()));
    }

    @Test
    void theLightFollowsBeforeTheDiskIsAsked() {
        List<String> order = new ArrayList<>();
        requests.request(new Emergency(TWO_HOURS), time.now(), () -> {
            order.add(requests.emergency(time.now()) == null ? "not in force" : "in force");
            order.add(Files.exists(folder.resolve("emergency")) ? "on disk" : "not on disk");
        });
        assertEquals(List.of("in force", "not on disk"), order);
        assertTrue(Files.exists(folder.resolve("emergency")));
    }

    @Test
    void whatEndedByItselfIsNotSaidToHaveEndedNow() {
        ask(new Emergency(TWO_HOURS));
        ask(new LocalService(LightLevel.OFF, TWO_HOURS));
        time.pass(TWO_HOURS);
        assertEquals("no emergency was in force", ask(new EndEmergency()).message());
        assertEquals("there was no local service", ask(new EndLocalService()).message());
    }

    @Test
    void aShorterWordDoesNotTakeAwayTheLightOfALongerOne() {
        ask(new Approach(Duration.ofSeconds(60)));
        ask(new Approach(Duration.ofSeconds(1)));
        time.pass(Duration.ofSeconds(59));
        assertEquals(Duration.ZERO, requests.sinceApproach(time.now()));
    }

    @Test
    void aNeighboursWordHoldsForItsTimeAndIsThenRememberedAsPast() {
        assertNull(requests.sinceApproach(time.now()));
        ask(new Approach(Duration.ofSeconds(60)));
        time.pass(Duration.ofSeconds(60));
        assertEquals(Duration.ZERO, requests.sinceApproach(time.now()));
        time.pass(Duration.ofSeconds(5));
        assertEquals(Duration.ofSeconds(5), requests.sinceApproach(time.now()));
    }

    @ParameterizedTest
    @CsvSource({
        "service, 0, REFUSED",
        "service, 7200, ACCEPTED",
        "service, 7201, REFUSED",
        "emergency, 0, REFUSED",
        "emergency, 86400, ACCEPTED",
        "emergency, 86401, REFUSED",
        "approach, 0, REFUSED",
        "approach, 300, ACCEPTED",
        "approach, 301, REFUSED"
    })
    void whateverIsAskedForHasItsLongestTime(String kind, int seconds, Outcome outcome) {
        Duration length = Duration.ofSeconds(seconds);
        LightResult result = ask(
                switch (kind) {
                    case "service" -> new LocalService(LightLevel.OFF, length);
                    case "emergency" -> new Emergency(length);
                    default -> new Approach(length);
                });
        assertEquals(outcome, result.outcome(), result.message());
    }

    @Test
    void anotherWorldBeginsWithoutServiceAndNeighbours() {
        ask(new LocalService(LightLevel.OFF, TWO_HOURS));
        ask(new Approach(Duration.ofSeconds(60)));
        ask(new Emergency(TWO_HOURS));
        requests.open(true);
        assertNull(requests.localService(time.now()));
        assertNull(requests.sinceApproach(time.now()));
        assertNull(requests.emergency(time.now()));
    }

    private LightResult ask(LightRequest request) {
        return requests.request(request, time.now(), () -> {});
    }

    private LightResult ask(double percent, Duration duration) {
        return ask(new SetLevel(LightLevel.percent(percent), duration));
    }

    private @Nullable LightLevel level() {
        TimedRequest override = requests.override(time.now());
        return override == null ? null : override.level();
    }

    private void restart() {
        time.restart();
        open();
    }
}
