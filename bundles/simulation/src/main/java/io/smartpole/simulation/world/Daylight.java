package io.smartpole.simulation.world;

import io.smartpole.core.pole.Place;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import net.e175.klaus.solarpositioning.DeltaT;
import net.e175.klaus.solarpositioning.SPA;

/** The sun over the pole, and how much light it gives on the ground. */
final class Daylight {

    /**
     * Sun's elevation in degrees, horizontal illuminance under a clear sky without moon in lx. Below 5 degrees from the
     * polynomials of Janiczek and DeYoung (US Naval Observatory Circular 171, 1987), which agree with the usual rounded
     * figures: about 400 lx at sunset, 3.4 lx at civil, 0.008 lx at nautical, 0.0006 lx at astronomical twilight.
     */
    private static final double[][] CLEAR_SKY = {
        {-18, 0.0006},
        {-12, 0.008},
        {-10, 0.042},
        {-8, 0.35},
        {-7, 1.09},
        {-6, 3.4},
        {-5, 10.4},
        {-4, 30},
        {-3, 79},
        {-2, 189},
        {-1, 405},
        {0, 759},
        {2, 1_920},
        {5, 4_500},
        {10, 10_900},
        {20, 27_000},
        {30, 46_000},
        {45, 75_000},
        {60, 100_000},
        {90, 123_000},
    };

    private Daylight() {}

    /** @return degrees above the horizon, negative at night, without refraction */
    static double sunElevation(Instant time, Place place) {
        ZonedDateTime utc = time.atZone(ZoneOffset.UTC);
        double deltaT = DeltaT.estimate(utc.toLocalDate());
        return 90
                - SPA.calculateSolarPosition(utc, place.latitude(), place.longitude(), 0, deltaT)
                        .zenithAngle();
    }

    /**
     * @param elevation of the sun, in degrees
     * @param clouds share of the sky that is covered, 0 to 1
     * @return horizontal illuminance in lx
     */
    static double illuminance(double elevation, double clouds) {
        // Kasten and Czeplak 1980: a covered sky lets a quarter of the light through.
        return clearSky(elevation) * (1 - 0.75 * Math.pow(clouds, 3.4));
    }

    private static double clearSky(double elevation) {
        if (elevation <= CLEAR_SKY[0][0]) {
            return CLEAR_SKY[0][1];
        }
        int above = 1;
        while (elevation > CLEAR_SKY[above][0]) {
            above++;
        }
        double[] from = CLEAR_SKY[above - 1];
        double[] to = CLEAR_SKY[above];
        double way = (elevation - from[0]) / (to[0] - from[0]);
        // Twilight spans six powers of ten: only its logarithm can be interpolated.
        return Math.exp(Math.log(from[1]) * (1 - way) + Math.log(to[1]) * way);
    }
}
