package io.smartpole.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.command.CommandResult;
import java.util.Locale;

/**
 * What became of a command: its one answer.
 *
 * @param id of the command
 * @param outcome {@code done}, {@code refused} or {@code failed}
 * @param code one word for programs, such as {@code EXPIRED}
 * @param reason in plain words
 */
record Outcome(String id, String outcome, String code, String reason) {

    private static final int LONGEST_CODE = 64;

    /** It is kept for every command until that expires. */
    private static final int LONGEST_REASON = 2000;

    Outcome {
        code = Texts.shorten(code, LONGEST_CODE);
        reason = Texts.shorten(reason, LONGEST_REASON);
    }

    static Outcome refused(String id, Refusal.Reason code, String reason) {
        return new Outcome(id, "refused", code.name(), reason);
    }

    static Outcome failed(String id, String code, String reason) {
        return new Outcome(id, "failed", code, reason);
    }

    static Outcome of(String id, CommandResult result) {
        return new Outcome(id, result.outcome().name().toLowerCase(Locale.ROOT), result.code(), result.message());
    }

    static Outcome interrupted(String id) {
        return failed(
                id,
                "INTERRUPTED",
                "the gateway stopped while obeying; look at the readings to see whether it took effect");
    }

    /** An answer that is not the last one: it is still being obeyed. */
    static ObjectNode progress(String id, int percent, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("outcome", "progress")
                .put("code", "RUNNING")
                .put("reason", Texts.shorten(message, LONGEST_REASON))
                .put("percent", Math.max(0, Math.min(100, percent)));
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
