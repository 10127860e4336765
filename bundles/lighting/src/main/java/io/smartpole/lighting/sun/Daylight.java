package io.smartpole.lighting.sun;

import io.smartpole.core.pole.Place;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether it is day at a place, and how long that stays so. Day ends at civil dusk and begins at civil dawn.
 *
 * @param place where
 * @param day true while the sun is above civil twilight
 * @param from begin of what is known, inclusive
 * @param until end of what is known, exclusive: the next dusk or dawn, or a day later where there is none
 * @param last the dusk or dawn at which this began; null if it was more than {@link #RECENT} before {@code from}
 * @param next the dusk or dawn at {@code until}; null if there is none within a day
 */
public record Daylight(
        Place place,
        boolean day,
        Instant from,
        Instant until,
        @Nullable Instant last,
        @Nullable Instant next) {

    /** In polar day and night, look again after this. */
    private static final Duration HORIZON = Duration.ofDays(1);

    /** As far back as anybody asks for the last dusk or dawn. */
    static final Duration RECENT = Duration.ofHours(2);

    /** Costs up to some hundred positions of the sun: to be kept while it {@link #covers} the moment. */
    public static Daylight at(Place place, Instant now) {
        Instant horizon = now.plus(HORIZON);
        boolean day = Sun.above(Sun.CIVIL_TWILIGHT, place, now);
        Instant next = Sun.firstPassage(Sun.CIVIL_TWILIGHT, place, now, horizon);
        Instant last = Sun.lastPassage(Sun.CIVIL_TWILIGHT, place, now.minus(RECENT), now);
        return new Daylight(place, day, now, next == null ? horizon : next, last, next);
    }

    public boolean covers(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }
}
