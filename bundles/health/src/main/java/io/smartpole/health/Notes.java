package io.smartpole.health;

import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.time.Moment;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What operations noted about this pole.
 *
 * @param acknowledged by name of the check: somebody has seen that it is not well
 * @param maintenance set while somebody works on the pole
 */
record Notes(
        Map<String, Acknowledged> acknowledged, @Nullable Remark maintenance) {

    static final Notes NONE = new Notes(Map.of(), null);

    Notes {
        acknowledged = Map.copyOf(acknowledged);
    }

    /** @param status the one that was seen; a change of it ends the acknowledgement */
    record Acknowledged(HealthStatus status, Remark remark) {}

    Notes acknowledge(String check, Acknowledged seen) {
        Map<String, Acknowledged> next = new TreeMap<>(acknowledged);
        next.put(check, seen);
        return new Notes(next, maintenance);
    }

    Notes maintain(@Nullable Remark remark) {
        return new Notes(acknowledged, remark);
    }

    /**
     * What is left of them.
     *
     * @param checks what each of them says now. One that is missing may come back: its note is kept.
     * @param settled whether they are past their start, when each may say something else for a moment
     */
    Notes at(Collection<HealthReport.Check> checks, boolean settled, Moment now) {
        Map<String, Acknowledged> left = new TreeMap<>();
        acknowledged.forEach((name, seen) -> {
            boolean changed = settled
                    && checks.stream()
                            .anyMatch(check ->
                                    check.name().equals(name) && check.result().status() != seen.status());
            if (!changed && !seen.remark().ended(now)) {
                left.put(name, new Acknowledged(seen.status(), seen.remark().settled(now)));
            }
        });
        Remark work = maintenance;
        return new Notes(left, work == null || work.ended(now) ? null : work.settled(now));
    }

    /** @return what outlives a restart: an end that only this process can tell does not */
    Notes lasting() {
        Map<String, Acknowledged> lasting = new TreeMap<>(acknowledged);
        lasting.values().removeIf(seen -> seen.remark().until() == null);
        return new Notes(lasting, maintenance == null || maintenance.until() == null ? null : maintenance);
    }

    HealthReport.Check on(HealthReport.Check check) {
        Acknowledged seen = acknowledged.get(check.name());
        // While the checks settle, one may be well again for a moment.
        boolean applies = seen != null && seen.status() == check.result().status();
        return new HealthReport.Check(
                check.name(),
                check.result(),
                check.since(),
                applies && seen != null ? seen.remark().toNote() : null);
    }

    HealthReport.@Nullable Note maintenanceNote() {
        return maintenance == null ? null : maintenance.toNote();
    }
}
