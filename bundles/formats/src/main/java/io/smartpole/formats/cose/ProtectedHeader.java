package io.smartpole.formats.cose;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.smartpole.core.keys.KeyId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The protected header of every COSE message here, in deterministic CBOR (RFC 8949 4.2.1):
 *
 * <pre>
 *    1 alg           int     -19 Ed25519, -9 ESP256 (RFC 9864)
 *    3 content type  text
 *    4 kid           8 bytes
 *   16 typ           text, downlink documents only (RFC 9596)
 *   -70001           map of ours: text key -> text, int &gt;= 0, bytes or bool
 * </pre>
 *
 * <p>There is exactly one encoding of a header, and only that one is accepted.
 *
 * @param algorithm COSE algorithm number
 * @param contentType media type of the payload
 * @param key who signed
 * @param type kind of document; null in evidence
 * @param ours our own map; values are {@link String}, {@link Long}, {@code byte[]} or {@link Boolean}
 */
public record ProtectedHeader(
        int algorithm,
        String contentType,
        KeyId key,
        @Nullable String type,
        SortedMap<String, Object> ours) {

    public static final int ED25519 = -19;
    public static final int ESP256 = -9;

    private static final long ALG = 1;
    private static final long CONTENT_TYPE = 3;
    private static final long KID = 4;
    private static final long TYP = 16;
    private static final long OURS = -70001;

    /** Order of deterministic CBOR for text keys under 24 bytes: shorter first, then bytewise. */
    private static final Comparator<String> DETERMINISTIC =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    public ProtectedHeader {
        TreeMap<String, Object> sorted = new TreeMap<>(DETERMINISTIC);
        sorted.putAll(ours);
        ours = Collections.unmodifiableSortedMap(sorted);
    }

    public ProtectedHeader(
            int algorithm, String contentType, KeyId key, @Nullable String type, Map<String, Object> ours) {
        this(algorithm, contentType, key, type, (SortedMap<String, Object>) new TreeMap<>(ours));
    }

    public byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (CBORGenerator cbor = Cbor.FACTORY.createGenerator(out)) {
            cbor.writeStartObject(null, type == null ? 4 : 5);
            cbor.writeFieldId(ALG);
            cbor.writeNumber(algorithm);
            cbor.writeFieldId(CONTENT_TYPE);
            cbor.writeString(contentType);
            cbor.writeFieldId(KID);
            cbor.writeBinary(key.bytes());
            if (type != null) {
                cbor.writeFieldId(TYP);
                cbor.writeString(type);
            }
            cbor.writeFieldId(OURS);
            cbor.writeStartObject(null, ours.size());
            for (Map.Entry<String, Object> entry : ours.entrySet()) {
                cbor.writeFieldName(entry.getKey());
                if (entry.getValue() instanceof byte[] bytes) {
                    cbor.writeBinary(bytes);
                } else if (entry.getValue() instanceof Long number) {
                    cbor.writeNumber(number);
                } else if (entry.getValue() instanceof Boolean flag) {
                    cbor.writeBoolean(flag);
                } else {
                    cbor.writeString((String) entry.getValue());
                }
            }
            cbor.writeEndObject();
            cbor.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }

    /** @throws FormatException unless the bytes are exactly what {@link #encode()} would write for their content */
    public static ProtectedHeader decode(byte[] bytes) throws FormatException {
        Integer algorithm = null;
        String contentType = null;
        KeyId key = null;
        String type = null;
        Map<String, Object> ours = null;
        try (CBORParser cbor = Cbor.FACTORY.createParser(bytes)) {
            expect(cbor.nextToken(), JsonToken.START_OBJECT);
            for (String label = cbor.nextFieldName(); label != null; label = cbor.nextFieldName()) {
                JsonToken token = cbor.nextToken();
                switch (label) {
                    case "1" -> algorithm = cbor.getIntValue();
                    case "3" -> contentType = cbor.getText();
                    case "4" -> key = KeyId.of(cbor.getBinaryValue());
                    case "16" -> type = cbor.getText();
                    case "-70001" -> {
                        expect(token, JsonToken.START_OBJECT);
                        ours = decodeOurs(cbor);
                    }
                    default -> throw new FormatException("protected header has an unknown label " + label);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new FormatException("protected header is not what it should be: " + e.getMessage(), e);
        }
        if (algorithm == null || contentType == null || key == null || ours == null) {
            throw new FormatException("protected header lacks alg, content type, kid or our map");
        }
        ProtectedHeader header = new ProtectedHeader(algorithm, contentType, key, type, ours);
        try {
            if (Arrays.equals(header.encode(), bytes)) {
                return header;
            }
        } catch (UncheckedIOException e) {
            throw new FormatException("protected header has text that is not UTF-8", e);
        }
        throw new FormatException("protected header is not in deterministic CBOR");
    }

    private static Map<String, Object> decodeOurs(CBORParser cbor) throws IOException, FormatException {
        Map<String, Object> ours = new TreeMap<>();
        for (String label = cbor.nextFieldName(); label != null; label = cbor.nextFieldName()) {
            if (label.length() > 23) {
                throw new FormatException("protected header has an overlong key");
            }
            Object value = switch (cbor.nextToken()) {
                case VALUE_STRING -> cbor.getText();
                case VALUE_NUMBER_INT -> cbor.getLongValue();
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_EMBEDDED_OBJECT -> cbor.getBinaryValue();
                default -> throw new FormatException("protected header: " + label + " has a type of no use");
            };
            ours.put(label, value);
        }
        return ours;
    }

    private static void expect(@Nullable JsonToken token, JsonToken expected) throws FormatException {
        if (token != expected) {
            throw new FormatException("protected header must be a map, also in its own part");
        }
    }

    public String text(String name) throws FormatException {
        return get(name, String.class);
    }

    public long number(String name) throws FormatException {
        return get(name, Long.class);
    }

    public boolean flag(String name) throws FormatException {
        return get(name, Boolean.class);
    }

    /** @param length how many bytes it must have */
    public byte[] bytes(String name, int length) throws FormatException {
        byte[] bytes = get(name, byte[].class);
        if (bytes.length != length) {
            throw new FormatException("header '" + name + "' must have " + length + " bytes, but has " + bytes.length);
        }
        return bytes;
    }

    private <T> T get(String name, Class<T> type) throws FormatException {
        Object value = ours.get(name);
        if (!type.isInstance(value)) {
            throw new FormatException("header '" + name + "' must be a " + type.getSimpleName() + ", but is "
                    + (value == null ? "missing" : "a " + value.getClass().getSimpleName()));
        }
        return type.cast(value);
    }
}
