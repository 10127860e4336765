package io.smartpole.core.health;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one round over all health checks found.
 *
 * @param status the worst of them; OK while there are none
 * @param time when, in real time; null while the clock is not trusted
 * @param checks by name
 * @param maintenance set while somebody works on the pole, so that nobody else has to act; null otherwise
 */
public record HealthReport(
        HealthStatus status,
        @Nullable Instant time,
        List<Check> checks,
        @Nullable Note maintenance) {

    public HealthReport {
        checks = List.copyOf(checks);
    }

    /**
     * One check.
     *
     * @param name as the check was registered, such as {@code uplink}
     * @param result what it found
     * @param since since when it has this status, in real time; null while the clock is not trusted
     * @param acknowledged set when somebody in operations has seen that it is not well; ends when its status changes
     */
    public record Check(
            String name,
            HealthResult result,
            @Nullable Instant since,
            @Nullable Note acknowledged) {}

    /**
     * What operations noted.
     *
     * @param by who: name of the key, or {@code console}
     * @param text what they said; may be empty
     * @param until when it ends by itself, in real time; null = not, or the clock is not trusted
     */
    public record Note(String by, String text, @Nullable Instant until) {}
}
