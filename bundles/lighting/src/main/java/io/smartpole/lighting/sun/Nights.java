package io.smartpole.lighting.sun;

import io.smartpole.core.pole.Place;
import io.smartpole.lighting.program.Night;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The sun's events of lighting nights, from local noon to local noon. Remembers the latest ones, because the control loop
 * asks for the same night five times a second. For one thread.
 */
public final class Nights implements Function<LocalDate, Night> {

    private static final int REMEMBERED = 8;
    private static final long HALF_A_DAY = 43_200;

    private final Place place;
    private final double zenith;
    private final Map<LocalDate, Night> known = new LinkedHashMap<>();

    /** @param zenith what sunset and sunrise mean, in degrees from the point straight above */
    public Nights(Place place, double zenith) {
        this.place = place;
        this.zenith = zenith;
    }

    /** @return true if this answers for that place and that meaning of sunset */
    public boolean fits(Place otherPlace, double otherZenith) {
        return place.equals(otherPlace) && zenith == otherZenith;
    }

    /** @param evening the date of its evening */
    @Override
    public Night apply(LocalDate evening) {
        Night night = known.get(evening);
        if (night == null) {
            night = compute(evening);
            if (known.size() >= REMEMBERED) {
                known.remove(known.keySet().iterator().next());
            }
            known.put(evening, night);
        }
        return night;
    }

    private Night compute(LocalDate evening) {
        Instant noon = noon(evening);
        Instant nextNoon = noon(evening.plusDays(1));
        // Around the middle of a night named by the clocks; that is at most some hours away from the sun's.
        Instant midnight = Sun.midnightBefore(place, noon.plusSeconds(HALF_A_DAY * 2));
        if (!midnight.isAfter(noon) || !midnight.isBefore(nextNoon)) {
            midnight = noon.plusSeconds(HALF_A_DAY);
        }
        return new Night(
                Sun.passageBetween(zenith, place, noon, midnight),
                Sun.passageBetween(zenith, place, midnight, nextNoon),
                !Sun.above(zenith, place, midnight));
    }

    private Instant noon(LocalDate date) {
        return date.atTime(LocalTime.NOON).atZone(place.zone()).toInstant();
    }
}
