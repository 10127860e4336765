package io.smartpole.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationReport.Outcome;
import io.smartpole.core.config.ConfigurationRevision;
import io.smartpole.core.config.ConfigurationRevision.Change;
import io.smartpole.core.config.DesiredConfiguration;
import io.smartpole.core.keys.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@link Book} as JSON, field by field under its own name; durations in ms. What is null is left out. */
final class BookJson {

    private BookJson() {}

    static ObjectNode write(Book book) {
        ObjectNode json = object();
        json.put("taken", book.taken());
        json.put("digest", book.digest());
        json.set("stored", TypedJson.write(book.stored()));
        json.set("base", TypedJson.write(book.base()));
        json.set("verdict", verdict(book.verdict()));
        DesiredConfiguration waiting = book.waiting();
        if (waiting != null) {
            json.set("waiting", desired(waiting));
        }
        Probation probation = book.probation();
        if (probation != null) {
            json.set("probation", probation(probation));
        }
        json.put("rolledBack", book.rolledBack());
        json.set("history", array(book.history(), BookJson::revision));
        json.set("outside", outside(book.outside()));
        return json;
    }

    /** @throws RuntimeException of any kind if it is not what was written */
    static Book read(JsonNode json) {
        return new Book(
                json.required("taken").longValue(),
                json.required("digest").textValue(),
                TypedJson.stored(json.required("stored")),
                TypedJson.values(json.required("base")),
                verdict(json.required("verdict")),
                json.has("waiting") ? desired(json.required("waiting")) : null,
                json.has("probation") ? probation(json.required("probation")) : null,
                json.required("rolledBack").textValue(),
                list(json.required("history"), BookJson::revision),
                json.has("outside") ? outside(json.required("outside")) : Outside.NONE); // older journals have none
    }

    private static ObjectNode verdict(Verdict verdict) {
        ObjectNode json = object();
        json.put("revision", verdict.revision());
        json.put("stage", verdict.stage().name());
        json.put("message", verdict.message());
        putTime(json, "time", verdict.time());
        json.set("errors", array(verdict.errors(), BookJson::problem));
        return json;
    }

    private static Verdict verdict(JsonNode json) {
        return new Verdict(
                json.required("revision").longValue(),
                Stage.valueOf(json.required("stage").textValue()),
                json.required("message").textValue(),
                time(json, "time"),
                list(json.required("errors"), BookJson::problem));
    }

    private static ObjectNode problem(ConfigurationProblem problem) {
        return object().put("pid", problem.pid())
                .put("key", problem.key())
                .put("given", problem.given())
                .put("expected", problem.expected());
    }

    private static ConfigurationProblem problem(JsonNode json) {
        return new ConfigurationProblem(
                json.required("pid").textValue(),
                json.required("key").textValue(),
                json.required("given").textValue(),
                json.required("expected").textValue());
    }

    private static ObjectNode desired(DesiredConfiguration desired) {
        ObjectNode json = object();
        json.put("revision", desired.revision());
        json.put("digest", desired.digest());
        json.put("by", desired.by());
        json.set("roles", array(desired.roles(), role -> text(role.name())));
        json.set("values", TypedJson.write(desired.values()));
        putTime(json, "notBefore", desired.notBefore());
        json.put("probation", desired.probation().toMillis());
        json.put("overrule", desired.overrule());
        return json;
    }

    private static DesiredConfiguration desired(JsonNode json) {
        return new DesiredConfiguration(
                json.required("revision").longValue(),
                json.required("digest").textValue(),
                json.required("by").textValue(),
                Set.copyOf(list(json.required("roles"), role -> Role.valueOf(role.textValue()))),
                TypedJson.values(json.required("values")),
                time(json, "notBefore"),
                duration(json, "probation"),
                json.required("overrule").booleanValue());
    }

    private static ObjectNode probation(Probation probation) {
        ObjectNode json = object();
        json.put("revision", probation.revision());
        json.put("length", probation.length().toMillis());
        json.put("elapsed", probation.elapsed().toMillis());
        json.put("offline", probation.offline().toMillis());
        json.put("sick", probation.sick().toMillis());
        json.set("critical", array(probation.critical(), BookJson::text));
        json.put("linked", probation.linked());
        json.put("running", probation.running());
        json.put("machineBoot", probation.machineBoot());
        json.put("powerCuts", probation.powerCuts());
        json.set("before", TypedJson.write(probation.before()));
        json.set("formerBase", TypedJson.write(probation.formerBase()));
        return json;
    }

    private static Probation probation(JsonNode json) {
        return new Probation(
                json.required("revision").longValue(),
                duration(json, "length"),
                duration(json, "elapsed"),
                duration(json, "offline"),
                duration(json, "sick"),
                new LinkedHashSet<>(list(json.required("critical"), JsonNode::textValue)),
                json.required("linked").booleanValue(),
                json.required("running").booleanValue(),
                json.required("machineBoot").textValue(),
                json.required("powerCuts").intValue(),
                TypedJson.wayBack(json.required("before")),
                TypedJson.values(json.required("formerBase")));
    }

    private static ObjectNode revision(ConfigurationRevision revision) {
        ObjectNode json = object();
        json.put("revision", revision.revision());
        json.put("by", revision.by());
        putTime(json, "time", revision.time());
        json.put("outcome", revision.outcome().name());
        json.set("changes", array(revision.changes(), BookJson::change));
        return json;
    }

    private static ConfigurationRevision revision(JsonNode json) {
        return new ConfigurationRevision(
                json.required("revision").longValue(),
                json.required("by").textValue(),
                time(json, "time"),
                Outcome.valueOf(json.required("outcome").textValue()),
                list(json.required("changes"), BookJson::change));
    }

    private static ObjectNode change(Change change) {
        return object().put("pid", change.pid())
                .put("key", change.key())
                .put("before", change.before())
                .put("after", change.after());
    }

    private static Change change(JsonNode json) {
        return new Change(
                json.required("pid").textValue(),
                json.required("key").textValue(),
                json.required("before").textValue(),
                json.required("after").textValue());
    }

    private static ObjectNode outside(Outside outside) {
        ObjectNode json = object();
        json.put("kura", outside.kura());
        json.set("underway", array(outside.underway(), BookJson::text));
        json.set("refused", array(outside.refused(), BookJson::refused));
        return json;
    }

    private static Outside outside(JsonNode json) {
        return new Outside(
                json.required("kura").booleanValue(),
                Set.copyOf(list(json.required("underway"), JsonNode::textValue)),
                list(json.required("refused"), BookJson::refused));
    }

    private static ObjectNode refused(Refused refused) {
        return problem(refused.problem()).put("whole", refused.whole()).put("insisted", refused.insisted());
    }

    private static Refused refused(JsonNode json) {
        return new Refused(
                problem(json),
                json.required("whole").booleanValue(),
                json.required("insisted").booleanValue());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    private static <T> ArrayNode array(Collection<T> entries, Function<T, JsonNode> write) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        entries.forEach(entry -> array.add(write.apply(entry)));
        return array;
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
        List<T> list = new ArrayList<>();
        array.forEach(entry -> list.add(read.apply(entry)));
        return list;
    }

    private static void putTime(ObjectNode json, String name, @Nullable Instant time) {
        if (time != null) {
            json.put(name, time.toString());
        }
    }

    private static @Nullable Instant time(JsonNode json, String name) {
        return json.has(name) ? Instant.parse(json.required(name).textValue()) : null;
    }

    private static Duration duration(JsonNode json, String name) {
        return Duration.ofMillis(json.required(name).longValue());
    }
}
