package io.smartpole.configuration;

import io.smartpole.core.config.Setting;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which values a setting takes. Our own check, because {@code AttributeDefinition.validate()} of OSGi Metatype takes
 * strings only, and differs between Equinox and Felix for lists and for text with commas.
 */
final class Values {

    /** Longer text is refused even where the setting names no bound: in characters. */
    static final int LONGEST_TEXT = 65_536;

    private static final int LONGEST_SHOWN = 80;

    /** A label may end in the unit: {@code "Interval [s]"}. */
    private static final Pattern UNIT = Pattern.compile(".*\\[(.+)]");

    private Values() {}

    /**
     * @param given as JSON or the ConfigAdmin has it
     * @return the same value in the setting's own type, see {@link Setting}; null if it does not take it
     */
    static @Nullable Object accept(Setting setting, Object given) {
        if (!setting.isList()) {
            return acceptOne(setting, given);
        }
        List<?> entries = entries(given);
        if (entries == null || entries.size() > setting.mostEntries()) {
            return null;
        }
        List<Object> accepted = new ArrayList<>();
        for (Object entry : entries) {
            Object value = entry == null ? null : acceptOne(setting, entry);
            if (value == null) {
                return null;
            }
            accepted.add(value);
        }
        return List.copyOf(accepted);
    }

    private static @Nullable Object acceptOne(Setting setting, Object given) {
        Object value = switch (setting.type()) {
            case BOOLEAN -> given instanceof Boolean ? given : null;
            case INTEGER, LONG, DOUBLE -> given instanceof Number number ? acceptNumber(setting, number) : null;
            case TEXT, SECRET -> given instanceof String text && isTextFor(setting, text) ? text : null;
        };
        return value != null && isOption(setting, value) ? value : null;
    }

    private static @Nullable Object acceptNumber(Setting setting, Number given) {
        if (!Double.isFinite(given.doubleValue())) {
            return null;
        }
        BigDecimal exact = new BigDecimal(given.toString());
        BigDecimal lowest = lowest(setting);
        BigDecimal highest = highest(setting);
        if ((lowest != null && exact.compareTo(lowest) < 0) || (highest != null && exact.compareTo(highest) > 0)) {
            return null;
        }
        if (setting.type() == Setting.Type.DOUBLE) {
            return given.doubleValue();
        }
        BigDecimal whole = exact.stripTrailingZeros(); // 0e-999999999 is 0, and must not be written out
        if (whole.scale() > 0) {
            return null; // a fraction
        }
        return setting.type() == Setting.Type.LONG ? (Object) whole.longValue() : (Object) whole.intValue();
    }

    /** Some control characters cannot be stored everywhere: XML, in which Kura stores, has none of them. */
    private static boolean isTextFor(Setting setting, String text) {
        return text.length() <= longest(setting)
                && (text.isEmpty() || text.length() >= shortest(setting))
                && text.codePoints()
                        .noneMatch(c -> Character.getType(c) == Character.SURROGATE
                                || (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t'));
    }

    /** Empty text is the absence of a choice; whether that is allowed is said by {@link Setting#required}. */
    private static boolean isOption(Setting setting, Object value) {
        return setting.options().isEmpty()
                || value.equals("")
                || setting.options().stream().anyMatch(option -> option.value().equals(value.toString()));
    }

    static boolean isEmpty(@Nullable Object value) {
        return value == null || value.equals("") || value.equals(List.of());
    }

    /** @return what the setting takes, in words: {@code must be a whole number from 1 to 900 s} */
    static String expected(Setting setting) {
        return setting.isList()
                ? "must be a list of %s%d entries, each %s"
                        .formatted(setting.required() ? "1 to " : "at most ", setting.mostEntries(), one(setting))
                : "must be " + one(setting);
    }

    private static String one(Setting setting) {
        if (!setting.options().isEmpty()) {
            return setting.options().stream()
                    .map(option -> option.value().isEmpty() ? "nothing" : option.value())
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        return switch (setting.type()) {
            case BOOLEAN -> "true or false";
            case INTEGER, LONG -> "a whole number" + range(setting);
            case DOUBLE -> "a number" + range(setting);
            case TEXT, SECRET ->
                "text of %s%d characters, without control characters"
                        .formatted(shortest(setting) == 0 ? "at most " : shortest(setting) + " to ", longest(setting));
        };
    }

    private static String range(Setting setting) {
        BigDecimal lowest = lowest(setting);
        BigDecimal highest = highest(setting);
        Matcher unit = UNIT.matcher(setting.label());
        String suffix = unit.matches() ? " " + unit.group(1) : "";
        if (lowest != null && highest != null) {
            return " from " + lowest.toPlainString() + " to " + highest.toPlainString() + suffix;
        }
        if (lowest != null) {
            return " of at least " + lowest.toPlainString() + suffix;
        }
        return highest == null ? suffix : " of at most " + highest.toPlainString() + suffix;
    }

    private static @Nullable BigDecimal lowest(Setting setting) {
        BigDecimal min = setting.min();
        return switch (setting.type()) {
            case INTEGER -> max(min, BigDecimal.valueOf(Integer.MIN_VALUE));
            case LONG -> max(min, BigDecimal.valueOf(Long.MIN_VALUE));
            default -> min;
        };
    }

    private static @Nullable BigDecimal highest(Setting setting) {
        BigDecimal max = setting.max();
        return switch (setting.type()) {
            case INTEGER -> min(max, BigDecimal.valueOf(Integer.MAX_VALUE));
            case LONG -> min(max, BigDecimal.valueOf(Long.MAX_VALUE));
            default -> max;
        };
    }

    private static BigDecimal max(@Nullable BigDecimal declared, BigDecimal ofType) {
        return declared == null ? ofType : declared.max(ofType);
    }

    private static BigDecimal min(@Nullable BigDecimal declared, BigDecimal ofType) {
        return declared == null ? ofType : declared.min(ofType);
    }

    private static int shortest(Setting setting) {
        return Math.max(
                setting.required() ? 1 : 0,
                setting.min() == null ? 0 : setting.min().intValue());
    }

    private static int longest(Setting setting) {
        return setting.max() == null
                ? LONGEST_TEXT
                : Math.min(LONGEST_TEXT, setting.max().intValue());
    }

    /** @return the value in one short line, for an error; never a secret */
    static String shown(Setting setting, @Nullable Object given) {
        if (given == null || isEmpty(given)) {
            return "nothing";
        }
        if (setting.isSecret()) {
            return "(secret)";
        }
        List<?> entries = entries(given);
        return line(given instanceof String ? "'" + given + "'" : String.valueOf(entries == null ? given : entries));
    }

    /** @return text from outside, fit for a log and an answer */
    static String line(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "..." : line;
    }

    /** @return null if it is no list */
    private static @Nullable List<?> entries(Object given) {
        if (given instanceof Collection<?> collection) {
            return new ArrayList<>(collection);
        }
        return given.getClass().isArray()
                ? IntStream.range(0, Array.getLength(given))
                        .mapToObj(i -> Array.get(given, i))
                        .toList()
                : null;
    }

    /** @return the accepted value as the ConfigAdmin wants it: a list becomes an array of the setting's type */
    static Object toStore(Setting setting, Object accepted) {
        if (!(accepted instanceof List<?> list)) {
            return accepted;
        }
        Class<?> type = switch (setting.type()) {
            case BOOLEAN -> Boolean.class;
            case INTEGER -> Integer.class;
            case LONG -> Long.class;
            case DOUBLE -> Double.class;
            case TEXT, SECRET -> String.class;
        };
        return list.toArray((Object[]) Array.newInstance(type, 0));
    }
}
