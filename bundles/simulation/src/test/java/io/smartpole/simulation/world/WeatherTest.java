package io.smartpole.simulation.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.pole.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class WeatherTest {

    private static final Place DORMAGEN = new Place(51.09, 6.84, ZoneId.of("Europe/Berlin"));
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final int DAYS = 365;

    @Test
    void aYearStaysWithinWhatTheLowerRhineKnows() {
        for (long seed = 1; seed <= 5; seed++) {
            Weather weather = new Weather(new Chance(seed));
            for (int hour = 0; hour < 24 * DAYS; hour++) {
                Air air = weather.airAt(NEW_YEAR.plus(Duration.ofHours(hour)), DORMAGEN);
                String when = "seed " + seed + ", hour " + hour + ": " + air;
                assertTrue(air.temperature() > -12 && air.temperature() < 36, when);
                assertTrue(air.pressure() > 98_500 && air.pressure() < 103_500, when);
                assertTrue(air.humidity() > 15 && air.humidity() <= 99, when);
                double clouds = weather.cloudsAt(NEW_YEAR.plus(Duration.ofHours(hour)));
                assertTrue(clouds >= 0 && clouds <= 1, when);
            }
        }
    }

    @Test
    void julyIsWarmerThanJanuary() {
        double january = meanTemperature(0, 31, 0, 24);
        double july = meanTemperature(181, 31, 0, 24);
        assertEquals(3, january, 3);
        assertEquals(19, july, 3);
    }

    @Test
    void theAfternoonIsWarmerAndDrierThanTheHourBeforeDawn() {
        assertTrue(meanTemperature(0, DAYS, 14, 15) > meanTemperature(0, DAYS, 3, 4) + 4);
        Weather weather = new Weather(new Chance(1));
        double afternoon = 0;
        double dawn = 0;
        for (int day = 0; day < DAYS; day++) {
            afternoon += weather.airAt(at(day, 14), DORMAGEN).humidity();
            dawn += weather.airAt(at(day, 3), DORMAGEN).humidity();
        }
        assertTrue(dawn > afternoon + 10 * DAYS, "dawn " + dawn / DAYS + ", afternoon " + afternoon / DAYS);
    }

    @Test
    void theTemperatureDoesNotJumpFromOneReadingToTheNext() {
        Weather weather = new Weather(new Chance(1));
        for (int step = 1; step < 10_000; step++) {
            double before = weather.airAt(NEW_YEAR.plusSeconds(30L * (step - 1)), DORMAGEN)
                    .temperature();
            double after =
                    weather.airAt(NEW_YEAR.plusSeconds(30L * step), DORMAGEN).temperature();
            assertEquals(before, after, 0.2);
        }
    }

    @Test
    void theSameSeedAndTimeGiveTheSameAirAndAnotherSeedGivesAnother() {
        Instant time = at(100, 12);
        assertEquals(
                new Weather(new Chance(4)).airAt(time, DORMAGEN), new Weather(new Chance(4)).airAt(time, DORMAGEN));
        assertNotEquals(
                new Weather(new Chance(4)).airAt(time, DORMAGEN), new Weather(new Chance(5)).airAt(time, DORMAGEN));
    }

    private static double meanTemperature(int firstDay, int days, int firstHour, int endHour) {
        Weather weather = new Weather(new Chance(1));
        double sum = 0;
        for (int day = firstDay; day < firstDay + days; day++) {
            for (int hour = firstHour; hour < endHour; hour++) {
                sum += weather.airAt(at(day, hour), DORMAGEN).temperature();
            }
        }
        return sum / days / (endHour - firstHour);
    }

    private static Instant at(int day, int hour) {
        return NEW_YEAR.plus(Duration.ofDays(day)).plus(Duration.ofHours(hour));
    }
}
