package io.smartpole.lighting;

import io.smartpole.core.time.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Does not believe a calendar that jumped while it was trusted: the light goes by the rules for an unknown time, until the
 * calendar is back where the clock that is never stepped says it should be, or whoever vouches for the clock has taken its
 * word back and given it again. So a jump never darkens a street.
 */
final class SteadyClock {

    static final Duration JUMP = Duration.ofMinutes(5);

    private @Nullable Moment last;

    /** The last moment before the jump; null while there was none. */
    private @Nullable Moment beforeJump;

    /** @return the moment, not trusted if the calendar jumped and nobody has confirmed it since */
    synchronized Moment look(Moment moment) {
        Moment before = last;
        last = moment;
        if (before == null || !before.trusted() || !moment.trusted()) {
            beforeJump = null; // it is not trusted anyway, or was confirmed just now
            return moment;
        }
        if (beforeJump == null && stepped(before, moment)) {
            beforeJump = before;
        } else if (beforeJump != null && !stepped(beforeJump, moment)) {
            beforeJump = null;
        }
        return beforeJump == null ? moment : new Moment(moment.instant(), false, moment.sinceBoot());
    }

    private static boolean stepped(Moment from, Moment to) {
        Duration passed = to.since(from);
        Duration step = Duration.between(from.instant(), to.instant()).minus(passed);
        return !passed.isNegative() && step.abs().compareTo(JUMP) > 0;
    }
}
