package io.smartpole.lighting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRequest.Emergency;
import io.smartpole.core.light.LightRequest.LocalService;
import io.smartpole.core.light.LightRequest.Resume;
import io.smartpole.core.light.LightRequest.SetLevel;
import io.smartpole.core.light.LightResult;
import io.smartpole.core.light.LightResult.Outcome;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.light.LightStatus;
import io.smartpole.core.light.SunTimes;
import io.smartpole.core.pole.Place;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.WorldClock;
import io.smartpole.lighting.sensing.LampSensors;
import io.smartpole.lighting.settings.TestSettings;
import io.smartpole.lighting.supervision.LampReadings;
import io.smartpole.lighting.supervision.LampSupervisor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Most tests turn the loop by hand; those at the end let it run. */
class LampLoopTest {

    private static final Duration TWO_HOURS = Duration.ofHours(2);

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime("2026-12-21T21:30:00Z");
    private final BlockingQueue<LightLevel> told = new LinkedBlockingQueue<>();
    private final LampReporter reporter = new LampReporter();
    private final LampReadings readings = new LampReadings();
    private Surroundings surroundings = new Surroundings(Path.of("unused"), new LampSensors());
    private LampLoop loop = new LampLoop(surroundings, reporter);
    private LightDesk desk = desk();

    @BeforeEach
    void connect() {
        surroundings = new Surroundings(folder, new LampSensors());
        loop = new LampLoop(surroundings, reporter);
        desk = desk();
        surroundings.time = time;
        surroundings.pole = Scenes.poleAt(Scenes.RHINE);
        loop.lamp = told::add;
        surroundings.settings = TestSettings.of(Scenes.cityConfig());
        surroundings.openRequests();
    }

    private LightDesk desk() {
        return new LightDesk(loop, surroundings, readings, new LampSupervisor(folder, readings, reporter));
    }

    @AfterEach
    void stop() throws InterruptedException {
        loop.deactivate();
        reporter.deactivate();
    }

    @Test
    void theLampFollowsTheProgramThroughTheNight() {
        assertTurn(50, "program", null);
        time.passUntil(Instant.parse("2026-12-22T05:00:00Z"));
        assertTurn(100, "program", null);
        time.passUntil(Instant.parse("2026-12-22T12:00:00Z"));
        assertTurn(0, "astronomical", null);
    }

    @Test
    void aloneInTheWorldTheLampBurnsAtFullLight() {
        surroundings.time = null;
        surroundings.pole = null;
        surroundings.settings = null;
        assertTurn(100, "fail-safe", "there is no clock");
    }

    @Test
    void whatIsMissingMakesTheLightBrighterNeverDarker() {
        surroundings.settings = null;
        assertTurn(100, "astronomical", null);
        time.passUntil(Instant.parse("2026-12-22T12:00:00Z"));
        assertTurn(0, "astronomical", null);
        surroundings.pole = null;
        assertTurn(100, "fail-safe", "the place of the pole is not known");
        surroundings.pole = Scenes.poleAt(null);
        assertTurn(100, "fail-safe", "the place of the pole is not known");
        surroundings.pole = Scenes.poleAt(Scenes.RHINE);
        time.trust(false);
        assertTurn(100, "fail-safe", "the clock is not trusted");
    }

    @Test
    void aServiceThatThrowsIsFailSafeAndNotTheEndOfTheLoop() {
        surroundings.pole = () -> {
            throw new IllegalStateException("no identity");
        };
        assertTurn(100, "fail-safe", "an input failed: java.lang.IllegalStateException: no identity");
        surroundings.pole = () -> {
            throw new NoClassDefFoundError("gone");
        };
        assertTurn(100, "fail-safe", "an input failed: java.lang.NoClassDefFoundError: gone");
        surroundings.pole = Scenes.poleAt(Scenes.RHINE);
        assertTurn(50, "program", null);
    }

    @Test
    void aLampThatIsMissingOrBrokenShowsAndIsToldWhenItIsBack() {
        loop.lamp = null;
        loop.cycle();
        assertEquals("no lamp driver is running", desk.status().problem());
        loop.lamp = level -> {
            throw new IllegalStateException("bus");
        };
        loop.cycle();
        assertEquals(
                "the lamp driver failed: java.lang.IllegalStateException: bus",
                desk.status().problem());
        loop.lamp = told::add;
        assertTurn(50, "program", null);
    }

    @Test
    void theLevelIsToldAgainEveryMinute() {
        for (int turn = 0; turn < 601; turn++) {
            loop.cycle();
        }
        assertEquals(3, told.size());
    }

    @Test
    void aPoleThatIsMovedIsJudgedByItsNewPlace() {
        assertTurn(50, "program", null);
        surroundings.pole = Scenes.poleAt(new Place(-36.85, 174.76, ZoneId.of("Pacific/Auckland")));
        assertTurn(0, "astronomical", null);
    }

    @Test
    void aRequestIsFollowedUntilResume() {
        loop.cycle();
        LightResult result = desk.request(new SetLevel(LightLevel.percent(90), TWO_HOURS));
        assertEquals(new LightResult(Outcome.ACCEPTED, "90.0 % for 7200 s"), result);
        assertTurn(90, "override", null);
        assertEquals(
                new LightStatus.InForce(LightLevel.percent(90), Instant.parse("2026-12-21T23:30:00Z")),
                desk.status().override());
        assertEquals(Outcome.ACCEPTED, desk.request(new Resume()).outcome());
        assertTurn(50, "program", null);
        assertNull(desk.status().override());
    }

    @Test
    void aRequestBelowTheFloorIsAcceptedButBounded() {
        loop.cycle();
        LightResult result = desk.request(new SetLevel(LightLevel.percent(10), TWO_HOURS));
        assertEquals(
                new LightResult(
                        Outcome.BOUNDED,
                        "10.0 % for 7200 s; the safety floor holds the lamp at 50.0 % while it is not proven day"),
                result);
        assertTurn(50, "safety-floor", null);
        assertEquals(
                LightLevel.percent(10),
                Objects.requireNonNull(desk.status().override()).level());
    }

    @Test
    void resumeIsNeverBoundedEvenIfTheProgramIs() {
        surroundings.settings = TestSettings.of(Scenes.config(Map.of("programs", Scenes.CITY_PROGRAM)));
        assertEquals(Outcome.ACCEPTED, desk.request(new Resume()).outcome());
        assertTurn(100, "safety-floor", null);
    }

    @Test
    void withoutAClockARequestIsRefusedAndAnOverrideDoesNotCount() {
        desk.request(new SetLevel(LightLevel.percent(90), TWO_HOURS));
        surroundings.time = null;
        assertTurn(100, "fail-safe", "there is no clock");
        assertEquals(
                Outcome.REFUSED,
                desk.request(new SetLevel(LightLevel.FULL, TWO_HOURS)).outcome());
    }

    @Test
    void anOverrideSurvivesARestart() {
        desk.request(new SetLevel(LightLevel.percent(90), TWO_HOURS));
        time.pass(Duration.ofMinutes(30));
        time.restart();
        connect();
        assertTurn(90, "override", null);
        time.pass(Duration.ofMinutes(90));
        assertTurn(50, "program", null);
    }

    @Test
    void theSimulatedWorldHasOverridesOfItsOwn() {
        WorldClock simulation = now -> now;
        loop.activate();
        desk.request(new SetLevel(LightLevel.percent(90), TWO_HOURS));
        surroundings.setWorldClock(simulation);
        assertEquals("no override was in force", desk.request(new Resume()).message());
        surroundings.unsetWorldClock(simulation);
        assertEquals("the override has ended", desk.request(new Resume()).message());
    }

    @Test
    void theStatusShowsWhatWasMeasuredBesideWhatWasCommanded() {
        Series power = new Series("lamp", "power", Unit.WATT);
        Reading first = power.reading(Value.of(41.5), time.now());
        readings.onReading(first);
        readings.onReading(new Series("lamp", "voltage", Unit.VOLT).reading(Value.of(230), time.now()));
        readings.onReading(new Series("meter", "power", Unit.WATT).reading(Value.of(99), time.now()));
        loop.cycle();
        assertEquals(first, desk.status().power());
        assertEquals(LightLevel.percent(50), desk.status().floor());
    }

    @Test
    void theSunOfTheDayIsToldOnlyWhileTimeAndPlaceAreKnown() {
        loop.cycle();
        SunTimes sun = Objects.requireNonNull(desk.status().sun());
        assertTrue(Duration.between(Instant.parse("2026-12-21T16:07:27Z"), Objects.requireNonNull(sun.civilDusk()))
                        .abs()
                        .toSeconds()
                < 60);
        time.trust(false);
        loop.cycle();
        assertNull(desk.status().sun());
    }

    @Test
    void whoeverAsksWhileAnInputFailsGetsAnAnswer() {
        surroundings.pole = () -> {
            throw new IllegalStateException("no identity");
        };
        loop.cycle();
        assertNull(desk.status().sun());
        assertEquals(
                Outcome.BOUNDED,
                desk.request(new SetLevel(LightLevel.OFF, TWO_HOURS)).outcome());
        assertEquals(
                LightRule.FAIL_SAFE,
                desk.curve(time.now().instant(), time.now().instant().plusSeconds(60))
                        .get(0)
                        .rule());
    }

    @Test
    void beforeTheFirstTurnTheStatusIsFailSafe() {
        assertEquals("fail-safe", desk.status().decision().rule().label());
        assertEquals("the control loop is starting", desk.status().problem());
    }

    @Test
    void aCurveOfNothingOrOfForeverIsRefused() {
        Instant from = Instant.parse("2026-12-21T12:00:00Z");
        loop.cycle();
        assertEquals(6, desk.curve(from, from.plus(Duration.ofDays(1))).size());
        for (Duration length : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(401)}) {
            assertThrows(IllegalArgumentException.class, () -> desk.curve(from, from.plus(length)), length.toString());
        }
    }

    @Test
    void theRunningLoopFollowsARequestAndSurvivesAServiceThatThrows() throws InterruptedException {
        loop.activate();
        assertEquals(LightLevel.percent(50), nextTold());
        desk.request(new SetLevel(LightLevel.percent(90), TWO_HOURS));
        assertEquals(58, nextTold().percent(), 1e-9, "a fifth of the way with the first turn");
        time.pass(Duration.ofSeconds(1));
        assertEquals(LightLevel.percent(90), nextTold());
        surroundings.pole = () -> {
            throw new IllegalStateException("no identity");
        };
        assertEquals(LightLevel.FULL, nextTold());
        surroundings.pole = Scenes.poleAt(Scenes.RHINE);
        assertEquals(LightLevel.percent(90), nextTold());
    }

    @Test
    void peopleAreToldWhenThePlannedLightReallyChanges() {
        // At 09:00 the program has its next boundary at noon, which changes nothing: dusk does.
        time.passUntil(Instant.parse("2026-12-22T08:00:00Z"));
        loop.cycle();
        Instant dusk = Instant.parse("2026-12-22T16:08:00Z");
        Instant until = Objects.requireNonNull(desk.status().decision().until());
        assertTrue(Duration.between(dusk, until).abs().toSeconds() < 90, until.toString());
        assertEquals(until, desk.status().decision().until());
        time.passUntil(Instant.parse("2026-12-22T17:00:00Z"));
        loop.cycle();
        assertEquals(
                Instant.parse("2026-12-22T19:00:00Z"), desk.status().decision().until());
    }

    @Test
    void anEmergencyThatATechnicianStandsInTheWayOfSaysSo() {
        loop.cycle();
        desk.request(new LocalService(LightLevel.OFF, Duration.ofMinutes(15)));
        LightResult result = desk.request(new Emergency(TWO_HOURS));
        assertEquals(Outcome.BOUNDED, result.outcome());
        assertTrue(result.message().endsWith("the lamp stays at 0.0 % by rule local-service"), result.message());
    }

    @Test
    void anOverrideByDayThatDuskWillBoundSaysSo() {
        time.passUntil(Instant.parse("2026-12-22T15:00:00Z"));
        loop.cycle();
        LightResult result = desk.request(new SetLevel(LightLevel.OFF, TWO_HOURS));
        assertEquals(Outcome.ACCEPTED, result.outcome());
        assertTrue(result.message().endsWith("from dusk on not below 50.0 %"), result.message());
    }

    /** As when memory runs out: not even a message can be made of it. */
    private static final class NoRoom extends Error {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw this;
        }
    }

    @Test
    void memoryThatRunsOutDoesNotEndTheLoop() throws InterruptedException {
        CountDownLatch failed = new CountDownLatch(3);
        surroundings.time = new FakeTime("2026-12-21T21:30:00Z") {
            @Override
            public Moment now() {
                failed.countDown();
                throw new NoRoom();
            }
        };
        loop.activate();
        assertTrue(failed.await(5, TimeUnit.SECONDS));
        assertEquals(LightLevel.FULL, nextTold());
        surroundings.time = time;
        LightLevel next = nextTold();
        while (next.equals(LightLevel.FULL)) {
            next = nextTold();
        }
        assertEquals(LightLevel.percent(50), next);
    }

    @Test
    void aListenerThatHangsDoesNotHoldUpTheLight() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        reporter.listeners = List.of(reading -> {
            hanging.countDown();
            try {
                release.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        reporter.activate();
        loop.activate();
        assertEquals(LightLevel.percent(50), nextTold());
        assertTrue(hanging.await(5, TimeUnit.SECONDS));
        desk.request(new SetLevel(LightLevel.percent(90), TWO_HOURS));
        assertEquals(58, nextTold().percent(), 1e-9, "a fifth of the way with the first turn");
        time.pass(Duration.ofSeconds(1));
        assertEquals(LightLevel.percent(90), nextTold());
        release.countDown();
    }

    @Test
    void theLoopThreadSurvivesAnErrorOfTheLampDriver() throws InterruptedException {
        CountDownLatch failedTwice = new CountDownLatch(2);
        loop.lamp = level -> {
            failedTwice.countDown();
            throw new AssertionError("driver");
        };
        loop.activate();
        assertTrue(failedTwice.await(5, TimeUnit.SECONDS));
        loop.lamp = told::add;
        assertEquals(LightLevel.percent(50), nextTold());
    }

    private LightLevel nextTold() throws InterruptedException {
        LightLevel level = told.poll(5, TimeUnit.SECONDS);
        assertNotNull(level, "the lamp was not told");
        return level;
    }

    private void assertTurn(double percent, String rule, @Nullable String problem) {
        told.clear();
        LightLevel before = desk.status().decision().level();
        loop.cycle();
        LightStatus status = desk.status();
        assertEquals(LightLevel.percent(percent), status.decision().level());
        assertEquals(rule, status.decision().rule().label());
        assertEquals(problem, status.problem());
        if (!before.equals(status.decision().level())) {
            assertNotNull(told.poll(), "the lamp was told nothing");
            // Whatever the ramp, a minute later it is there.
            time.pass(Duration.ofMinutes(1));
            loop.cycle();
            assertEquals(status.decision().level(), desk.status().output(), "what the lamp was told");
        }
    }
}
