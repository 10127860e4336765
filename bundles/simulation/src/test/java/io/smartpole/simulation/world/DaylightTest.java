package io.smartpole.simulation.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.pole.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaylightTest {

    private static final Place DORMAGEN = new Place(51.09, 6.84, ZoneId.of("Europe/Berlin"));

    /** Times published for this place; the sun's centre is then 0.833 and 6 degrees below the horizon. */
    @ParameterizedTest
    @CsvSource({
        "2026-01-01, 06:56:49, 07:36:15, 15:36:20, 16:15:47",
        "2026-03-20, 05:02:39, 05:35:36, 17:45:33, 18:18:37",
        "2026-03-29, 04:41:59, 05:15:20, 18:00:28, 18:33:56",
        "2026-06-21, 02:30:40, 03:17:31, 19:51:23, 20:38:14",
        "2026-10-25, 05:38:41, 06:12:50, 16:19:51, 16:53:56",
        "2026-12-21, 06:53:56, 07:33:45, 15:27:38, 16:07:27",
    })
    void theSunIsWhereThePublishedTimesSay(String day, String dawn, String rise, String set, String dusk) {
        // The sun climbs by 0.1 to 0.16 degrees per minute here: this is about a minute.
        double tolerance = 0.15;
        assertEquals(-6, elevation(day, dawn), tolerance);
        assertEquals(-0.833, elevation(day, rise), tolerance);
        assertEquals(-0.833, elevation(day, set), tolerance);
        assertEquals(-6, elevation(day, dusk), tolerance);
    }

    @Test
    void theNoonSunOfMidsummerStandsAtNinetyMinusLatitudePlusObliquity() {
        assertEquals(90 - 51.09 + 23.44, elevation("2026-06-21", "11:34:30"), 0.05);
    }

    @Test
    void lightRisesWithTheSunWithoutJumps() {
        double former = Daylight.illuminance(-90, 0);
        for (double elevation = -89.95; elevation <= 90; elevation += 0.05) {
            double light = Daylight.illuminance(elevation, 0);
            assertTrue(light >= former, "falls at " + elevation);
            assertTrue(light <= former * 1.06 + 1e-6, "jumps at " + elevation);
            former = light;
        }
    }

    @Test
    void aCoveredSkyLetsAQuarterOfTheLightThrough() {
        assertEquals(0.25 * Daylight.illuminance(40, 0), Daylight.illuminance(40, 1), 1e-6);
    }

    @Test
    void nightIsDarkAndNoonIsBright() {
        World world = new World(1, () -> DORMAGEN);
        Instant midnight = Instant.parse("2026-01-01T23:30:00Z");
        Instant noon = Instant.parse("2026-07-01T11:34:00Z");
        for (int day = 0; day < 60; day++) {
            assertTrue(world.illuminanceAt(midnight.plus(Duration.ofDays(day)), 0) < 0.01);
            assertTrue(world.illuminanceAt(noon.plus(Duration.ofDays(day)), 0) > 10_000);
        }
    }

    /**
     * Janiczek and DeYoung, US Naval Observatory Circular 171 (1987): log10 of the illuminance in lx is a polynomial of
     * elevation / 90 degrees.
     */
    @ParameterizedTest
    @CsvSource({
        "-12, -5, 2.70, 12.17, -431.69, -1899.83",
        "-5, -0.8, 2.88, 21.81, -258.11, -858.36",
        "-0.8, 5, 2.88, 22.26, -207.64, 1034.30",
        "5, 20, 3.05, 13.28, -45.98, 64.33",
    })
    void aClearSkyIsAsBrightAsPublished(double from, double to, double a, double b, double c, double d) {
        for (double elevation = from; elevation <= to; elevation += 0.1) {
            double x = elevation / 90;
            double published = Math.pow(10, a + b * x + c * x * x + d * x * x * x);
            assertEquals(published, Daylight.illuminance(elevation, 0), 0.15 * published, elevation + " degrees");
        }
    }

    /** 585 to 410 lx at sunset and 3.5 to 2 lx at the end of civil twilight (AMS Glossary of Meteorology). */
    @Test
    void civilTwilightBeginsAndEndsAsPublished() {
        double sunset = Daylight.illuminance(-0.833, 0);
        assertTrue(sunset > 410 && sunset < 585, sunset + " lx");
        assertEquals(3.4, Daylight.illuminance(-6, 0), 0.1);
    }

    @Test
    void theSwitchingLightOfThirtyFiveLuxComesAboutFourDegreesBelowTheHorizonAndEarlierUnderClouds() {
        assertTrue(Daylight.illuminance(-3.75, 0) > 35 && Daylight.illuminance(-4, 0) < 35);
        assertTrue(Daylight.illuminance(-4, 0) > 25 && Daylight.illuminance(-4.3, 0) < 25);
        assertTrue(Daylight.illuminance(-2.2, 1) > 35 && Daylight.illuminance(-2.5, 1) < 35);
    }

    @Test
    void thePolesOwnLampShowsAtItsSensorButDoesNotLookLikeDay() {
        World world = new World(1, () -> DORMAGEN);
        Instant midnight = Instant.parse("2026-01-01T23:30:00Z");
        double off = world.illuminanceAt(midnight, 0);
        double full = world.illuminanceAt(midnight, 1);
        assertTrue(full > off + 1 && full < 5, full + " lx");
    }

    private static double elevation(String day, String time) {
        return Daylight.sunElevation(Instant.parse(day + "T" + time + "Z"), DORMAGEN);
    }
}
