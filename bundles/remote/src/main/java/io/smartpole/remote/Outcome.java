package io.smartpole.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What became of a command: its one answer.
 *
 * @param id of the command
 * @param outcome {@code done}, {@code refused} or {@code failed}
 * @param code one word for programs, such as {@code EXPIRED}
 * @param reason in plain words
 */
record Outcome(String id, String outcome, String code, String reason) {

    static Outcome refused(String id, Refusal.Reason code, String reason) {
        return new Outcome(id, "refused", code.name(), reason);
    }

    static Outcome interrupted(String id) {
        return new Outcome(
                id,
                "failed",
                "INTERRUPTED",
                "the gateway stopped while obeying; look at the readings to see whether it took effect");
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("outcome", outcome)
                .put("code", code)
                .put("reason", reason);
    }

    static Outcome fromJson(JsonNode node) {
        return new Outcome(
                node.path("id").asText(),
                node.path("outcome").asText(),
                node.path("code").asText(),
                node.path("reason").asText());
    }
}
