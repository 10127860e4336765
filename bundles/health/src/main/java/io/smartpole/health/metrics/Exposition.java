package io.smartpole.health.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes Prometheus' text exposition format 0.0.4: families one after the other, each with help and type. */
final class Exposition {

    enum Type {
        GAUGE,
        /** Only grows, and begins again at a restart; its name ends in {@code _total}. */
        COUNTER
    }

    /** One value, with what tells it from the others of its family. */
    record Sample(Map<String, String> labels, Number value) {}

    private final StringBuilder text = new StringBuilder(8192);
    private final Set<String> names = new HashSet<>();
    private final List<String> common;

    /** @param common labels of every sample, in their order */
    Exposition(Map<String, String> common) {
        this.common = labels(common);
    }

    void gauge(String name, String help, Number value) {
        family(name, Type.GAUGE, help, List.of(new Sample(Map.of(), value)));
    }

    void gauge(String name, String help, boolean value) {
        gauge(name, help, value ? 1 : 0);
    }

    void counter(String name, String help, Number value) {
        family(name, Type.COUNTER, help, List.of(new Sample(Map.of(), value)));
    }

    /** @param samples none: the family is left out */
    void family(String name, Type type, String help, List<Sample> samples) {
        if (!name.matches("smartpole(_[a-z0-9]+)+") || name.endsWith("_total") != (type == Type.COUNTER)) {
            throw new IllegalArgumentException("no name for a " + type + ": " + name);
        }
        if (!names.add(name)) {
            throw new IllegalArgumentException("there are two families " + name);
        }
        if (samples.isEmpty()) {
            return;
        }
        text.append("# HELP ").append(name).append(' ').append(escaped(help)).append('\n');
        text.append("# TYPE ")
                .append(name)
                .append(' ')
                .append(type.name().toLowerCase(Locale.ROOT))
                .append('\n');
        samples.forEach(sample -> sample(name, sample));
    }

    private void sample(String name, Sample sample) {
        List<String> all = new ArrayList<>(common);
        all.addAll(labels(sample.labels));
        text.append(name);
        if (!all.isEmpty()) {
            text.append('{').append(String.join(",", all)).append('}');
        }
        text.append(' ').append(number(sample.value.doubleValue())).append('\n');
    }

    private static List<String> labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=\"" + escaped(label.getValue()).replace("\"", "\\\"") + "\"")
                .toList();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    /** Java's Infinity would be read as a name. */
    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    String text() {
        return text.toString();
    }
}
