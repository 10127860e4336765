package io.smartpole.configuration;

import io.smartpole.core.config.Concern;
import io.smartpole.core.config.ConfigurationChange;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a change would make of one concern, and what is wrong with that.
 *
 * @param concern the concern
 * @param stored properties as the ConfigAdmin has them, by name without regard to case, as there
 * @param next properties as they would be stored; properties that are no settings are kept, such as {@code service.pid}
 * @param problems what is wrong; empty = nothing
 */
record Draft(
        Concern concern,
        Map<String, Object> stored,
        NavigableMap<String, Object> next,
        List<ConfigurationProblem> problems) {

    /** @param changes key to new value; null resets to the default */
    static Draft of(Concern concern, Map<String, Object> stored, Map<String, ? extends @Nullable Object> changes) {
        NavigableMap<String, Object> next = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        next.putAll(stored);
        List<ConfigurationProblem> problems = new ArrayList<>();
        for (Setting setting : concern.settings()) {
            // What is stored is checked, too: it may have come past these checks.
            boolean named = changes.containsKey(setting.key());
            Object given = named ? changes.get(setting.key()) : stored.get(setting.key());
            Object accepted = given == null ? null : Values.accept(setting, given);
            if (accepted == null) {
                next.remove(setting.key());
            } else {
                next.put(setting.key(), Values.toStore(setting, accepted));
            }
            boolean refused = given != null && accepted == null;
            boolean missing =
                    setting.required() && Values.isEmpty(accepted == null ? setting.defaultValue() : accepted);
            if (refused || missing) {
                problems.add(new ConfigurationProblem(
                        concern.pid(), setting.key(), Values.shown(setting, given), Values.expected(setting)));
            }
        }
        List<String> keys = concern.settings().stream().map(Setting::key).toList();
        for (Map.Entry<String, ? extends @Nullable Object> change : changes.entrySet()) {
            if (!keys.contains(change.getKey())) {
                problems.add(new ConfigurationProblem(
                        concern.pid(),
                        Values.line(change.getKey()),
                        "an unknown key",
                        "must be one of the keys " + String.join(", ", keys)));
            }
        }
        return new Draft(concern, stored, next, problems);
    }

    boolean changesAnything() {
        return concern.settings().stream()
                .anyMatch(setting -> !Objects.deepEquals(stored.get(setting.key()), next.get(setting.key())));
    }

    ConfigurationChange change(ConfigurationChange.Origin origin) {
        return new ConfigurationChange(concern.pid(), effective(concern, stored), effective(concern, next), origin);
    }

    /** @return what is stored, and the default where nothing is stored or what is stored is not valid */
    static SortedMap<String, Object> effective(Concern concern, Map<String, Object> properties) {
        SortedMap<String, Object> values = new TreeMap<>();
        for (Setting setting : concern.settings()) {
            Object value = inEffect(setting, properties.get(setting.key()));
            if (value != null) {
                values.put(setting.key(), value);
            }
        }
        return values;
    }

    /** @return the value, or the default if it is not there or not valid; null if there is none either */
    static @Nullable Object inEffect(Setting setting, @Nullable Object value) {
        Object accepted = value == null ? null : Values.accept(setting, value);
        return accepted == null ? setting.defaultValue() : accepted;
    }
}
