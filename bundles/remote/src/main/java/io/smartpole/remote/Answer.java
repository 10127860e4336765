package io.smartpole.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.command.CommandResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one answer to a command, as it is first sent.
 *
 * @param outcome what became of the command: it is remembered, and put on record
 * @param data what was asked for: it is sent once, and forgotten; null for most kinds
 */
record Answer(Outcome outcome, @Nullable JsonNode data) {

    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    static Answer of(String id, CommandResult result) {
        if (result.data().isEmpty()) {
            return new Answer(Outcome.of(id, result), null);
        }
        JsonNode data;
        try {
            data = JSON.valueToTree(result.data());
        } catch (RuntimeException e) {
            LOG.error("what command {} found cannot be written as JSON", id, e);
            return failed(id, "ERROR", "what was asked for cannot be written: " + e.getMessage());
        }
        int bytes = data.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > CommandResult.LARGEST_DATA) {
            return failed(
                    id,
                    "TOO_LARGE",
                    "%s; but what was asked for has %d bytes, and at most %d are sent"
                            .formatted(result.message(), bytes, CommandResult.LARGEST_DATA));
        }
        return new Answer(Outcome.of(id, result), data);
    }

    private static Answer failed(String id, String code, String reason) {
        return new Answer(Outcome.failed(id, code, reason), null);
    }

    ObjectNode toJson() {
        ObjectNode json = outcome.toJson();
        if (data != null) {
            json.set("data", data);
        }
        return json;
    }
}
