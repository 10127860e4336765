package io.smartpole.configuration;

import io.smartpole.core.config.Concern;
import io.smartpole.core.config.ConfigurationReport.Drift;
import io.smartpole.core.config.DesiredConfiguration;
import io.smartpole.core.config.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings together what the platform wants and what people at the pole have set, key by key:
 *
 * <ul>
 *   <li>The platform says something else than it said last: that holds.
 *   <li>It says the same again, and somebody has changed that since: the local value stays, and is told as drift. Unless
 *       the platform overrules, or the local value is not valid.
 *   <li>What it does not name keeps its value.
 * </ul>
 */
final class Merge {

    private Merge() {}

    /**
     * @param base what the platform said last
     * @param stored properties as they are
     * @return PID to key to value, of what has to be set; unknown PIDs, keys and wrong values among it
     */
    static Map<String, Map<String, @Nullable Object>> changes(
            SortedMap<String, Concern> concerns,
            DesiredConfiguration theirs,
            Map<String, Map<String, @Nullable Object>> base,
            Map<String, Map<String, Object>> stored) {
        Map<String, Map<String, @Nullable Object>> changes = new TreeMap<>();
        theirs.values().forEach((pid, ofPid) -> {
            Map<String, @Nullable Object> set = new LinkedHashMap<>();
            ofPid.forEach((key, value) -> {
                boolean local = !theirs.overrule()
                        && setting(concerns, pid, key)
                                .filter(setting -> isLocal(setting, value, base.get(pid), stored.get(pid)))
                                .isPresent();
                if (!local) {
                    set.put(key, value);
                }
            });
            changes.put(pid, set);
        });
        return changes;
    }

    private static boolean isLocal(
            Setting setting,
            @Nullable Object value,
            @Nullable Map<String, @Nullable Object> base,
            @Nullable Map<String, Object> stored) {
        if (base == null || !base.containsKey(setting.key())) {
            return false;
        }
        Object ours = stored == null ? null : stored.get(setting.key());
        boolean valid = ours == null || Values.accept(setting, ours) != null;
        Object last = Draft.inEffect(setting, base.get(setting.key()));
        return valid
                && (value == null || Values.accept(setting, value) != null)
                && Objects.equals(last, Draft.inEffect(setting, value))
                && !Objects.equals(last, Draft.inEffect(setting, ours));
    }

    /** @return where what is in effect differs from what the platform said last */
    static List<Drift> drift(
            SortedMap<String, Concern> concerns,
            Map<String, Map<String, @Nullable Object>> base,
            Map<String, Map<String, Object>> stored) {
        List<Drift> drift = new ArrayList<>();
        new TreeMap<>(base)
                .forEach((pid, ofPid) -> ofPid.forEach((key, value) -> setting(concerns, pid, key)
                        .ifPresent(setting -> {
                            Object desired = Draft.inEffect(setting, value);
                            Object actual = Draft.inEffect(
                                    setting, stored.getOrDefault(pid, Map.of()).get(key));
                            if (!Objects.equals(desired, actual)) {
                                drift.add(new Drift(
                                        pid, key, Values.shown(setting, desired), Values.shown(setting, actual)));
                            }
                        })));
        return drift;
    }

    /** @return the same in the settings' own types, as far as they are known: so a number has one form only */
    static Map<String, Map<String, @Nullable Object>> normal(
            SortedMap<String, Concern> concerns, Map<String, Map<String, @Nullable Object>> values) {
        Map<String, Map<String, @Nullable Object>> normal = new TreeMap<>();
        values.forEach((pid, ofPid) -> {
            Map<String, @Nullable Object> keys = new LinkedHashMap<>();
            ofPid.forEach((key, value) -> setting(concerns, pid, key)
                    .ifPresent(setting -> keys.put(key, value == null ? null : Values.accept(setting, value))));
            normal.put(pid, keys);
        });
        return normal;
    }

    private static Optional<Setting> setting(SortedMap<String, Concern> concerns, String pid, String key) {
        return Optional.ofNullable(concerns.get(pid)).stream()
                .flatMap(concern -> concern.settings().stream())
                .filter(setting -> setting.key().equals(key))
                .findFirst();
    }
}
