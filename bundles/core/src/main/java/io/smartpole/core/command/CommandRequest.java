package io.smartpole.core.command;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for. The methods read one argument each, and throw an {@link IllegalArgumentException} in plain words
 * when it is missing or wrong.
 *
 * @param id of the command
 * @param kind such as {@code light.override}
 * @param arguments as JSON has them: Boolean, Number, String, List, Map or null
 * @param by name of the key that signed it
 */
public record CommandRequest(String id, String kind, Map<String, @Nullable Object> arguments, String by) {

    private static final int LONGEST_SHOWN = 60;

    public CommandRequest {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /** Refuses a misspelt argument, which would otherwise silently mean its default. */
    public void takesOnly(String... names) {
        for (String name : arguments.keySet()) {
            if (!List.of(names).contains(name)) {
                String known = names.length == 0 ? "no arguments" : "only " + String.join(" and ", names);
                throw new IllegalArgumentException("%s takes %s, not '%s'".formatted(kind, known, shown(name)));
            }
        }
    }

    /** @return a number between the two bounds, both included */
    public double number(String name, double least, double most) {
        Object given = arguments.get(name);
        if (given instanceof Number number && number.doubleValue() >= least && number.doubleValue() <= most) {
            return number.doubleValue();
        }
        throw wrong(name, "a number from %s to %s".formatted(plain(least), plain(most)));
    }

    /** @return a whole number between the two bounds, both included */
    public long whole(String name, long least, long most) {
        Object given = arguments.get(name);
        boolean whole = given instanceof Integer || given instanceof Long;
        if (whole && given instanceof Number number && number.longValue() >= least && number.longValue() <= most) {
            return number.longValue();
        }
        throw wrong(name, "a whole number from %d to %d".formatted(least, most));
    }

    /** @return the argument {@code seconds}, a whole number between the two bounds; the fallback if it is left out */
    public Duration seconds(Duration shortest, Duration longest, Duration fallback) {
        if (!arguments.containsKey("seconds")) {
            return fallback;
        }
        return Duration.ofSeconds(whole("seconds", shortest.toSeconds(), longest.toSeconds()));
    }

    /** @return a text of 1 to so many characters; empty if it is left out */
    public Optional<String> text(String name, int longest) {
        if (!arguments.containsKey(name)) {
            return Optional.empty();
        }
        if (arguments.get(name) instanceof String text && !text.isBlank() && text.length() <= longest) {
            return Optional.of(text);
        }
        throw wrong(name, "a text of 1 to %d characters".formatted(longest));
    }

    private IllegalArgumentException wrong(String name, String expected) {
        String given = arguments.containsKey(name) ? "is " + shown(String.valueOf(arguments.get(name))) : "is missing";
        return new IllegalArgumentException("%s must be %s, but %s".formatted(name, expected, given));
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "..." : line;
    }
}
