package io.smartpole.lighting;

import io.smartpole.core.pole.Place;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether it is day at a place, and how long that stays so. Day ends at civil dusk and begins at civil dawn.
 *
 * @param place where
 * @param day true while the sun is above civil twilight
 * @param from begin of what is known, inclusive
 * @param until end of what is known, exclusive: the next dusk or dawn, or a day later where there is none
 */
record Daylight(Place place, boolean day, Instant from, Instant until) {

    /** In polar day and night, look again after this. */
    private static final Duration HORIZON = Duration.ofDays(1);

    /** Costs up to some hundred positions of the sun: to be kept while it {@link #covers} the moment. */
    static Daylight at(Place place, Instant now) {
        Instant horizon = now.plus(HORIZON);
        Instant change = Sun.firstPassage(Sun.CIVIL_TWILIGHT, place, now, horizon);
        return new Daylight(place, Sun.above(Sun.CIVIL_TWILIGHT, place, now), now, change == null ? horizon : change);
    }

    boolean covers(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }
}
