package io.smartpole.formats.senml;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** SenML packs in JSON (RFC 8428 5): unsigned live telemetry, one reading a message. */
public final class SenmlJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private SenmlJson() {}

    /**
     * @param baseName {@code site/pole/}
     * @return a pack of one record, UTF-8; without a time where the clock is not trusted (RFC 8428: now)
     */
    public static byte[] encode(String baseName, Reading reading) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("bn", baseName);
        node.put("n", reading.series().name());
        if (reading.series().unit() != null) {
            node.put("u", reading.series().unit().symbol());
            if (reading.series().unit().secondary()) {
                node.put("bver", 26);
            }
        }
        if (reading.value() instanceof Value.Numeric value) {
            node.put("v", value.number());
        } else if (reading.value() instanceof Value.Text value) {
            node.put("vs", value.text());
        } else if (reading.value() instanceof Value.Flag value) {
            node.put("vb", value.set());
        }
        if (reading.time().trusted()) {
            // A decimal, since 1.79E9 is valid JSON but no time that a person can read.
            node.put("t", BigDecimal.valueOf(reading.time().instant().toEpochMilli(), 3));
        }
        return MAPPER.createArrayNode().add(node).toString().getBytes(StandardCharsets.UTF_8);
    }
}
