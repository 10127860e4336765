package io.smartpole.configuration;

import io.smartpole.core.config.Concern;
import io.smartpole.core.config.ConfigurationChange;
import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationRule;
import io.smartpole.core.config.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has changed past the door, judged as if it had come through it. Of a value that is wrong in itself, the
 * last good one comes back, and the other changes stay. Where the values do not fit together, all of that concern come
 * back, unless those before did not fit either.
 *
 * @param next properties as they are to be
 * @param refused why they differ from what was found
 */
record Intake(SortedMap<String, Map<String, Object>> next, List<Refused> refused) {

    /** @param found properties as they are; what is not known to any bundle is none of our business */
    static Intake of(
            SortedMap<String, Concern> concerns,
            List<ConfigurationRule> rules,
            SortedMap<String, Map<String, Object>> stored,
            SortedMap<String, Map<String, Object>> found) {
        SortedMap<String, Map<String, Object>> next = new TreeMap<>(found);
        List<Refused> refused = new ArrayList<>();
        for (String pid : Stored.different(stored, found)) {
            Concern concern = concerns.get(pid);
            if (concern != null) {
                Map<String, Object> was = stored.getOrDefault(pid, Map.of());
                Map<String, Object> is = found.getOrDefault(pid, Map.of());
                List<Refused> ofPid = new ArrayList<>();
                Map<String, Object> good = fitting(concern, rules, was, right(concern, was, is, ofPid), ofPid);
                if (!ofPid.isEmpty()) {
                    next.put(pid, good);
                    refused.addAll(ofPid);
                }
            }
        }
        return new Intake(next, refused);
    }

    private static Map<String, Object> right(
            Concern concern, Map<String, Object> was, Map<String, Object> is, List<Refused> refused) {
        Map<String, Object> right = copy(is);
        for (Setting setting : concern.settings()) {
            Object former = was.get(setting.key());
            Object given = is.get(setting.key());
            if (!Objects.deepEquals(former, given) && !isRight(setting, former, given)) {
                refused.add(new Refused(
                        new ConfigurationProblem(
                                concern.pid(), setting.key(), Values.shown(setting, given), Values.expected(setting)),
                        false,
                        false));
                boolean good = former != null && Values.accept(setting, former) != null;
                put(right, setting.key(), good ? former : null);
            }
        }
        return right;
    }

    private static boolean isRight(Setting setting, @Nullable Object former, @Nullable Object given) {
        if (given != null && Values.accept(setting, given) == null) {
            return false;
        }
        Object is = Draft.inEffect(setting, given);
        // What is empty and was so before was not emptied by anybody: Kura only writes out the default.
        return !setting.required() || !Values.isEmpty(is) || Objects.equals(is, Draft.inEffect(setting, former));
    }

    private static Map<String, Object> fitting(
            Concern concern,
            List<ConfigurationRule> rules,
            Map<String, Object> was,
            Map<String, Object> is,
            List<Refused> refused) {
        Map<String, Object> before = Draft.effective(concern, was);
        Map<String, Object> after = Draft.effective(concern, is);
        if (after.equals(before)) {
            return is;
        }
        List<ConfigurationProblem> problems = Examination.verdicts(rules, change(concern, before, after));
        if (problems.isEmpty()
                || !Examination.verdicts(rules, change(concern, before, before)).isEmpty()) {
            return is;
        }
        problems.forEach(problem -> refused.add(new Refused(problem, true, false)));
        Map<String, Object> former = copy(is);
        concern.settings().forEach(setting -> put(former, setting.key(), was.get(setting.key())));
        return former;
    }

    private static ConfigurationChange change(Concern concern, Map<String, Object> before, Map<String, Object> after) {
        return new ConfigurationChange(concern.pid(), before, after, Origin.ON_SITE);
    }

    private static Map<String, Object> copy(Map<String, Object> properties) {
        Map<String, Object> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(properties);
        return copy;
    }

    private static void put(Map<String, Object> properties, String key, @Nullable Object value) {
        if (value == null) {
            properties.remove(key);
        } else {
            properties.put(key, value);
        }
    }
}
