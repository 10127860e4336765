package io.smartpole.lighting.program;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the sun does in one lighting night, from local noon to noon. Where the place of the pole is not known, no events
 * and dark is the safe answer.
 *
 * @param sunset null if it does not happen in this night
 * @param sunrise null if it does not happen in this night
 * @param darkAtMidnight tells polar night from polar day where neither event happens
 */
public record Night(@Nullable Instant sunset, @Nullable Instant sunrise, boolean darkAtMidnight) {

    /**
     * @param fromSunset moves the begin; negative = earlier
     * @param fromSunrise moves the end; negative = earlier
     * @param whole from noon to noon: where an event is missing, dark lasts from or until its end
     * @return when it is dark, with both ends moved
     */
    List<Span> dark(Duration fromSunset, Duration fromSunrise, Span whole) {
        if (sunset == null && sunrise == null) {
            return darkAtMidnight ? List.of(whole) : List.of();
        }
        Instant begin = sunset == null ? whole.from() : sunset.plus(fromSunset);
        Instant end = sunrise == null ? whole.to() : sunrise.plus(fromSunrise);
        boolean darkInBetween = sunset == null || sunrise == null || sunset.isBefore(sunrise);
        return darkInBetween
                ? List.of(new Span(begin, end))
                // Only where the zone is hours off the sun: its noon is dark, and light lies in the middle.
                : List.of(new Span(whole.from(), end), new Span(begin, whole.to()));
    }
}
