package io.smartpole.health;

import io.smartpole.core.health.HealthReport;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody in operations noted, and when it ends by itself.
 *
 * @param by name of their key
 * @param text what they said; may be empty
 * @param until its end in real time; null while the clock was not trusted since it was made
 * @param atLatest its end by the clock that is never stepped: holds while the calendar clock is not trusted
 */
public record Remark(String by, String text, @Nullable Instant until, Duration atLatest) {

    public static Remark of(String by, String text, Duration length, Moment now) {
        return new Remark(
                by,
                text,
                now.trusted() ? now.instant().plus(length) : null,
                now.sinceBoot().plus(length));
    }

    boolean ended(Moment now) {
        return (now.trusted() && until != null)
                ? !now.instant().isBefore(until)
                : now.sinceBoot().compareTo(atLatest) >= 0;
    }

    /** @return the same, with its end in real time as soon as that can be known */
    Remark settled(Moment now) {
        if (until != null || !now.trusted()) {
            return this;
        }
        return new Remark(by, text, now.instant().plus(atLatest.minus(now.sinceBoot())), atLatest);
    }

    HealthReport.Note toNote() {
        return new HealthReport.Note(by, text, until);
    }
}
