package io.smartpole.core.config;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be set: an attribute of OSGi Metatype, without its types.
 *
 * <p>Values are a Boolean, Integer, Long, Double or String, as {@link #type} says; a list setting has a List of these.
 *
 * @param key its name inside its concern, such as {@code default.level}
 * @param label for people
 * @param description for people: what it means, with unit and range
 * @param type what its values are
 * @param mostEntries 0 = a single value; 1 to 10 = a list of at most that many
 * @param required true when it must not be empty
 * @param defaultValue what holds while nothing is set; null if nothing does
 * @param min the smallest number allowed, or the shortest text in characters; null = only the type is a bound
 * @param max the largest number allowed, or the longest text in characters; null = only the type is a bound
 * @param options the only values allowed; empty = no such choice
 */
public record Setting(
        String key,
        String label,
        String description,
        Type type,
        int mostEntries,
        boolean required,
        @Nullable Object defaultValue,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        List<Option> options) {

    public Setting {
        options = List.copyOf(options);
    }

    public enum Type {
        BOOLEAN,
        INTEGER,
        LONG,
        DOUBLE,
        TEXT,
        /** Text that can be set, but is never shown again. */
        SECRET
    }

    /**
     * @param value the value, as text
     * @param label for people
     */
    public record Option(String value, String label) {}

    public boolean isList() {
        return mostEntries > 0;
    }

    public boolean isSecret() {
        return type == Type.SECRET;
    }
}
