package io.smartpole.health;

import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.time.Moment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when a check has its status.
 *
 * @param status the status
 * @param begin when it began
 */
record Since(HealthStatus status, Moment begin) {

    /** @param last what held before; null at the first look */
    static Since next(@Nullable Since last, HealthStatus status, Moment now) {
        if (last == null || last.status != status) {
            return new Since(status, now);
        }
        if (last.begin.trusted() || !now.trusted()) {
            return last;
        }
        // The clock was set in between; how long ago it was is known all the same.
        Instant begin = now.instant().minus(now.since(last.begin));
        return new Since(status, new Moment(begin, true, last.begin.sinceBoot()));
    }

    /** @return null while it cannot be known */
    @Nullable
    Instant instant() {
        return begin.trusted() ? begin.instant() : null;
    }
}
