package io.smartpole.health;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.pole.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps notes on disk:
 *
 * <pre>{"acknowledged":{"uplink":{"status":"WARN","by":"ops","text":"SIM ordered","until":"2026-11-08T12:00:00Z"}},
 *  "maintenance":{"by":"ops","text":"","until":"2026-11-01T16:00:00Z"}}</pre>
 */
record NotesFile(Path path) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IOException if they may not be durable; those stored before are then still there */
    void write(Notes notes) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode acknowledged = json.putObject("acknowledged");
        notes.acknowledged()
                .forEach((check, seen) -> put(acknowledged.putObject(check), seen.remark())
                        .put("status", seen.status().name()));
        if (notes.maintenance() != null) {
            put(json.putObject("maintenance"), notes.maintenance());
        }
        DataFolder.replace(path, JSON.writeValueAsBytes(json));
    }

    private static ObjectNode put(ObjectNode json, Remark remark) {
        return json.put("by", remark.by()).put("text", remark.text()).put("until", String.valueOf(remark.until()));
    }

    /**
     * @param atLatest when they all end, should the clock never be trusted
     * @throws IOException if the file cannot be read or is none
     */
    Notes read(Duration atLatest) throws IOException {
        if (Files.notExists(path)) {
            return Notes.NONE;
        }
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(path));
            Map<String, Notes.Acknowledged> acknowledged = new TreeMap<>();
            for (Map.Entry<String, JsonNode> each :
                    json.required("acknowledged").properties()) {
                acknowledged.put(
                        each.getKey(),
                        new Notes.Acknowledged(
                                HealthStatus.valueOf(
                                        each.getValue().required("status").asText()),
                                remark(each.getValue(), atLatest)));
            }
            JsonNode maintenance = json.get("maintenance");
            @Nullable Remark work = maintenance == null ? null : remark(maintenance, atLatest);
            return new Notes(acknowledged, work);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(path + " is not what was written there: " + e.getMessage(), e);
        }
    }

    private static Remark remark(JsonNode json, Duration atLatest) {
        return new Remark(
                json.required("by").asText(),
                json.required("text").asText(),
                Instant.parse(json.required("until").asText()),
                atLatest);
    }
}
