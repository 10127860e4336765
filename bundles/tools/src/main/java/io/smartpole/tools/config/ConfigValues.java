package io.smartpole.tools.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.downlink.ConfigurationDocument;
import io.smartpole.tools.terminal.Json;
import io.smartpole.tools.terminal.Table;
import io.smartpole.tools.terminal.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of a configuration, PID to key to value: as files, and as tables. */
public final class ConfigValues {

    /** Long texts, such as lighting programs, would tear a table apart; --json has them whole. */
    private static final int LONGEST_SHOWN = 70;

    private static final String NOT_SHOWN = "(nothing that is shown: unset, a secret, or not known there)";

    private ConfigValues() {}

    /**
     * @param given what the file asks for
     * @param actual what is in effect; null if the pole does not show it
     */
    record Difference(
            String pid,
            String key,
            JsonNode given,
            @Nullable JsonNode actual) {}

    /** @throws UserError if the file does not hold values */
    public static ObjectNode read(Path file) {
        ObjectNode values = Json.file(file);
        try {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("revision", 1);
            body.set("values", values);
            ConfigurationDocument.fromJson(body);
        } catch (FormatException e) {
            throw new UserError(
                    file + " must hold values as {\"smartpole.uplink\": {\"acknowledge.timeout\": 30}}, but: "
                            + e.getMessage(),
                    e);
        }
        if (values.isEmpty()) {
            throw new UserError(file + " holds no values: there is nothing to do");
        }
        return values;
    }

    static Table table(JsonNode values) {
        Table table = new Table().row("pid", "key", "value");
        for (Map.Entry<String, JsonNode> pid : values.properties()) {
            for (Map.Entry<String, JsonNode> key : pid.getValue().properties()) {
                table.row(pid.getKey(), key.getKey(), shown(key.getValue()));
            }
        }
        return table;
    }

    static List<Difference> differences(ObjectNode given, JsonNode effective) {
        List<Difference> differences = new ArrayList<>();
        for (Map.Entry<String, JsonNode> pid : given.properties()) {
            for (Map.Entry<String, JsonNode> key : pid.getValue().properties()) {
                JsonNode actual = effective.path(pid.getKey()).get(key.getKey());
                if (actual == null || !same(key.getValue(), actual)) {
                    differences.add(new Difference(pid.getKey(), key.getKey(), key.getValue(), actual));
                }
            }
        }
        return differences;
    }

    /** 5 and 5.0 are the same number. */
    private static boolean same(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return Double.compare(one.doubleValue(), other.doubleValue()) == 0;
        }
        if (one.isArray() && other.isArray() && one.size() == other.size()) {
            for (int i = 0; i < one.size(); i++) {
                if (!same(one.path(i), other.path(i))) {
                    return false;
                }
            }
            return true;
        }
        return one.equals(other);
    }

    static List<String> lines(List<Difference> differences) {
        if (differences.isEmpty()) {
            return List.of("nothing differs");
        }
        Table table = new Table().row("pid", "key", "in effect", "in the file");
        for (Difference difference : differences) {
            table.row(
                    difference.pid(),
                    difference.key(),
                    difference.actual() == null ? NOT_SHOWN : shown(difference.actual()),
                    difference.given().isNull() ? "(the default)" : shown(difference.given()));
        }
        return table.lines();
    }

    static JsonNode toJson(List<Difference> differences) {
        var list = JsonNodeFactory.instance.arrayNode();
        for (Difference difference : differences) {
            ObjectNode node = list.addObject().put("pid", difference.pid()).put("key", difference.key());
            node.set("actual", difference.actual());
            node.set("given", difference.given());
        }
        return list;
    }

    /** @param revisions newest first */
    static List<String> history(JsonNode revisions) {
        if (revisions.isEmpty()) {
            return List.of("nothing was ever changed");
        }
        Table table = new Table().row("when", "revision", "by", "outcome", "what changed");
        for (JsonNode revision : revisions) {
            long number = revision.path("revision").asLong();
            List<String> changes = new ArrayList<>();
            for (JsonNode change : revision.path("changes")) {
                changes.add(
                        change.path("pid").asText() + " " + change.path("key").asText() + ": "
                                + cut(change.path("before").asText()) + " -> "
                                + cut(change.path("after").asText()));
            }
            table.row(
                    revision.path("time").asText("(no clock)"),
                    number == 0 ? "at the pole" : Long.toString(number),
                    revision.path("by").asText(),
                    revision.path("outcome").asText(),
                    changes.isEmpty() ? "nothing" : changes.get(0));
            changes.stream().skip(1).forEach(change -> table.row("", "", "", "", change));
        }
        return table.lines();
    }

    private static String shown(JsonNode value) {
        return cut(Json.shown(value));
    }

    private static String cut(String text) {
        String line = text.strip().replaceAll("\\s*\\R\\s*", " / ");
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...";
    }
}
