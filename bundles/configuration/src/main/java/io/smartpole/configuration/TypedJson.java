package io.smartpole.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Array;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Properties in JSON without losing their Java types. As in the files of the OSGi Configurator (OSGi Compendium 8, 150.4),
 * the type stands behind the name: {@code "batch.interval:Integer": 2}, {@code "groups:String[]": ["old-town"]}.
 */
final class TypedJson {

    private record Type(Class<?> type, Function<String, Object> parse) {}

    private static final Map<String, Type> TYPES = Map.of(
            "Boolean", new Type(Boolean.class, Boolean::valueOf),
            "Byte", new Type(Byte.class, Byte::valueOf),
            "Short", new Type(Short.class, Short::valueOf),
            "Integer", new Type(Integer.class, Integer::valueOf),
            "Long", new Type(Long.class, Long::valueOf),
            "Float", new Type(Float.class, Float::valueOf),
            "Double", new Type(Double.class, Double::valueOf),
            "Character", new Type(Character.class, text -> text.charAt(0)),
            "String", new Type(String.class, text -> text));

    private static final String NOTHING = "null";
    private static final String ARRAY = "[]";

    private TypedJson() {}

    /** @param properties PID to name to value; a value is null, one of the types above, an array or a List of them */
    static ObjectNode write(Map<String, ? extends Map<String, ? extends @Nullable Object>> properties) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        properties.forEach((pid, ofPid) -> {
            ObjectNode node = json.putObject(pid);
            ofPid.forEach((name, value) -> write(node, name, value));
        });
        return json;
    }

    private static void write(ObjectNode node, String name, @Nullable Object value) {
        if (value == null) {
            node.putNull(name + ":" + NOTHING);
        } else if (value instanceof List<?> list) {
            String type = list.isEmpty() ? "String" : list.get(0).getClass().getSimpleName();
            ArrayNode array = node.putArray(name + ":" + type + ARRAY);
            list.forEach(entry -> array.add(text(entry)));
        } else if (value instanceof Object[] entries) {
            ArrayNode array = node.putArray(name + ":" + value.getClass().getSimpleName());
            for (Object entry : entries) {
                array.add(text(entry));
            }
        } else {
            node.set(name + ":" + value.getClass().getSimpleName(), text(value));
        }
    }

    /** Numbers are written as Java does, so that they come back to the last bit. */
    private static JsonNode text(Object value) {
        return JsonNodeFactory.instance.textNode(value.toString());
    }

    /** @return properties as the ConfigAdmin has them, with arrays, by name without regard to case */
    static SortedMap<String, Map<String, Object>> stored(JsonNode json) {
        SortedMap<String, Map<String, Object>> all = new TreeMap<>();
        for (Map.Entry<String, JsonNode> pid : json.properties()) {
            Map<String, Object> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            read(pid.getValue()).forEach((name, value) -> {
                if (value != null) {
                    properties.put(name, value);
                }
            });
            all.put(pid.getKey(), properties);
        }
        return all;
    }

    /** @return values to be set, with Lists */
    static Map<String, Map<String, @Nullable Object>> values(JsonNode json) {
        Map<String, Map<String, @Nullable Object>> all = new TreeMap<>();
        for (Map.Entry<String, JsonNode> pid : json.properties()) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            read(pid.getValue())
                    .forEach((name, value) ->
                            values.put(name, value instanceof Object[] entries ? List.of(entries) : value));
            all.put(pid.getKey(), values);
        }
        return all;
    }

    /** @return values to be put back, with arrays; null = to be removed */
    static Map<String, Map<String, @Nullable Object>> wayBack(JsonNode json) {
        Map<String, Map<String, @Nullable Object>> all = new TreeMap<>();
        json.properties().forEach(pid -> all.put(pid.getKey(), read(pid.getValue())));
        return all;
    }

    private static Map<String, @Nullable Object> read(JsonNode json) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : json.properties()) {
            int colon = property.getKey().lastIndexOf(':');
            String name = property.getKey().substring(0, colon);
            String type = property.getKey().substring(colon + 1);
            properties.put(name, type.equals(NOTHING) ? null : value(type, property.getValue()));
        }
        return properties;
    }

    private static Object value(String name, JsonNode json) {
        boolean array = name.endsWith(ARRAY);
        Type type = TYPES.get(array ? name.substring(0, name.length() - ARRAY.length()) : name);
        if (type == null) {
            throw new IllegalArgumentException("there is no type " + name);
        }
        if (!array) {
            return type.parse().apply(json.asText());
        }
        Object[] entries = (Object[]) Array.newInstance(type.type(), json.size());
        for (int i = 0; i < entries.length; i++) {
            entries[i] = type.parse().apply(json.path(i).asText());
        }
        return entries;
    }
}
