package io.smartpole.lighting.program;

import java.util.LinkedHashMap;
import java.util.Map;

/** All that is wrong with a document, in the order in which it was found. The first problem of each place counts. */
final class Problems {

    private static final int MOST_TOLD = 50;

    private final Map<String, String> byPlace = new LinkedHashMap<>();

    /**
     * @param line in the text, from 1
     * @param path such as {@code programs[0].id}; empty = the document
     */
    void add(int line, String path, String text) {
        byPlace.putIfAbsent(path, "line " + line + ": " + (path.isEmpty() ? "" : path + ": ") + text);
    }

    boolean hasAt(String path) {
        return byPlace.containsKey(path);
    }

    /** @throws IllegalArgumentException if there is any problem, with one line for each of the first 50 */
    void refuseIfAny() {
        if (byPlace.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        byPlace.values().stream()
                .limit(MOST_TOLD)
                .forEach(line -> lines.append(line).append('\n'));
        int left = byPlace.size() - MOST_TOLD;
        if (left > 0) {
            lines.append("and ").append(left).append(" more\n");
        }
        throw new IllegalArgumentException(lines.toString().strip());
    }
}
