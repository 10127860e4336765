package io.smartpole.lighting;

import io.smartpole.core.pole.Place;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A second opinion about the sun, for tests only: the equations of NOAA's solar calculator (after Meeus, Astronomical
 * Algorithms, low precision), written without a look at the library that the gateway uses.
 */
final class Noaa {

    private static final double DAYS_PER_CENTURY = 36_525;
    private static final double J2000 = 2_451_545;
    private static final double EPOCH_JULIAN_DAY = 2_440_587.5;
    private static final double SECONDS_PER_DAY = 86_400;

    /** Declination in degrees, equation of time in minutes. */
    private record Sun(double declination, double equationOfTime) {}

    private Noaa() {}

    /** @return when the sun rises through that zenith angle on that date (UTC) */
    static Instant rise(double zenith, Place place, LocalDate date) {
        return event(zenith, place, date, 1);
    }

    /** @return when the sun sets through that zenith angle on that date (UTC) */
    static Instant set(double zenith, Place place, LocalDate date) {
        return event(zenith, place, date, -1);
    }

    private static Instant event(double zenith, Place place, LocalDate date, int direction) {
        Instant midnight = date.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant event = midnight.plusSeconds(43_200);
        for (int round = 0; round < 4; round++) {
            Sun sun = at(event);
            double minutes =
                    720 - 4 * (place.longitude() + direction * hourAngle(zenith, place, sun)) - sun.equationOfTime();
            event = midnight.plusMillis(Math.round(minutes * 60_000));
        }
        return event;
    }

    private static double hourAngle(double zenith, Place place, Sun sun) {
        return deg(Math.acos(cos(zenith) / (cos(place.latitude()) * cos(sun.declination()))
                - tan(place.latitude()) * tan(sun.declination())));
    }

    /** @return the sun's height over the horizon in degrees, without refraction */
    static double elevation(Place place, Instant at) {
        Sun sun = at(at);
        double minutes = Math.floorMod(at.toEpochMilli(), (long) (SECONDS_PER_DAY * 1000)) / 60_000.0;
        double hour = (minutes + sun.equationOfTime() + 4 * place.longitude()) / 4 - 180;
        return deg(Math.asin(sin(place.latitude()) * sin(sun.declination())
                + cos(place.latitude()) * cos(sun.declination()) * cos(hour)));
    }

    private static Sun at(Instant at) {
        double t = (at.toEpochMilli() / (SECONDS_PER_DAY * 1000) + EPOCH_JULIAN_DAY - J2000) / DAYS_PER_CENTURY;
        double meanLongitude = 280.46646 + t * (36_000.76983 + 0.0003032 * t);
        double anomaly = 357.52911 + t * (35_999.05029 - 0.0001537 * t);
        double eccentricity = 0.016708634 - t * (0.000042037 + 0.0000001267 * t);
        double centre = sin(anomaly) * (1.914602 - t * (0.004817 + 0.000014 * t))
                + sin(2 * anomaly) * (0.019993 - 0.000101 * t)
                + sin(3 * anomaly) * 0.000289;
        double node = 125.04 - 1934.136 * t;
        double longitude = meanLongitude + centre - 0.00569 - 0.00478 * sin(node);
        double seconds = 21.448 - t * (46.815 + t * (0.00059 - t * 0.001813));
        double obliquity = 23 + (26 + seconds / 60) / 60 + 0.00256 * cos(node);
        double y = tan(obliquity / 2) * tan(obliquity / 2);
        double time = y * sin(2 * meanLongitude)
                - 2 * eccentricity * sin(anomaly)
                + 4 * eccentricity * y * sin(anomaly) * cos(2 * meanLongitude)
                - 0.5 * y * y * sin(4 * meanLongitude)
                - 1.25 * eccentricity * eccentricity * sin(2 * anomaly);
        return new Sun(deg(Math.asin(sin(obliquity) * sin(longitude))), 4 * deg(time));
    }

    private static double sin(double degrees) {
        return Math.sin(Math.toRadians(degrees));
    }

    private static double cos(double degrees) {
        return Math.cos(Math.toRadians(degrees));
    }

    private static double tan(double degrees) {
        return Math.tan(Math.toRadians(degrees));
    }

    private static double deg(double radians) {
        return Math.toDegrees(radians);
    }
}
