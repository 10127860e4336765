package io.smartpole.remote;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.smartpole.core.pole.Names;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A pole tells its neighbours that somebody comes, and nothing about who or what it is:
 *
 * <pre>
 *   {"pole": "p-0815", "boot": "00c0ffee", "seq": 17, "ttl": 60}
 * </pre>
 *
 * @param pole number of the pole that says so
 * @param boot the first 8 hex digits of its boot id
 * @param seq rises with each message of that boot; from 0
 * @param ttl for how long the light should stay raised, in seconds, 1 to 300
 */
record ZoneMessage(String pole, String boot, long seq, int ttl) {

    static final int LONGEST_TTL = 300;

    private static final Pattern BOOT = Pattern.compile("[0-9a-f]{8}");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads what somebody sent; keys that are not known are passed over.
     *
     * @throws FormatException if it is not such a message
     */
    static ZoneMessage parse(byte[] bytes) throws FormatException {
        if (bytes.length > Topics.LARGEST_ZONE_MESSAGE) {
            throw new FormatException("it has " + bytes.length + " bytes, at most " + Topics.LARGEST_ZONE_MESSAGE);
        }
        JsonNode node;
        try {
            node = JSON.readTree(bytes);
        } catch (IOException e) {
            throw new FormatException("it is not JSON", e);
        }
        String pole = text(node.path("pole"));
        String boot = text(node.path("boot"));
        JsonNode seq = node.path("seq");
        JsonNode ttl = node.path("ttl");
        if (!Names.isName(pole)) {
            throw new FormatException("pole must be the number of a pole");
        }
        if (!BOOT.matcher(boot).matches()) {
            throw new FormatException("boot must be 8 lower-case hex digits");
        }
        if (!seq.isIntegralNumber() || !seq.canConvertToLong() || seq.longValue() < 0) {
            throw new FormatException("seq must be a whole number from 0");
        }
        if (!ttl.isIntegralNumber() || !ttl.canConvertToInt() || ttl.intValue() < 1 || ttl.intValue() > LONGEST_TTL) {
            throw new FormatException("ttl must be 1 to " + LONGEST_TTL + " seconds");
        }
        return new ZoneMessage(pole, boot, seq.longValue(), ttl.intValue());
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : "";
    }

    byte[] bytes() {
        return JSON.createObjectNode()
                .put("pole", pole)
                .put("boot", boot)
                .put("seq", seq)
                .put("ttl", ttl)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
