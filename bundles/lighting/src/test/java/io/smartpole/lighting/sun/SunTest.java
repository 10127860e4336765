package io.smartpole.lighting.sun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.SunTimes;
import io.smartpole.core.pole.Place;
import io.smartpole.lighting.Scenes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class SunTest {

    private static final long TOLERANCE_SECONDS = 60;

    @Test
    void everyDayOfTheIndependentTableAgreesWithinAMinute() throws IOException {
        List<String[]> days = table();
        assertEquals(791, days.size(), "days in the table");
        for (String[] day : days) {
            Instant noon = Instant.parse(day[0] + "T12:00:00Z");
            SunTimes sun = Sun.timesOfDay(Scenes.RHINE, noon);
            assertNear(day[0], day[1], sun.civilDawn());
            assertNear(day[0], day[2], sun.sunrise());
            assertNear(day[0], day[3], sun.sunset());
            assertNear(day[0], day[4], sun.civilDusk());
        }
    }

    @Test
    void dayAndNightChangeAtDuskAndDawnOfTheTable() throws IOException {
        for (String[] day : table()) {
            Instant dawn = Instant.parse(day[0] + "T" + day[1] + "Z");
            Instant dusk = Instant.parse(day[0] + "T" + day[4] + "Z");
            assertFalse(isDay(Scenes.RHINE, dawn.minusSeconds(TOLERANCE_SECONDS)), "before dawn " + dawn);
            assertTrue(isDay(Scenes.RHINE, dawn.plusSeconds(TOLERANCE_SECONDS)), "after dawn " + dawn);
            assertTrue(isDay(Scenes.RHINE, dusk.minusSeconds(TOLERANCE_SECONDS)), "before dusk " + dusk);
            assertFalse(isDay(Scenes.RHINE, dusk.plusSeconds(TOLERANCE_SECONDS)), "after dusk " + dusk);
        }
    }

    @Test
    void daylightKnowsTheSecondOfTheNextChange() {
        Daylight noon = Daylight.at(Scenes.RHINE, Instant.parse("2026-12-21T12:00:00Z"));
        assertTrue(noon.day());
        assertTrue(isDay(Scenes.RHINE, noon.until().minusSeconds(1)));
        assertFalse(isDay(Scenes.RHINE, noon.until()));
        Daylight night = Daylight.at(Scenes.RHINE, noon.until());
        assertFalse(night.day());
        assertTrue(Duration.between(noon.until(), night.until()).toHours() >= 14, "the longest night: " + night);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # place                | lat    | lon   | moment                | day
            Longyearbyen, summer   | 78.22  | 15.65 | 2026-06-21T23:00:00Z  | true
            Longyearbyen, winter   | 78.22  | 15.65 | 2026-12-21T11:00:00Z  | false
            north pole, summer     | 90     | 0     | 2026-06-21T00:00:00Z  | true
            north pole, winter     | 90     | 0     | 2026-12-21T12:00:00Z  | false
            south pole, summer     | -90    | 0     | 2026-12-21T00:00:00Z  | true
            south pole, winter     | -90    | 0     | 2026-06-21T12:00:00Z  | false
            """)
    void polarDayAndNightHaveNoEventAndAreLookedAtAgainADayLater(
            String name, double latitude, double longitude, String moment, boolean day) {
        Place place = new Place(latitude, longitude, ZoneOffset.UTC);
        Instant now = Instant.parse(moment);
        Daylight daylight = Daylight.at(place, now);
        assertEquals(day, daylight.day(), name);
        assertEquals(now.plus(Duration.ofDays(1)), daylight.until(), name);
        SunTimes sun = Sun.timesOfDay(place, now);
        assertNull(sun.civilDawn(), name);
        assertNull(sun.civilDusk(), name);
    }

    @Test
    void polarNightWithTwilightAtNoonHasDawnAndDuskButNoSunrise() {
        Place tromsoe = new Place(69.65, 18.96, ZoneOffset.UTC);
        SunTimes sun = Sun.timesOfDay(tromsoe, Instant.parse("2026-12-21T11:00:00Z"));
        assertNotNull(sun.civilDawn());
        assertNull(sun.sunrise());
        assertNull(sun.sunset());
        assertNotNull(sun.civilDusk());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-180, -179.9, -90, 0, 90, 179.9, 180})
    void theSolarDayIsTheOneAroundTheMomentAtEveryLongitude(double longitude) {
        Place equator = new Place(0, longitude, ZoneOffset.UTC);
        for (int hour = 0; hour < 48; hour++) {
            Instant now = Instant.parse("2026-03-20T00:00:00Z").plus(Duration.ofHours(hour));
            SunTimes sun = Sun.timesOfDay(equator, now);
            Instant dawn = Objects.requireNonNull(sun.civilDawn());
            Instant dusk = Objects.requireNonNull(sun.civilDusk());
            assertTrue(dawn.isBefore(dusk));
            assertTrue(Duration.between(dawn, now).abs().toHours() < 19, longitude + " at " + now + ": " + sun);
            assertEquals(isDay(equator, now), !now.isBefore(dawn) && now.isBefore(dusk), longitude + " at " + now);
        }
    }

    @Test
    void whiteNightsBeginAndEndWithoutASkippedDay() {
        // Around 60.7 N the sun just misses civil twilight in June: every change found must be a change of the sky.
        Place place = new Place(60.7, 25, ZoneOffset.UTC);
        Instant at = Instant.parse("2026-05-20T00:00:00Z");
        while (at.isBefore(Instant.parse("2026-07-25T00:00:00Z"))) {
            Daylight daylight = Daylight.at(place, at);
            assertTrue(daylight.until().isAfter(at));
            assertTrue(Duration.between(at, daylight.until()).compareTo(Duration.ofDays(1)) <= 0);
            assertEquals(daylight.day(), isDay(place, daylight.until().minusSeconds(1)), daylight.toString());
            at = daylight.until();
        }
    }

    private static boolean isDay(Place place, Instant at) {
        return Sun.above(Sun.CIVIL_TWILIGHT, place, at);
    }

    private static void assertNear(String date, String expected, @Nullable Instant actual) {
        assertNotNull(actual, date);
        Instant instant = Instant.parse(date + "T" + expected + "Z");
        long apart = Duration.between(instant, actual).abs().toSeconds();
        assertTrue(apart <= TOLERANCE_SECONDS, () -> "expected " + instant + ", but was " + actual);
    }

    /** @return lines of date, civil dawn, rise, set and civil dusk in UTC, computed by an independent program */
    public static List<String[]> table() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SunTest.class.getResourceAsStream("/sun-51.09N-6.84E.csv")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("date"))
                    .map(line -> line.split(",", -1))
                    .toList();
        }
    }
}
