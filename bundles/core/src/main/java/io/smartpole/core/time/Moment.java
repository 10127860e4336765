package io.smartpole.core.time;

import java.time.Duration;
import java.time.Instant;

/**
 * One look at all clocks at once.
 *
 * @param instant what the calendar clock says, right or wrong
 * @param trusted true when NTP, RTC or GNSS agreed with that clock; see {@link TimeSource}
 * @param sinceBoot time since this process started, never stepped; the only base for durations
 */
public record Moment(Instant instant, boolean trusted, Duration sinceBoot) {

    public Moment {
        if (sinceBoot.isNegative()) {
            throw new IllegalArgumentException("time since boot must not be negative, but is " + sinceBoot);
        }
    }

    /** @return how long after {@code earlier} this moment is, measured by the clock that is never stepped */
    public Duration since(Moment earlier) {
        return sinceBoot.minus(earlier.sinceBoot);
    }
}
