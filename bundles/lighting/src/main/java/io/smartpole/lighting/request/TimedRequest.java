package io.smartpole.lighting.request;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A level that somebody asked for, in this run of the gateway. It ends at the earlier of two ends: the calendar's, which
 * a restart keeps, and that of the clock that is never stepped, so that no jump of the calendar prolongs it.
 *
 * @param level what was asked for
 * @param end by the calendar; null if the clock was not trusted when it was asked for, or if only the length counts
 * @param endSinceBoot by the clock that is never stepped
 */
public record TimedRequest(LightLevel level, @Nullable Instant end, Duration endSinceBoot) {

    public boolean holds(Moment now) {
        if (now.sinceBoot().compareTo(endSinceBoot) >= 0) {
            return false;
        }
        return end == null || !now.trusted() || now.instant().isBefore(end);
    }

    /** @return the calendar's word for its end, as well as it can be told now; null while the clock is not trusted */
    public @Nullable Instant endAsOf(Moment now) {
        if (!now.trusted()) {
            return null;
        }
        Instant byLength = now.instant().plus(endSinceBoot.minus(now.sinceBoot()));
        return end == null || byLength.isBefore(end) ? byLength : end;
    }
}
