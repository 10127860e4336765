package io.smartpole.formats.receiver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.reading.Value;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.receiver.Arrival.Verified;
import io.smartpole.formats.senml.SenmlRecord;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/**
 * A verified batch as one line of JSON, as the receivers store it:
 *
 * <pre>
 *   {"received":"2026-11-01T12:00:00Z","site":"dormagen","pole":"p-1",
 *    "kid":"..","lane":"measurement","boot":"..","seq":7,"hash":"..","clock":true,
 *    "records":[{"n":"dormagen/p-1/bme280/temperature","u":"Cel","v":25.08,"t":1790000000.250}],
 *    "cose":"0oR.."}
 * </pre>
 *
 * <p>{@code cose} is the batch itself, in base64: the proof. All else but {@code received} is there for reading, and is
 * made from it: a line that says otherwise was changed.
 *
 * @param received when the platform had it
 * @param bytes the batch
 */
public record ReceivedLine(Instant received, byte[] bytes) {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final int MILLISECONDS = 3;

    /** @return the line, without the line feed behind it */
    public static String write(Verified verified, Instant received) {
        BatchHeader header = verified.batch().header();
        ObjectNode line = MAPPER.createObjectNode();
        line.put("received", received.toString());
        line.put("site", header.site());
        line.put("pole", header.pole());
        line.put("kid", header.key().hex());
        line.put("lane", header.lane().label());
        line.put("boot", header.boot().hex());
        line.put("seq", header.seq());
        line.put("hash", verified.id().hash());
        line.put("clock", header.clock());
        ArrayNode records = line.putArray("records");
        verified.records().forEach(record -> records.add(toJson(record)));
        line.put(
                "cose",
                Base64.getEncoder().encodeToString(verified.batch().message().encode()));
        return line.toString();
    }

    private static ObjectNode toJson(SenmlRecord record) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("n", record.name());
        if (record.unit() != null) {
            node.put("u", record.unit());
        }
        if (record.value() instanceof Value.Numeric value) {
            node.put("v", value.number());
        } else if (record.value() instanceof Value.Text value) {
            node.put("vs", value.text());
        } else if (record.value() instanceof Value.Flag value) {
            node.put("vb", value.set());
        }
        // A decimal, since 1.79E9 is valid JSON but no time that a person can read.
        node.put("t", BigDecimal.valueOf(record.time()).setScale(MILLISECONDS, RoundingMode.HALF_UP));
        return node;
    }

    /**
     * Takes a line apart. Whether the batch in it is to be believed, {@link EvidenceReceiver#check} tells; whether the
     * rest of the line is what the batch says, {@link #write} of the same time does, by giving the same line.
     *
     * @throws FormatException if it is not such a line
     */
    public static ReceivedLine read(String line) throws FormatException {
        try {
            JsonNode node = MAPPER.readTree(line);
            String cose = node.path("cose").asText();
            if (cose.isEmpty()) {
                throw new FormatException("it has no 'cose'");
            }
            return new ReceivedLine(
                    Instant.parse(node.path("received").asText()),
                    Base64.getDecoder().decode(cose));
        } catch (JsonProcessingException e) {
            throw new FormatException("it is not JSON: " + e.getOriginalMessage(), e);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new FormatException("its 'cose' must be base64 and its 'received' a time: " + e.getMessage(), e);
        }
    }
}
