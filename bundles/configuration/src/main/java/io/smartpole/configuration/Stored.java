package io.smartpole.configuration;

import io.smartpole.core.config.Concern;
import io.smartpole.core.config.ConfigurationRevision.Change;
import io.smartpole.core.config.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares properties as the ConfigAdmin has them: PID to name to value, where a value may be an array. */
final class Stored {

    private Stored() {}

    static boolean same(@Nullable Map<String, Object> one, @Nullable Map<String, Object> other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.keySet().equals(other.keySet())
                && one.keySet().stream().allMatch(key -> Objects.deepEquals(one.get(key), other.get(key)));
    }

    /** @return PIDs whose properties differ, in order */
    static List<String> different(Map<String, Map<String, Object>> one, Map<String, Map<String, Object>> other) {
        TreeSet<String> pids = new TreeSet<>(one.keySet());
        pids.addAll(other.keySet());
        pids.removeIf(pid -> same(one.get(pid), other.get(pid)));
        return List.copyOf(pids);
    }

    /**
     * @param first what to put back before that; it is older, so its values hold
     * @return PID to key to what it has to be to become {@code before} again; null = nothing
     */
    static Map<String, Map<String, @Nullable Object>> wayBack(
            Map<String, Map<String, Object>> before,
            Map<String, Map<String, Object>> after,
            Map<String, Map<String, @Nullable Object>> first) {
        Map<String, Map<String, @Nullable Object>> back = new TreeMap<>();
        for (String pid : different(before, after)) {
            Map<String, Object> was = before.getOrDefault(pid, Map.of());
            Map<String, Object> is = after.getOrDefault(pid, Map.of());
            TreeSet<String> keys = new TreeSet<>(was.keySet());
            keys.addAll(is.keySet());
            Map<String, @Nullable Object> values = new TreeMap<>();
            keys.stream()
                    .filter(key -> !Objects.deepEquals(was.get(key), is.get(key)))
                    .forEach(key -> values.put(key, was.get(key)));
            back.put(pid, values);
        }
        first.forEach((pid, values) ->
                back.computeIfAbsent(pid, any -> new TreeMap<>()).putAll(values));
        return back;
    }

    /** @return what that means for the settings, in words */
    static List<Change> changes(
            SortedMap<String, Concern> concerns,
            Map<String, Map<String, Object>> before,
            Map<String, Map<String, Object>> after) {
        List<Change> changes = new ArrayList<>();
        for (String pid : different(before, after)) {
            Concern concern = concerns.get(pid);
            for (Setting setting : concern == null ? List.<Setting>of() : concern.settings()) {
                Object was = Draft.inEffect(
                        setting, before.getOrDefault(pid, Map.of()).get(setting.key()));
                Object is = Draft.inEffect(
                        setting, after.getOrDefault(pid, Map.of()).get(setting.key()));
                if (!Objects.equals(was, is)) {
                    changes.add(new Change(pid, setting.key(), Values.shown(setting, was), Values.shown(setting, is)));
                }
            }
        }
        return changes;
    }
}
