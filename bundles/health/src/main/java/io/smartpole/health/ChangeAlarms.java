package io.smartpole.health;

import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides which changes of checks are alarms. A start tells nothing until the checks have settled, and then what is not
 * well; what can wait waits until clock and uplink have had their time, too: otherwise every pole of a city would tell of
 * both whenever the power comes back. A check that goes to and fro is told a few times an hour, and after that in sums.
 * Used by one thread at a time.
 */
final class ChangeAlarms {

    static final int MOST_AN_HOUR = 6;

    /** What needs somebody now does not wait for all to settle. */
    static final Duration CRITICAL_AFTER = Duration.ofMinutes(1);

    private static final Duration HOUR = Duration.ofHours(1);

    /** By name of the check. */
    private final Map<String, Past> pasts = new HashMap<>();

    /**
     * @param check its name
     * @param text such as {@code CRITICAL: the lamp's output hangs for 12 s at 50 %}
     */
    record Alarm(String check, String text) {}

    /** @param sinceBoot now */
    List<Alarm> next(Collection<HealthReport.Check> checks, Duration sinceBoot) {
        if (sinceBoot.compareTo(CRITICAL_AFTER) < 0) {
            return List.of();
        }
        Map<String, HealthResult> results = new TreeMap<>();
        checks.forEach(check -> results.merge(check.name(), check.result(), ChangeAlarms::worse));
        List<Alarm> alarms = new ArrayList<>();
        results.forEach((name, result) -> {
            if (result.status() == HealthStatus.WARN && sinceBoot.compareTo(NoteDesk.SETTLING) < 0) {
                return;
            }
            String text = pasts.computeIfAbsent(name, any -> new Past()).next(result, sinceBoot);
            if (text != null) {
                alarms.add(new Alarm(name, text));
            }
        });
        return alarms;
    }

    private static HealthResult worse(HealthResult one, HealthResult other) {
        return one.status().compareTo(other.status()) >= 0 ? one : other;
    }

    /** What was told of one check. */
    private static final class Past {

        private HealthStatus seen = HealthStatus.OK;
        private int untold;
        private final Allowance told = new Allowance(MOST_AN_HOUR, HOUR);

        @Nullable
        String next(HealthResult result, Duration now) {
            if (result.status() != seen) {
                seen = result.status();
                untold++;
            }
            if (untold == 0 || !told.left(now)) {
                return null;
            }
            String changes = untold == 1 ? "" : " (changed %d times since the last alarm)".formatted(untold);
            untold = 0;
            told.take(now);
            String text = result.status() + ": " + result.message();
            int room = Records.LONGEST - changes.length();
            return (text.length() > room ? text.substring(0, room) : text) + changes;
        }
    }
}
