package io.smartpole.lighting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.LampFigures;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.profile.HardwareProfile.LampDriver;
import io.smartpole.core.profile.HardwareProfile.LampType;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.lighting.sensing.LampSensors;
import io.smartpole.lighting.settings.TestSettings;
import io.smartpole.lighting.sun.SunTest;
import io.smartpole.lighting.supervision.TestLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every night of the year 2027 at the pole's place, minute by minute, through the control loop, against a second opinion
 * about the sun.
 */
class YearTest {

    private static final double CIVIL_TWILIGHT = 96;
    private static final Duration TOLERANCE = Duration.ofSeconds(60);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Duration STEP = Duration.ofSeconds(20);

    /** It goes off softly. */
    private static final Duration DAWN_RAMP = Duration.ofSeconds(30);

    private static final double RATED_WATTS = 42;
    private static final double STANDBY_WATTS = 0.5;

    @TempDir
    Path folder;

    private record Switching(Instant at, boolean on) {}

    @Test
    void theSecondOpinionIsThatOfTheIndependentTable() throws IOException {
        for (String[] day : SunTest.table()) {
            LocalDate date = LocalDate.parse(day[0]);
            assertNear(day, 1, Noaa.rise(CIVIL_TWILIGHT, Scenes.RHINE, date));
            assertNear(day, 2, Noaa.rise(90.833, Scenes.RHINE, date));
            assertNear(day, 3, Noaa.set(90.833, Scenes.RHINE, date));
            assertNear(day, 4, Noaa.set(CIVIL_TWILIGHT, Scenes.RHINE, date));
        }
    }

    private static void assertNear(String[] day, int column, Instant actual) {
        assertNear(Instant.parse(day[0] + "T" + day[column] + "Z"), actual, "column " + column);
    }

    private static void assertNear(Instant expected, Instant actual, String what) {
        Duration apart = Duration.between(expected, actual).abs();
        assertTrue(apart.compareTo(TOLERANCE) <= 0, () -> what + ": expected " + expected + ", but was " + actual);
    }

    @Test
    void everyNightOfTheYearGoesOnAtDuskAndOffAtDawnAndBurnsWhatItShould() {
        LocalDate first = LocalDate.of(2027, 1, 1);
        LocalDate end = LocalDate.of(2028, 1, 1);
        FakeTime time = new FakeTime(noon(first).toString());
        Surroundings surroundings = new Surroundings(folder, new LampSensors());
        surroundings.time = time;
        surroundings.pole = Scenes.poleAt(Scenes.RHINE);
        surroundings.settings = TestSettings.of(Scenes.cityConfig());
        LampLoop loop = new LampLoop(surroundings, new LampReporter());
        TestLedger ledger = new TestLedger(
                new LampWiring(new LampDriver.Pwm(0, 0, 1000, false), new LampType(RATED_WATTS, 3000), "full"));
        loop.lamp = output -> ledger.told(output, time.now().sinceBoot());
        List<Switching> switchings = new ArrayList<>();
        boolean on = false;
        while (time.now().instant().isBefore(noon(end))) {
            loop.cycle();
            boolean now = !loop.latest().decision().level().equals(LightLevel.OFF);
            if (now != on) {
                on = now;
                switchings.add(new Switching(time.now().instant(), on));
            }
            time.pass(STEP);
        }
        LampFigures figures = ledger.figures(time.now().sinceBoot());

        assertEquals(2 * 365, switchings.size(), "once on and once off in each night");
        double hours = 0;
        double wattHours =
                STANDBY_WATTS * Duration.between(noon(first), noon(end)).toHours();
        LocalDate evening = first;
        for (int i = 0; i < switchings.size(); i += 2) {
            Instant dusk = Noaa.set(CIVIL_TWILIGHT, Scenes.RHINE, evening);
            Instant dawn = Noaa.rise(CIVIL_TWILIGHT, Scenes.RHINE, evening.plusDays(1));
            assertNear(dusk, switchings.get(i).at(), "on in the night of " + evening);
            assertNear(dawn, switchings.get(i + 1).at(), "off in the night of " + evening);
            hours += hours(dusk, dawn.plus(DAWN_RAMP));
            wattHours += (RATED_WATTS - STANDBY_WATTS) * fullLightHours(evening, dusk, dawn);
            evening = evening.plusDays(1);
        }
        assertEquals(hours, figures.burningHours(), hours * 0.001);
        assertEquals(wattHours, figures.energy(), wattHours * 0.001);
        assertEquals(figures.energy(), figures.estimatedEnergy(), 1e-6, "no meter, so all of it is estimated");
        assertEquals(365, figures.switchOns());
    }

    /** The city's program: 100 % to 20:00, 80 % to 22:00, 50 % to 06:00, 100 % to dawn. */
    private static double fullLightHours(LocalDate evening, Instant dusk, Instant dawn) {
        return 1.0 * within(dusk, dawn, noon(evening), local(evening, 20))
                + 0.8 * within(dusk, dawn, local(evening, 20), local(evening, 22))
                + 0.5 * within(dusk, dawn, local(evening, 22), local(evening.plusDays(1), 6))
                + 1.0 * within(dusk, dawn, local(evening.plusDays(1), 6), noon(evening.plusDays(1)));
    }

    private static double within(Instant dusk, Instant dawn, Instant from, Instant to) {
        Instant begin = from.isAfter(dusk) ? from : dusk;
        Instant end = to.isBefore(dawn) ? to : dawn;
        return Math.max(0, hours(begin, end));
    }

    private static double hours(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 3_600_000.0;
    }

    private static Instant noon(LocalDate date) {
        return local(date, 12);
    }

    private static Instant local(LocalDate date, int hour) {
        return date.atTime(LocalTime.of(hour, 0)).atZone(BERLIN).toInstant();
    }
}
