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
 */
public record HealthReport(HealthStatus status, @Nullable Instant time, List<Check> checks) {

    public HealthReport {
        checks = List.copyOf(checks);
    }

    /**
     * One check.
     *
     * @param name as the check was registered, such as {@code uplink}
     * @param result what it found
     * @param since since when it has this status, in real time; null while the clock is not trusted
     */
    public record Check(
            String name, HealthResult result, @Nullable Instant since) {}
}
