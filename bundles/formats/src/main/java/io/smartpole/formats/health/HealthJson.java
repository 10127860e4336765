package io.smartpole.formats.health;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.health.HealthReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What the pole says about its health, in JSON: on topic {@code health} (docs/asyncapi.yaml), and to whoever asks. */
public final class HealthJson {

    private HealthJson() {}

    /** @return status, time, maintenance and checks; times in whole seconds, null while the clock is not trusted */
    public static ObjectNode of(HealthReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("status", report.status().name());
        json.put("time", text(report.time()));
        json.set("maintenance", note(report.maintenance()));
        ArrayNode checks = json.putArray("checks");
        for (HealthReport.Check check : report.checks()) {
            checks.addObject()
                    .put("name", check.name())
                    .put("status", check.result().status().name())
                    .put("message", check.result().message())
                    .put("action", check.result().action())
                    .put("since", text(check.since()))
                    .set("acknowledged", note(check.acknowledged()));
        }
        return json;
    }

    private static JsonNode note(HealthReport.@Nullable Note note) {
        return note == null
                ? JsonNodeFactory.instance.nullNode()
                : JsonNodeFactory.instance
                        .objectNode()
                        .put("by", note.by())
                        .put("text", note.text())
                        .put("until", text(note.until()));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
