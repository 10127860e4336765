package io.smartpole.lighting.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.light.LampFigures;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Input;
import io.smartpole.core.profile.HardwareProfile.Supply;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.lighting.LampReporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LampSupervisorTest {

    private static final Instant START = Instant.parse("2026-11-02T20:00:00Z");

    @TempDir
    private Path folder;

    private final LampReadings readings = new LampReadings();
    private final LampReporter reporter = mock(LampReporter.class);
    private final List<Reading> published = new CopyOnWriteArrayList<>();
    private final World time = new World();
    private LampSupervisor supervisor;

    /** A world that may run faster than real time. */
    private static final class World implements TimeSource {

        private Moment now = new Moment(START, true, Duration.ZERO);
        private Moment world = now;

        @Override
        public BootId boot() {
            return BootId.of(new byte[16]);
        }

        @Override
        public Moment now() {
            return now;
        }

        @Override
        public Moment world() {
            return world;
        }

        void pass(Duration real, int speed) {
            now = later(now, real);
            world = later(world, real.multipliedBy(speed));
        }

        void jump(Instant instant, boolean trusted) {
            world = new Moment(instant, trusted, world.sinceBoot());
        }

        private static Moment later(Moment from, Duration time) {
            return new Moment(
                    from.instant().plus(time), from.trusted(), from.sinceBoot().plus(time));
        }
    }

    @BeforeEach
    void aSupervisorOfADimmableLamp() {
        doAnswer(call -> published.add(call.getArgument(0))).when(reporter).publish(any());
        supervisor = supervisor();
    }

    private LampSupervisor supervisor() {
        LampSupervisor made = new LampSupervisor(folder, readings, reporter);
        made.time = time;
        made.profile = profile("city", Supply.BUFFERED);
        return made;
    }

    @Test
    void lostCountersLeaveConstantLightOutputAtItsBrightestUntilSomebodyHasLooked() throws IOException {
        Files.writeString(folder.resolve("figures"), "energy=nonsense");
        supervisor.turn(null);
        assertEquals(Double.POSITIVE_INFINITY, supervisor.burningHours());
        supervisor.stop();
        supervisor = supervisor();
        supervisor.turn(null);
        assertEquals(Double.POSITIVE_INFINITY, supervisor.burningHours(), "also after the next start");
        supervisor.stop();
        Files.delete(folder.resolve("figures.damaged"));
        supervisor = supervisor();
        supervisor.turn(null);
        assertEquals(0, supervisor.burningHours());
    }

    @Test
    void whatTheControlGearOfAnotherProfileSaidIsForgotten() {
        gear("answers", false);
        pass(Duration.ofSeconds(80));
        assertEquals(1, supervisor.alarms().size());
        supervisor.profile = profile("without-gear", Supply.PERMANENT);
        pass(Duration.ofMinutes(2));
        assertEquals(List.of(), supervisor.alarms());
    }

    @Test
    void gearThatFallsSilentIsToldOnceAndFoundAllTheSame() {
        gear("answers", true);
        pass(Duration.ofMinutes(5));
        assertEquals(List.of(), supervisor.alarms());
        gear("answers", false);
        pass(Duration.ofSeconds(40));
        assertEquals(List.of(), supervisor.alarms());
        pass(Duration.ofSeconds(40));
        assertEquals("controlGearCommFailure", supervisor.alarms().get(0).event());
        gear("answers", true);
        pass(Duration.ofSeconds(80));
        assertEquals(List.of(), supervisor.alarms());
        assertEquals(2, alarms().size());
    }

    private void gear(String quantity, boolean set) {
        supervisor.turn(new Series("gear", quantity, null).reading(Value.of(set), time.world()));
    }

    private void pass(Duration length) {
        for (int second = 0; second < length.toSeconds(); second++) {
            time.pass(Duration.ofSeconds(1), 1);
            supervisor.turn(null);
        }
    }

    @Test
    void anAlarmIsPublishedInTheAlarmLaneAndListedAndCleared() {
        output(1);
        powers(10, 0.4);
        Reading alarm = alarms().get(0);
        assertEquals("lamp/lampFailure", alarm.series().name());
        assertEquals(Lane.ALARM, alarm.lane());
        assertTrue(text(alarm).startsWith("raised: 6 of 6 samples dark: 0.4 W at 100 %"), text(alarm));
        assertEquals("lampFailure", supervisor.alarms().get(0).event());
        assertEquals(START.plusSeconds(80), supervisor.alarms().get(0).since());
        powers(10, 42);
        assertTrue(text(alarms().get(1)).startsWith("cleared: "), text(alarms().get(1)));
        assertEquals(2, alarms().size());
        assertEquals(List.of(), supervisor.alarms());
    }

    @Test
    void anAlarmWithoutATrustedClockHasNoTime() {
        time.jump(Instant.EPOCH, false);
        output(1);
        powers(10, 0.4);
        assertNull(supervisor.alarms().get(0).since());
    }

    @Test
    void aDarkLampIsCriticalAndHealthSaysWhatToBring() {
        output(1);
        powers(10, 0.4);
        HealthResult health = supervisor.check();
        assertEquals(HealthStatus.CRITICAL, health.status());
        assertTrue(health.message().contains("lampFailure: 6 of 6 samples dark"), health.message());
        assertTrue(health.action().contains("bring a luminaire"), health.action());
    }

    @Test
    void aWrongPowerIsAWarning() {
        output(1);
        powers(10, 20);
        assertEquals(HealthStatus.WARN, supervisor.check().status());
        assertTrue(supervisor.check().action().contains("bring an LED module"));
    }

    @Test
    void aHealthyLampShowsPowerAndFigures() {
        output(1);
        powers(360, 42);
        HealthResult health = supervisor.check();
        assertEquals(HealthStatus.OK, health.status());
        assertEquals(
                "the lamp takes 42 W; 0.042 kWh (0 estimated, not for billing), 1 burning hours, 0 times switched on",
                health.message());
        time.pass(Duration.ofMinutes(20), 1);
        assertTrue(
                supervisor.check().message().startsWith("the lamp took 42 W when last measured, 20 min ago"),
                supervisor.check().message());
    }

    @Test
    void withoutAMeterHealthSaysThatADarkLampIsNotNoticed() {
        output(1);
        assertEquals(HealthStatus.OK, supervisor.check().status());
        assertTrue(
                supervisor.check().message().startsWith(LampHealth.NO_METER),
                supervisor.check().message());
    }

    @Test
    void withoutAProfileNothingIsWatched() {
        supervisor.profile = null;
        output(1);
        powers(100, 0.4);
        assertEquals(List.of(), alarms());
        assertEquals(LampFigures.NONE, supervisor.figures());
        assertTrue(
                supervisor.check().message().startsWith("no lamp is watched"),
                supervisor.check().message());
    }

    @Test
    void anotherProfileJudgesTheLampAnewAndCountsOn() {
        output(1);
        powers(10, 0.4);
        double energy = supervisor.figures().energy();
        supervisor.profile = profile("other", Supply.BUFFERED);
        turn(null);
        assertEquals("cleared: another hardware profile holds, the lamp is judged anew", text(alarms().get(1)));
        assertEquals(List.of(), supervisor.alarms());
        assertEquals(energy, supervisor.figures().energy());
        output(1);
        powers(10, 0.4);
        assertEquals("lampFailure", supervisor.alarms().get(0).event());
    }

    @ParameterizedTest
    @CsvSource({"grid, +", "emergency, ''"})
    void onlyTheMainsInputTellsOfMains(String input, String expected) {
        turn(new Series(input, "active", null).reading(Value.of(false), time.world()));
        time.pass(Duration.ofSeconds(10), 1);
        turn(null);
        assertEquals(expected.isEmpty() ? 0 : 1, alarms().size());
    }

    @Test
    void aProfileThatComesLateFindsWhatHolds() {
        supervisor.profile = null;
        output(1);
        turn(new Series("grid", "active", null).reading(Value.of(false), time.world()));
        supervisor.profile = profile("city", Supply.BUFFERED);
        time.pass(Duration.ofSeconds(10), 1);
        turn(null);
        assertEquals("supplyLoss", supervisor.alarms().get(0).event());
        turn(new Series("grid", "active", null).reading(Value.of(true), time.world()));
        powers(10, 0.4);
        assertEquals("lampFailure", supervisor.alarms().get(0).event());
    }

    @Test
    void countersAreToldEveryQuarterOfAnHour() {
        turn(null);
        time.pass(Duration.ofMinutes(15).minusMillis(1), 1);
        turn(null);
        assertEquals(List.of(), published);
        time.pass(Duration.ofMillis(1), 1);
        turn(null);
        assertEquals(
                List.of("lamp/energy", "lamp/estimatedEnergy", "lamp/burningHours", "lamp/switchOns"),
                published.stream().map(reading -> reading.series().name()).toList());
        assertTrue(published.stream().allMatch(reading -> reading.lane() == Lane.MEASUREMENT));
    }

    @Test
    void inAFastWorldCountersAreToldOnceAMinuteOfRealTime() {
        for (int second = 0; second <= 600; second++) {
            turn(null);
            time.pass(Duration.ofSeconds(1), 3600);
        }
        assertEquals(10 * 4, published.size());
    }

    @Test
    void jumpsOfTheCalendarChangeNoCounter() {
        output(1);
        powers(100, 42);
        time.jump(Instant.EPOCH, false);
        powers(100, 42);
        time.jump(Instant.parse("2099-01-01T00:00:00Z"), true);
        powers(160, 42);
        assertEquals(1, supervisor.figures().burningHours(), 1e-9);
        assertEquals(42, supervisor.figures().energy(), 0.2);
    }

    @Test
    void burningHoursAreInfiniteUntilTheyAreReadAndThenThoseOfTheFile() throws IOException {
        new FiguresFile(folder, false).write(new LampFigures(1, 0, 5000, 3, null));
        assertEquals(Double.POSITIVE_INFINITY, supervisor.burningHours());
        assertEquals(LampFigures.NONE, supervisor.figures());
        turn(null);
        assertEquals(5000, supervisor.burningHours());
    }

    @Test
    void aDamagedFileIsToldInHealthAndTheLampIsStillWatched() throws IOException {
        Files.writeString(folder.resolve("figures"), "energy=12");
        output(1);
        powers(10, 42);
        HealthResult health = supervisor.check();
        assertEquals(HealthStatus.WARN, health.status());
        assertTrue(health.message().contains("began at zero"), health.message());
        assertTrue(Files.exists(folder.resolve("figures.damaged")));
        assertTrue(supervisor.figures().energy() > 0);
    }

    @Test
    void aDiskThatRefusesIsToldInHealthAndNothingElseSuffers() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        supervisor = new LampSupervisor(file, readings, reporter);
        supervisor.time = time;
        supervisor.profile = profile("city", Supply.BUFFERED);
        output(1);
        powers(400, 0.4);
        HealthResult health = supervisor.check();
        assertEquals(HealthStatus.CRITICAL, health.status());
        assertTrue(health.message().startsWith("lampFailure"), health.message());
        assertTrue(health.message().contains("cannot be kept"), health.message());
    }

    @Test
    void theSimulatedWorldCountsApart() {
        output(1);
        powers(10, 42);
        supervisor.setWorldClock(now -> now);
        turn(null);
        assertTrue(Files.exists(folder.resolve("figures")), "the former world's counters are kept");
        assertEquals(0, supervisor.figures().energy());
        output(1);
        powers(10, 42);
        supervisor.stop();
        assertTrue(Files.exists(folder.resolve("figures-simulated")));
    }

    @Test
    void whateverFailsIsToldInHealthAndTheNextTurnGoesOn() {
        doThrow(new IllegalStateException("queue is gone")).when(reporter).publish(any());
        output(1);
        for (int i = 0; i < 8 && supervisor.alarms().isEmpty(); i++) {
            powers(1, 0.4);
        }
        assertTrue(
                supervisor.check().message().contains("queue is gone"),
                supervisor.check().message());
        doNothing().when(reporter).publish(any());
        powers(1, 0.4);
        assertFalse(
                supervisor.check().message().contains("queue is gone"),
                supervisor.check().message());
    }

    @Test
    void readingsThatNobodyTookAreToldInHealth() {
        for (int i = 0; i <= LampReadings.ROOM; i++) {
            readings.onReading(reading("output", Unit.RATIO, 1));
        }
        assertTrue(supervisor.check().message().contains("1 readings of the lamp were not looked at"));
    }

    @Test
    void itWorksWithoutAClock() {
        supervisor.time = null;
        output(1);
        powers(10, 0.4);
        assertEquals("lampFailure", supervisor.alarms().get(0).event());
        assertNotNull(supervisor.check());
    }

    @Test
    void theThreadTakesReadingsAndKeepsTheCountersWhenItEnds() throws Exception {
        CountDownLatch raised = new CountDownLatch(1);
        doAnswer(call -> {
                    raised.countDown();
                    return null;
                })
                .when(reporter)
                .publish(any());
        readings.onReading(reading("output", Unit.RATIO, 1));
        for (int sample = 0; sample < 10; sample++) {
            time.pass(Duration.ofSeconds(10), 1);
            readings.onReading(reading("power", Unit.WATT, 0.4));
        }
        supervisor.activate();
        assertTrue(raised.await(10, TimeUnit.SECONDS));
        supervisor.deactivate();
        assertTrue(Files.exists(folder.resolve("figures")));
    }

    private static HardwareProfile profile(String name, Supply supply) {
        return new HardwareProfile(
                name,
                "A pole",
                "raspberry-pi-4",
                supply,
                List.of(),
                List.of(
                        new Input("grid", Input.Kind.MAINS, 5, false),
                        new Input("emergency", Input.Kind.EMERGENCY, 6, false)),
                Lamps.DIMMABLE);
    }

    private void output(double ratio) {
        turn(reading("output", Unit.RATIO, ratio));
    }

    private void powers(int samples, double watts) {
        for (int sample = 0; sample < samples; sample++) {
            time.pass(Duration.ofSeconds(10), 1);
            turn(reading("power", Unit.WATT, watts));
        }
    }

    private @Nullable Reading next() {
        try {
            return readings.next(Duration.ZERO);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void turn(@Nullable Reading reading) {
        if (reading != null) {
            readings.onReading(reading);
            reading = next();
        }
        supervisor.turn(reading);
    }

    private Reading reading(String quantity, Unit unit, double value) {
        return new Series("lamp", quantity, unit).reading(Value.of(value), time.world());
    }

    private List<Reading> alarms() {
        return published.stream()
                .filter(reading -> reading.lane() == Lane.ALARM)
                .toList();
    }

    private static String text(Reading reading) {
        return ((Value.Text) reading.value()).text();
    }
}
