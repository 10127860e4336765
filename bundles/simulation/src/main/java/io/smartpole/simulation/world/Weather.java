package io.smartpole.simulation.world;

import io.smartpole.core.pole.Place;
import java.time.Duration;
import java.time.Instant;

/**
 * The weather of the lower Rhine, wherever the pole stands: a year and a day of temperature, and fronts that pass within
 * days. Means after the climate normals of Cologne (January 3, July 19 degrees Celsius).
 */
final class Weather {

    private static final double SECONDS_PER_DAY = 86_400;
    private static final double DAYS_PER_YEAR = 365.2425;

    private static final double YEAR_MEAN = 11;
    private static final double YEAR_SWING = 8;
    private static final double WARMEST_DAY_OF_YEAR = 200;
    private static final double DAY_SWING = 5;
    private static final double WARMEST_HOUR = 15;

    /** Mean at 45 m above the sea. */
    private static final double MEAN_PRESSURE = 100_900;

    private final SmoothNoise warmFronts;
    private final SmoothNoise gusts;
    private final SmoothNoise highsAndLows;
    private final SmoothNoise pressureRipple;
    private final SmoothNoise dryness;
    private final SmoothNoise overcast;
    private final SmoothNoise passingClouds;

    Weather(Chance chance) {
        warmFronts = new SmoothNoise(chance.of("warm fronts"), Duration.ofDays(4));
        gusts = new SmoothNoise(chance.of("gusts"), Duration.ofMinutes(7));
        highsAndLows = new SmoothNoise(chance.of("highs and lows"), Duration.ofDays(3));
        pressureRipple = new SmoothNoise(chance.of("pressure ripple"), Duration.ofHours(9));
        dryness = new SmoothNoise(chance.of("dryness"), Duration.ofDays(2));
        overcast = new SmoothNoise(chance.of("overcast"), Duration.ofHours(14));
        passingClouds = new SmoothNoise(chance.of("passing clouds"), Duration.ofMinutes(25));
    }

    /** @return the share of the sky that is covered, 0 to 1 */
    double cloudsAt(Instant time) {
        return Math.max(0, Math.min(1, 0.55 + 0.6 * overcast.at(time) + 0.15 * passingClouds.at(time)));
    }

    Air airAt(Instant time, Place place) {
        double days = time.getEpochSecond() / SECONDS_PER_DAY;
        double season = Math.cos(2 * Math.PI * (days % DAYS_PER_YEAR - WARMEST_DAY_OF_YEAR) / DAYS_PER_YEAR);
        double solarHour = (days - Math.floor(days)) * 24 + place.longitude() / 15;
        double hourOfDay = Math.cos(2 * Math.PI * (solarHour - WARMEST_HOUR) / 24);
        double clearness = 1 - 0.6 * cloudsAt(time);

        double meanOfDay = YEAR_MEAN + YEAR_SWING * season + 5 * warmFronts.at(time);
        double temperature = meanOfDay + DAY_SWING * clearness * hourOfDay + 0.2 * gusts.at(time);
        double pressure = MEAN_PRESSURE + 1_500 * highsAndLows.at(time) + 250 * pressureRipple.at(time);

        // The water in the air changes with the fronts, not with the hour: so humidity falls as the day warms up.
        double dewPoint = meanOfDay - 4.5 - 3 * dryness.at(time);
        double humidity = 100 * saturation(dewPoint) / saturation(temperature);
        return new Air(temperature, pressure, Math.min(99, humidity));
    }

    /** Magnus formula (WMO-No. 8, annex 4.B). @return saturation vapour pressure over water in hPa */
    private static double saturation(double celsius) {
        return 6.112 * Math.exp(17.62 * celsius / (243.12 + celsius));
    }
}
