package io.smartpole.distribution.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what was measured: to people as a table, to programs as JSON. */
final class Report {

    private static final MathContext DIGITS = new MathContext(4);

    private Report() {}

    static String table(String head, List<Figure> figures, List<String> notes) {
        StringBuilder out = new StringBuilder(head).append("\n");
        row(out, "figure", "median", "unit", "least - most", "ratio", "compared with", "target", "met");
        for (Figure figure : figures) {
            Double ratio = figure.ratio();
            row(
                    out,
                    figure.name(),
                    number(figure.value()),
                    figure.unit(),
                    number(figure.samples().least()) + " - "
                            + number(figure.samples().most()),
                    ratio == null ? "" : String.format(Locale.ROOT, "%.2f", ratio),
                    figure.comparedWith() == null ? "" : figure.comparedWith().name(),
                    figure.target() == null ? "" : figure.target().toString(),
                    figure.met() == null ? "" : figure.met() ? "yes" : "NO");
        }
        out.append('\n');
        notes.forEach(note -> out.append(note).append('\n'));
        return out.toString();
    }

    private static void row(StringBuilder out, Object... cells) {
        out.append(String.format(Locale.ROOT, "%-24s %12s %-10s %21s  %-6s %-24s %-15s %s", cells)
                        .stripTrailing())
                .append('\n');
    }

    /** Seconds and megabytes with two decimals, rates with none. */
    private static String number(double value) {
        return String.format(Locale.ROOT, value < 1000 ? "%.2f" : "%,.0f", value);
    }

    static String json(List<Figure> figures) throws JsonProcessingException {
        return new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsString(figures.stream().map(Report::entry).toList())
                + "\n";
    }

    private static Map<String, @Nullable Object> entry(Figure figure) {
        Double ratio = figure.ratio();
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("name", figure.name());
        entry.put("value", rounded(figure.value()));
        entry.put("unit", figure.unit());
        entry.put(
                "comparedWith",
                figure.comparedWith() == null ? null : figure.comparedWith().name());
        entry.put("ratio", ratio == null ? null : rounded(ratio));
        entry.put("target", figure.target() == null ? null : figure.target().toString());
        entry.put("met", figure.met());
        return entry;
    }

    /** More digits would claim more than was measured. */
    private static double rounded(double value) {
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }
}
