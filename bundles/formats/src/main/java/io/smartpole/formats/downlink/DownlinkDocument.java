package io.smartpole.formats.downlink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.keys.KeyId;
import io.smartpole.formats.cose.CoseSign1;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.cose.ProtectedHeader;
import io.smartpole.formats.cose.Signatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A signed document from the platform to a pole: COSE_Sign1 around JSON. Header keys of ours: {@code aud}, {@code id},
 * {@code iat}, {@code exp} and, for a pole whose clock is not trusted, {@code nonce}.
 *
 * @param type kind of document
 * @param algorithm COSE algorithm number
 * @param key who signed
 * @param audience the exact topic it is meant for
 * @param id names the document
 * @param issued when it was signed, real time
 * @param expires from when it must not be admitted, real time
 * @param nonce the receiving pole's nonce of this boot; null if none
 * @param body its content
 * @param message the COSE message around it
 */
public record DownlinkDocument(
        Type type,
        int algorithm,
        KeyId key,
        String audience,
        String id,
        Instant issued,
        Instant expires,
        @Nullable String nonce,
        ObjectNode body,
        CoseSign1 message) {

    public static final String CONTENT_TYPE = "application/json";

    /** A longer message is not looked at. */
    public static final int LARGEST = 64 * 1024;

    private static final int LONGEST_TEXT = 256;
    private static final ObjectMapper STRICT_JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(32).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Kind of document, the {@code typ} of its header. */
    public enum Type {
        COMMAND("smartpole-command"),
        CONFIG("smartpole-config"),
        RECEIPT("smartpole-receipt"),
        TRUST("smartpole-trust"),
        UPDATE("smartpole-update");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        static Type of(@Nullable String label) throws FormatException {
            for (Type type : values()) {
                if (type.label.equals(label)) {
                    return type;
                }
            }
            throw new FormatException("typ '" + label + "' is not a document of ours");
        }
    }

    /**
     * @param key id of the signing key
     * @param signer its Ed25519 signer
     * @return the bytes to publish on the topic {@code audience}
     */
    public static byte[] sign(
            Type type,
            String audience,
            String id,
            Instant issued,
            Instant expires,
            @Nullable String nonce,
            ObjectNode body,
            KeyId key,
            UnaryOperator<byte[]> signer) {
        Map<String, Object> ours = new TreeMap<>();
        ours.put("aud", audience);
        ours.put("id", id);
        ours.put("iat", issued.getEpochSecond());
        ours.put("exp", expires.getEpochSecond());
        if (nonce != null) {
            ours.put("nonce", nonce);
        }
        byte[] header = new ProtectedHeader(ProtectedHeader.ED25519, CONTENT_TYPE, key, type.label, ours).encode();
        return CoseSign1.sign(header, body.toString().getBytes(StandardCharsets.UTF_8), signer)
                .encode();
    }

    /**
     * Takes a document apart. Nothing in it is to be believed before {@link #verify}.
     *
     * @throws FormatException if it is too large, not ours, or its JSON has duplicate keys
     */
    public static DownlinkDocument decode(byte[] bytes) throws FormatException {
        if (bytes.length > LARGEST) {
            throw new FormatException("document has " + bytes.length + " bytes, at most " + LARGEST + " are read");
        }
        CoseSign1 message = CoseSign1.decode(bytes);
        ProtectedHeader header = ProtectedHeader.decode(message.protectedHeader());
        if (!header.contentType().equals(CONTENT_TYPE)) {
            throw new FormatException("content type must be " + CONTENT_TYPE + ", but is " + header.contentType());
        }
        if (header.ours().containsKey("enc")) {
            throw new FormatException("compressed documents are not read");
        }
        String nonce = header.ours().containsKey("nonce") ? text(header, "nonce") : null;
        if (header.ours().size() != (nonce == null ? 4 : 5)) {
            throw new FormatException("header has keys that documents do not have: "
                    + header.ours().keySet());
        }
        return new DownlinkDocument(
                Type.of(header.type()),
                header.algorithm(),
                header.key(),
                text(header, "aud"),
                text(header, "id"),
                second(header, "iat"),
                second(header, "exp"),
                nonce,
                json(message.payload()),
                message);
    }

    private static String text(ProtectedHeader header, String name) throws FormatException {
        String text = header.text(name);
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            throw new FormatException(name + " must have 1 to " + LONGEST_TEXT + " characters");
        }
        return text;
    }

    private static Instant second(ProtectedHeader header, String name) throws FormatException {
        long seconds = header.number(name);
        if (seconds < 0 || seconds > 253_402_300_799L) { // the last second of the year 9999
            throw new FormatException(name + " must be seconds since 1970, but is " + seconds);
        }
        return Instant.ofEpochSecond(seconds);
    }

    private static ObjectNode json(byte[] payload) throws FormatException {
        try {
            JsonNode node = STRICT_JSON.readTree(payload);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new FormatException("document must be a JSON object");
        } catch (IOException e) {
            throw new FormatException("document is not JSON as we read it: " + e.getMessage(), e);
        }
    }

    /**
     * @param publicKey DER of the SubjectPublicKeyInfo
     * @throws FormatException if the document was not signed by that key
     */
    public void verify(byte[] publicKey) throws FormatException {
        Signatures.verify(algorithm, publicKey, message.sigStructure(), message.signature());
    }
}
