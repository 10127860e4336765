package io.smartpole.console;

import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/health}: what each check found, and what to do about it.
 *
 * @param status the worst of them; null if nobody checks
 * @param checks by name
 * @param maintenance set while somebody works on the pole
 */
record HealthView(
        @Nullable HealthStatus status,
        List<Check> checks,
        @Nullable Note maintenance) {

    /** One check; its {@code since} is in real time, null while the clock is not trusted. */
    record Check(
            String name,
            HealthStatus status,
            String message,
            String action,
            @Nullable Instant since,
            @Nullable Note acknowledged) {}

    /** What somebody in operations said, and until when it counts; null if that is not known. */
    record Note(String by, String text, @Nullable Instant until) {

        static @Nullable Note of(HealthReport.@Nullable Note note) {
            return note == null ? null : new Note(note.by(), note.text(), note.until());
        }
    }

    static final HealthView NOBODY_CHECKS = new HealthView(null, List.of(), null);

    static HealthView of(HealthReport report) {
        return new HealthView(
                report.status(),
                report.checks().stream()
                        .map(check -> new Check(
                                check.name(),
                                check.result().status(),
                                check.result().message(),
                                check.result().action(),
                                check.since(),
                                Note.of(check.acknowledged())))
                        .toList(),
                Note.of(report.maintenance()));
    }
}
