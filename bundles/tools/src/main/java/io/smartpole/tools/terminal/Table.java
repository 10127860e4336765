package io.smartpole.tools.terminal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines of text whose columns stand below each other. Nothing in them can command the terminal. */
public final class Table {

    private static final String BETWEEN = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    public List<String> lines() {
        int[] widths = widths();
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                line.append(cell)
                        .append(" ".repeat(widths[column] - cell.length()))
                        .append(BETWEEN);
            }
            lines.add(Plain.text(line.toString()).stripTrailing());
        }
        return lines;
    }

    private int[] widths() {
        int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }

    /** @return {@code  50 %}, right-aligned so that levels stand below each other */
    public static String percent(double percent) {
        return String.format(Locale.ROOT, "%7s", number(percent) + " %");
    }

    public static String number(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
