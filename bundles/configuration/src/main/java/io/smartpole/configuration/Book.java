package io.smartpole.configuration;

import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationReport.Outcome;
import io.smartpole.core.config.ConfigurationRevision;
import io.smartpole.core.config.ConfigurationRevision.Change;
import io.smartpole.core.config.Configurations;
import io.smartpole.core.config.DesiredConfiguration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that must be known after a power cut. What happens makes a new one of it; nothing here touches a disk.
 *
 * @param taken the highest revision ever taken up; 0 = none
 * @param digest of that revision's document
 * @param stored PID to property to value, as the ConfigAdmin must have them: when it differs after a start, it is wrong
 * @param base what the platform said last and is in effect, PID to key to value; null = the default
 * @param verdict the latest that became of a revision
 * @param waiting the revision whose time is yet to come
 * @param probation of the revision that is in effect, but does not count yet
 * @param rolledBack why the former configuration came back; empty once a newer revision counts
 * @param history newest first
 * @param outside what must be known of those who keep or change it past this bundle
 */
record Book(
        long taken,
        String digest,
        SortedMap<String, Map<String, Object>> stored,
        Map<String, Map<String, @Nullable Object>> base,
        Verdict verdict,
        @Nullable DesiredConfiguration waiting,
        @Nullable Probation probation,
        String rolledBack,
        List<ConfigurationRevision> history,
        Outside outside) {

    static final Book EMPTY =
            new Book(0, "", new TreeMap<>(), Map.of(), Verdict.NONE, null, null, "", List.of(), Outside.NONE);

    Book {
        history = List.copyOf(history.subList(0, Math.min(Configurations.MOST_REMEMBERED, history.size())));
    }

    /** It is right, but its time is yet to come. */
    Book waits(DesiredConfiguration desired, String message, @Nullable Instant time) {
        Verdict waits = new Verdict(desired.revision(), Stage.WAITING, message, time, List.of());
        return new Book(
                desired.revision(),
                desired.digest(),
                stored,
                base,
                waits,
                desired,
                probation,
                rolledBack,
                history,
                outside);
    }

    /** Nothing changes, and nothing waits any more: the platform's latest word was another. */
    Book rejected(
            DesiredConfiguration desired, String message, List<ConfigurationProblem> errors, @Nullable Instant time) {
        Verdict rejected = new Verdict(desired.revision(), Stage.REJECTED, message, time, errors);
        return new Book(
                desired.revision(),
                desired.digest(),
                stored,
                base,
                rejected,
                null,
                probation,
                rolledBack,
                with(entry(desired, time, Outcome.REJECTED, List.of())),
                outside);
    }

    /** @param next properties with which it is in effect, and on probation unless it asked for none */
    Book inEffect(
            DesiredConfiguration desired,
            SortedMap<String, Map<String, Object>> next,
            List<Change> changes,
            String message,
            @Nullable Probation watched,
            @Nullable Instant time) {
        Stage stage = watched == null ? Stage.APPLIED : Stage.ON_PROBATION;
        Book inEffect = new Book(
                desired.revision(),
                desired.digest(),
                next,
                desired.values(),
                new Verdict(desired.revision(), stage, message, time, List.of()),
                null,
                watched,
                rolledBack,
                with(entry(desired, time, stage.outcome(), changes)),
                outside.mended(desired.values()));
        return watched == null ? inEffect.settled(Outcome.APPLIED, "") : inEffect;
    }

    /** What was on probation counts. */
    Book passed(Probation passed, String message, @Nullable Instant time) {
        // A revision that was rejected meanwhile stays what the platform is told about.
        Verdict applied = verdict.stage() == Stage.ON_PROBATION
                ? new Verdict(passed.revision(), Stage.APPLIED, message, time, List.of())
                : verdict;
        return new Book(taken, digest, stored, base, applied, waiting, null, rolledBack, history, outside)
                .settled(Outcome.APPLIED, "");
    }

    /** What was on probation has failed: of what it changed, all is as before. */
    Book rolledBack(Probation failed, String message, @Nullable Instant time) {
        SortedMap<String, Map<String, Object>> former = new TreeMap<>(stored);
        failed.before().forEach((pid, values) -> {
            Map<String, Object> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            properties.putAll(former.getOrDefault(pid, Map.of()));
            values.forEach((key, value) -> {
                if (value == null) {
                    properties.remove(key);
                } else {
                    properties.put(key, value);
                }
            });
            former.put(pid, properties);
        });
        Verdict back = new Verdict(failed.revision(), Stage.ROLLED_BACK, message, time, List.of());
        return new Book(taken, digest, former, failed.formerBase(), back, waiting, null, rolledBack, history, outside)
                .settled(Outcome.ROLLED_BACK, message);
    }

    /** Somebody else than the platform changed something. */
    Book changed(SortedMap<String, Map<String, Object>> next, String by, @Nullable Instant time, List<Change> changes) {
        ConfigurationRevision entry = new ConfigurationRevision(0, by, time, Outcome.APPLIED, changes);
        return new Book(
                taken,
                digest,
                next,
                base,
                verdict,
                waiting,
                probation,
                rolledBack,
                changes.isEmpty() ? history : with(entry),
                outside);
    }

    Book watched(Probation now) {
        return new Book(taken, digest, stored, base, verdict, waiting, now, rolledBack, history, outside);
    }

    Book knowing(Outside now) {
        return new Book(taken, digest, stored, base, verdict, waiting, probation, rolledBack, history, now);
    }

    /**
     * After a start: what was on probation goes on, begins anew, or is rolled back.
     *
     * @param machineBoot names this start of the computer
     */
    Book started(String machineBoot) {
        Probation interrupted = probation;
        if (interrupted == null) {
            return this;
        }
        Optional<String> failure = interrupted.failureAtStart(machineBoot);
        return failure.isPresent()
                ? rolledBack(interrupted, "rolled back: " + failure.get(), null) // the clock is not there yet
                : watched(interrupted.resumed(machineBoot));
    }

    private Book settled(Outcome outcome, String why) {
        List<ConfigurationRevision> settled = history.stream()
                .map(each -> each.outcome() == Outcome.PENDING
                        ? new ConfigurationRevision(each.revision(), each.by(), each.time(), outcome, each.changes())
                        : each)
                .toList();
        return new Book(taken, digest, stored, base, verdict, waiting, probation, why, settled, outside);
    }

    private static ConfigurationRevision entry(
            DesiredConfiguration desired, @Nullable Instant time, Outcome outcome, List<Change> changes) {
        return new ConfigurationRevision(desired.revision(), desired.by(), time, outcome, changes);
    }

    private List<ConfigurationRevision> with(ConfigurationRevision entry) {
        List<ConfigurationRevision> all = new ArrayList<>(history);
        all.add(0, entry);
        return all;
    }
}
