package io.smartpole.formats.downlink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.BootId;
import io.smartpole.formats.cose.FormatException;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * The body of a receipt: {@code {"kid","lane","boot","seq","hash","time"}}.
 *
 * @param batch what the platform has stored
 * @param time when, by the platform's clock
 */
public record Receipt(BatchId batch, Instant time) {

    public ObjectNode toJson() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("kid", batch.key().hex());
        body.put("lane", batch.lane().label());
        body.put("boot", batch.boot().hex());
        body.put("seq", batch.seq());
        body.put("hash", batch.hash());
        body.put("time", time.toString());
        return body;
    }

    /** @throws FormatException if a field is missing or wrong */
    public static Receipt fromJson(ObjectNode body) throws FormatException {
        JsonNode seq = body.path("seq");
        if (!seq.isIntegralNumber() || !seq.canConvertToLong()) {
            throw new FormatException("receipt: seq must be a whole number");
        }
        try {
            BatchId batch = new BatchId(
                    new KeyId(body.path("kid").asText()),
                    Lane.of(body.path("lane").asText()),
                    new BootId(body.path("boot").asText()),
                    seq.longValue(),
                    body.path("hash").asText());
            return new Receipt(batch, Instant.parse(body.path("time").asText()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new FormatException("receipt: " + e.getMessage(), e);
        }
    }
}
