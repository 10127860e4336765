package io.smartpole.formats.downlink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.config.DesiredConfiguration;
import io.smartpole.formats.cose.FormatException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a configuration document:
 *
 * <pre>
 *   {"revision": 7, "values": {"smartpole.uplink": {"cloud1.uri": "ssl://broker:8883"}},
 *    "notBefore": "2026-11-21T22:00:00Z", "probation": 300, "overrule": false}
 * </pre>
 *
 * Only {@code revision} and {@code values} must be there.
 *
 * @param revision grows with every document for a pole; from 1
 * @param values PID to key to value: Boolean, number, text, a list of these, or null for the default
 * @param notBefore when it is to take effect; null = at once
 * @param probation powered time that the gateway must work with it before it counts, in s, 0 to 86400
 * @param overrule whether it also replaces what people at the pole have changed since
 */
public record ConfigurationDocument(
        long revision, ObjectNode values, @Nullable Instant notBefore, Duration probation, boolean overrule) {

    private static final List<String> FIELDS = List.of("revision", "values", "notBefore", "probation", "overrule");

    public ObjectNode toJson() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("revision", revision);
        if (notBefore != null) {
            body.put("notBefore", notBefore.toString());
        }
        if (!probation.isZero()) {
            body.put("probation", probation.toSeconds());
        }
        if (overrule) {
            body.put("overrule", true);
        }
        body.set("values", values);
        return body;
    }

    /** @throws FormatException if a field is missing, unknown or wrong */
    public static ConfigurationDocument fromJson(ObjectNode body) throws FormatException {
        List<String> unknown = new ArrayList<>();
        body.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(FIELDS);
        if (!unknown.isEmpty()) {
            throw new FormatException("configuration has " + FIELDS + ", but not " + unknown.get(0));
        }
        JsonNode revision = body.path("revision");
        if (!revision.isIntegralNumber() || !revision.canConvertToLong() || revision.longValue() < 1) {
            throw new FormatException("configuration: revision must be a whole number from 1");
        }
        JsonNode probation = body.path("probation");
        long longest = DesiredConfiguration.LONGEST_PROBATION.toSeconds();
        boolean within = probation.isIntegralNumber()
                && probation.canConvertToLong()
                && probation.longValue() >= 0
                && probation.longValue() <= longest;
        if (!probation.isMissingNode() && !within) {
            throw new FormatException("configuration: probation must be a whole number from 0 to " + longest + " s");
        }
        JsonNode overrule = body.path("overrule");
        if (!overrule.isMissingNode() && !overrule.isBoolean()) {
            throw new FormatException("configuration: overrule must be true or false");
        }
        return new ConfigurationDocument(
                revision.longValue(),
                values(body.path("values")),
                notBefore(body.path("notBefore")),
                Duration.ofSeconds(probation.asLong(0)),
                overrule.asBoolean(false));
    }

    private static @Nullable Instant notBefore(JsonNode node) throws FormatException {
        if (node.isMissingNode()) {
            return null;
        }
        try {
            return Instant.parse(node.asText());
        } catch (DateTimeException e) {
            throw new FormatException("configuration: notBefore must be a time such as 2026-11-21T22:00:00Z", e);
        }
    }

    private static ObjectNode values(JsonNode node) throws FormatException {
        if (!(node instanceof ObjectNode values)) {
            throw new FormatException("configuration: values must be an object of PIDs");
        }
        for (Iterator<String> pids = values.fieldNames(); pids.hasNext(); ) {
            String pid = pids.next();
            if (!values.path(pid).isObject()) {
                throw new FormatException("configuration: the values of a PID must be an object of keys");
            }
            for (JsonNode value : values.path(pid)) {
                if (!isValue(value) && !value.isNull() && !isList(value)) {
                    throw new FormatException("configuration: a value must be a truth value, a number, a text, a list"
                            + " of these, or null");
                }
            }
        }
        return values;
    }

    private static boolean isList(JsonNode value) {
        if (!value.isArray()) {
            return false;
        }
        for (JsonNode entry : value) {
            if (!isValue(entry)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isValue(JsonNode node) {
        return node.isBoolean() || node.isNumber() || node.isTextual();
    }
}
