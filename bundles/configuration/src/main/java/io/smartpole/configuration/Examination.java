package io.smartpole.configuration;

import io.smartpole.core.config.Concern;
import io.smartpole.core.config.ConfigurationChange;
import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationRule;
import io.smartpole.core.config.DesiredConfiguration;
import io.smartpole.core.keys.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a change would make of the configuration, and what is wrong with that.
 *
 * @param drafts of the concerns that it names
 * @param problems empty = it is right
 */
record Examination(List<Draft> drafts, List<ConfigurationProblem> problems) {

    /** A document of 64 KiB can be wrong in thousands of places; an answer need not name them all. */
    static final int MOST_PROBLEMS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Examination.class);

    Examination {
        drafts = List.copyOf(drafts);
        problems = List.copyOf(problems);
    }

    /**
     * @param stored properties as they are
     * @param changes PID to key to value; null resets to the default
     */
    static Examination of(
            SortedMap<String, Concern> concerns,
            List<ConfigurationRule> rules,
            Map<String, Map<String, Object>> stored,
            Map<String, ? extends @Nullable Map<String, ? extends @Nullable Object>> changes,
            Origin origin) {
        List<Draft> drafts = new ArrayList<>();
        List<ConfigurationProblem> problems = new ArrayList<>();
        for (String pid : changes.keySet().stream().sorted().toList()) {
            Concern concern = concerns.get(pid);
            Map<String, ? extends @Nullable Object> ofPid = changes.get(pid);
            if (concern == null) {
                problems.add(new ConfigurationProblem(
                        Values.line(pid), "", "unknown", "must be one of " + String.join(", ", concerns.keySet())));
            } else if (ofPid == null) {
                problems.add(new ConfigurationProblem(pid, "", "nothing", "must be keys with their values"));
            } else {
                Draft draft = Draft.of(concern, stored.getOrDefault(pid, Map.of()), ofPid);
                drafts.add(draft);
                problems.addAll(draft.problems());
            }
        }
        if (problems.isEmpty()) {
            drafts.forEach(draft -> problems.addAll(verdicts(rules, draft.change(origin))));
        }
        return new Examination(drafts, problems);
    }

    /** @return what is wrong with what is stored now: it came past the checks, or from another version */
    static List<ConfigurationProblem> ofStored(
            SortedMap<String, Concern> concerns,
            List<ConfigurationRule> rules,
            Map<String, Map<String, Object>> stored) {
        List<ConfigurationProblem> problems = new ArrayList<>();
        for (Concern concern : concerns.values()) {
            Draft draft = Draft.of(concern, stored.getOrDefault(concern.pid(), Map.of()), Map.of());
            problems.addAll(draft.problems());
            problems.addAll(verdicts(rules, draft.change(Origin.ON_SITE)));
        }
        return problems;
    }

    static List<ConfigurationProblem> verdicts(List<ConfigurationRule> rules, ConfigurationChange change) {
        List<ConfigurationProblem> problems = new ArrayList<>();
        for (ConfigurationRule rule : rules) {
            try {
                problems.addAll(rule.check(change));
            } catch (RuntimeException e) { // somebody else's mistake; what cannot be checked is refused
                LOG.error("{} cannot judge the {}", rule.getClass().getName(), change, e);
                problems.add(new ConfigurationProblem(
                        change.pid(), "", "not to be judged: " + e, "must fit together; the log says more"));
            }
        }
        return problems;
    }

    /** @return which concerns the platform's key may not set */
    static List<ConfigurationProblem> forbidden(SortedMap<String, Concern> concerns, DesiredConfiguration desired) {
        String held = desired.roles().stream().map(Role::label).sorted().collect(Collectors.joining(" and "));
        return concerns.values().stream()
                .filter(concern -> desired.values().containsKey(concern.pid()))
                .filter(concern -> !desired.roles().contains(concern.writer()))
                .map(concern -> new ConfigurationProblem(
                        concern.pid(),
                        "",
                        "a key with " + (held.isEmpty() ? "no role" : "role " + held),
                        "must be set by a key with role " + concern.writer().label()))
                .toList();
    }

    boolean isRight() {
        return problems.isEmpty();
    }

    /** @return as many problems as an answer names */
    List<ConfigurationProblem> told() {
        return problems.subList(0, Math.min(MOST_PROBLEMS, problems.size()));
    }

    /** @return the problems in one line */
    String summary() {
        int more = problems.size() - 1;
        return problems.get(0).message() + (more == 0 ? "" : "; and " + more + " more");
    }

    /** @return PIDs that would be different */
    List<String> changed() {
        return drafts.stream()
                .filter(Draft::changesAnything)
                .map(draft -> draft.concern().pid())
                .toList();
    }

    /** @return all properties as they would be stored */
    SortedMap<String, Map<String, Object>> outcome(SortedMap<String, Map<String, Object>> stored) {
        SortedMap<String, Map<String, Object>> outcome = new TreeMap<>(stored);
        drafts.stream()
                .filter(Draft::changesAnything)
                .forEach(draft -> outcome.put(draft.concern().pid(), draft.next()));
        return outcome;
    }
}
