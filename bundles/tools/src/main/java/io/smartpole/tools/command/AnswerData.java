package io.smartpole.tools.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.tools.terminal.Json;
import io.smartpole.tools.terminal.Plain;
import io.smartpole.tools.terminal.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The data of an answer as lines for people: single values below each other, a list of flat objects as a table with a line for
 * each, a text of several lines as it is.
 */
final class AnswerData {

    private final List<String> lines = new ArrayList<>();
    private Table values = new Table();

    private AnswerData() {}

    static List<String> lines(JsonNode data) {
        AnswerData answer = new AnswerData();
        answer.add("", data);
        answer.endValues();
        return answer.lines;
    }

    /** @param path where the node is; empty for the whole */
    private void add(String path, JsonNode node) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                add(path.isEmpty() ? field.getKey() : path + " " + field.getKey(), field.getValue());
            }
        } else if (isTable(node)) {
            section(path, table(node).lines());
        } else if (hasContainer(node)) {
            for (int i = 0; i < node.size(); i++) {
                add(path + " " + (i + 1), node.path(i));
            }
        } else if (textLines(node).size() > 1) {
            section(path, textLines(node).stream().map(Plain::text).toList());
        } else {
            values.row(path, String.join("", textLines(node)));
        }
    }

    private void section(String path, List<String> content) {
        endValues();
        lines.add(Plain.text(path + ":"));
        lines.addAll(content);
    }

    private void endValues() {
        lines.addAll(values.lines());
        values = new Table();
    }

    private static boolean isTable(JsonNode node) {
        return node.isArray() && !node.isEmpty() && elements(node).allMatch(AnswerData::isFlat);
    }

    private static boolean isFlat(JsonNode node) {
        return node.isObject()
                && elements(node)
                        .noneMatch(value -> value.isObject()
                                || hasContainer(value)
                                || textLines(value).size() > 1);
    }

    /** The columns come in the order in which the pole names them first. */
    private static Table table(JsonNode list) {
        Set<String> columns = new LinkedHashSet<>();
        list.forEach(object -> object.fieldNames().forEachRemaining(columns::add));
        Table table = new Table().row(columns.toArray(String[]::new));
        for (JsonNode object : list) {
            table.row(columns.stream()
                    .map(column -> object.has(column) ? String.join("", textLines(object.path(column))) : "")
                    .toArray(String[]::new));
        }
        return table;
    }

    private static boolean hasContainer(JsonNode node) {
        return node.isArray() && elements(node).anyMatch(JsonNode::isContainerNode);
    }

    private static List<String> textLines(JsonNode node) {
        return Json.shown(node).lines().toList();
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }
}
