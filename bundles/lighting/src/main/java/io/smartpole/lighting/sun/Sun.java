package io.smartpole.lighting.sun;

import io.smartpole.core.light.SunTimes;
import io.smartpole.core.pole.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import net.e175.klaus.solarpositioning.DeltaT;
import net.e175.klaus.solarpositioning.SPA;
import org.jspecify.annotations.Nullable;

/**
 * When the sun passes a height, to the second, all in UTC. It looks at the sun's position and nothing else, so that
 * midnight, the change of the clocks, the date line and the polar circles are no special cases.
 */
public final class Sun {

    /** Zenith angle of civil twilight, in degrees: below it, reading outdoors needs no lamp. */
    public static final double CIVIL_TWILIGHT = 96;

    /** Zenith angle of sunrise and sunset: the upper edge of the sun, lifted by the refraction of the air. */
    public static final double HORIZON = 90.833;

    /** A night or day that hides between two looks is less than 0.01 degrees deep: less than the air bends the light. */
    private static final Duration LOOK_EVERY = Duration.ofMinutes(10);

    private static final long SECONDS_PER_DAY = 86_400;

    private Sun() {}

    /** @return true if the sun is less than {@code zenith} degrees from the point straight above */
    public static boolean above(double zenith, Place place, Instant at) {
        ZonedDateTime utc = at.atZone(ZoneOffset.UTC);
        double seaLevel = 0;
        return SPA.calculateSolarPosition(
                                utc, place.latitude(), place.longitude(), seaLevel, DeltaT.estimate(utc.toLocalDate()))
                        .zenithAngle()
                < zenith;
    }

    /** @return the first second at which the sun is on the other side of {@code zenith}; null if it stays until to */
    static @Nullable Instant firstPassage(double zenith, Place place, Instant from, Instant to) {
        boolean before = above(zenith, place, from);
        for (Instant look = from; look.isBefore(to); look = look.plus(LOOK_EVERY)) {
            Instant next = look.plus(LOOK_EVERY);
            if (above(zenith, place, next) != before) {
                return passageBetween(zenith, place, look, next);
            }
        }
        return null;
    }

    /** @return the latest second, up to {@code to}, at which the sun changed to its side; null if it was there since from */
    static @Nullable Instant lastPassage(double zenith, Place place, Instant from, Instant to) {
        boolean after = above(zenith, place, to);
        for (Instant look = to; look.isAfter(from); look = look.minus(LOOK_EVERY)) {
            Instant earlier = look.minus(LOOK_EVERY);
            if (above(zenith, place, earlier) != after) {
                return passageBetween(zenith, place, earlier, look);
            }
        }
        return null;
    }

    /** @return dawn and dusk of the solar day around {@code now}, which begins at the place's mean solar midnight */
    public static SunTimes timesOfDay(Place place, Instant now) {
        Instant midnight = midnightBefore(place, now);
        Instant noon = midnight.plusSeconds(SECONDS_PER_DAY / 2);
        Instant nextMidnight = midnight.plusSeconds(SECONDS_PER_DAY);
        return new SunTimes(
                passageBetween(CIVIL_TWILIGHT, place, midnight, noon),
                passageBetween(HORIZON, place, midnight, noon),
                passageBetween(HORIZON, place, noon, nextMidnight),
                passageBetween(CIVIL_TWILIGHT, place, noon, nextMidnight));
    }

    /** @return the last mean solar midnight at or before that moment */
    static Instant midnightBefore(Place place, Instant now) {
        long meanSolar = Math.round(place.longitude() / 360 * SECONDS_PER_DAY);
        long sinceMidnight = Math.floorMod(now.getEpochSecond() + meanSolar, SECONDS_PER_DAY);
        return Instant.ofEpochSecond(now.getEpochSecond() - sinceMidnight);
    }

    /** Halves the stretch until the passage is known to the second; null if both ends are on the same side. */
    static @Nullable Instant passageBetween(double zenith, Place place, Instant from, Instant to) {
        boolean before = above(zenith, place, from);
        if (above(zenith, place, to) == before) {
            return null;
        }
        long low = from.getEpochSecond();
        long high = to.getEpochSecond();
        while (high - low > 1) {
            long middle = (low + high) / 2;
            if (above(zenith, place, Instant.ofEpochSecond(middle)) == before) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Instant.ofEpochSecond(high);
    }
}
