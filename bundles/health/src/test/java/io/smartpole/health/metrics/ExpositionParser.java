package io.smartpole.health.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text exposition format 0.0.4 as strictly as it is specified, and as Prometheus' rules of naming want it:
 * help, then type, then samples; each family once; no sample twice.
 */
final class ExpositionParser {

    private static final Pattern SAMPLE = Pattern.compile("([a-z][a-z0-9_]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z][a-z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\n\"])*)\"(,|$)");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?(E-?[0-9]+)?|[+-]Inf|NaN");

    /** Family to its samples, each as its labels and its value. */
    final Map<String, Map<Map<String, String>, String>> families = new LinkedHashMap<>();

    private final Set<String> helped = new LinkedHashSet<>();
    private @Nullable String family;
    private @Nullable String type;
    private Map<Map<String, String>, String> samples = Map.of();

    private ExpositionParser() {}

    /** @throws AssertionError naming the line that is wrong */
    static ExpositionParser parse(String text) {
        ExpositionParser parser = new ExpositionParser();
        if (!text.isEmpty() && !text.endsWith("\n")) {
            throw new AssertionError("the last line does not end");
        }
        for (String line : text.split("\n", -1)) {
            if (!line.isEmpty() && !parser.line(line)) {
                throw new AssertionError("wrong line: " + line);
            }
        }
        parser.close();
        return parser;
    }

    private boolean line(String line) {
        if (line.startsWith("# HELP ")) {
            close();
            String[] parts = line.split(" ", 4);
            family = parts[2];
            type = null;
            return parts.length == 4
                    && helped.add(parts[2])
                    && parts[3].replace("\\\\", "").replace("\\n", "").indexOf('\\') < 0;
        }
        if (line.startsWith("# TYPE ")) {
            String[] parts = line.split(" ", -1);
            boolean fits = type == null && parts.length == 4 && parts[2].equals(family);
            type = parts[3];
            samples = new LinkedHashMap<>();
            families.put(parts[2], samples);
            return fits && (type.equals("counter") ? parts[2].endsWith("_total") : type.equals("gauge"));
        }
        return sample(line);
    }

    private boolean sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (type == null || !sample.matches() || !sample.group(1).equals(family)) {
            return false;
        }
        Map<String, String> labels = new LinkedHashMap<>();
        String rest = sample.group(2) == null ? "" : sample.group(2);
        while (!rest.isEmpty()) {
            Matcher label = LABEL.matcher(rest);
            if (!label.lookingAt() || labels.put(label.group(1), unescaped(label.group(2))) != null) {
                return false;
            }
            rest = rest.substring(label.end());
        }
        return NUMBER.matcher(sample.group(3)).matches() && samples.put(labels, sample.group(3)) == null;
    }

    private static String unescaped(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split("\\\\\\\\", -1)) {
            parts.add(part.replace("\\n", "\n").replace("\\\"", "\""));
        }
        return String.join("\\", parts);
    }

    private void close() {
        if (family != null && families.getOrDefault(family, Map.of()).isEmpty()) {
            throw new AssertionError("no sample of " + family);
        }
    }
}
