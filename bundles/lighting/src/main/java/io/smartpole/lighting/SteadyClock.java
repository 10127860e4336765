package io.smartpole.lighting;

import io.smartpole.core.time.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Does not believe a calendar that jumped: after a step of a clock that was trusted before and after it, the light goes
 * by the rules for an unknown time for a while, until whoever vouches for the clock had the time to look at it again. A
 * jump then never darkens a street; it may light one by day for ten minutes.
 */
final class SteadyClock {

    static final Duration JUMP = Duration.ofMinutes(5);
    static final Duration DOUBT = Duration.ofMinutes(10);

    private @Nullable Moment last;
    private @Nullable Duration doubtUntil;

    /** @return the moment, not trusted if the calendar jumped lately */
    synchronized Moment look(Moment moment) {
        Moment before = last;
        last = moment;
        if (before != null && before.trusted() && moment.trusted()) {
            Duration passed = moment.since(before);
            Duration stepped =
                    Duration.between(before.instant(), moment.instant()).minus(passed);
            if (!passed.isNegative() && stepped.abs().compareTo(JUMP) > 0) {
                doubtUntil = moment.sinceBoot().plus(DOUBT);
            }
        }
        Duration until = doubtUntil;
        if (until == null || moment.sinceBoot().compareTo(until) >= 0) {
            doubtUntil = null;
            return moment;
        }
        return new Moment(moment.instant(), false, moment.sinceBoot());
    }
}
