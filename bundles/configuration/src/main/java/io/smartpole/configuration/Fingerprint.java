package io.smartpole.configuration;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;

/**
 * SHA-256 over all values in order of PID and key. Each of PID, key, number of values and the values is written as text:
 * its length in bytes (32 bits, big-endian) and its UTF-8, so that no two configurations are the same bytes.
 */
final class Fingerprint {

    private final MessageDigest sha256;

    private Fingerprint() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @return 64 lower-case hexadecimal digits */
    static String of(SortedMap<String, SortedMap<String, Object>> effective) {
        Fingerprint fingerprint = new Fingerprint();
        effective.forEach((pid, values) -> values.forEach((key, value) -> {
            List<?> entries = value instanceof List<?> list ? list : List.of(value);
            fingerprint.add(pid);
            fingerprint.add(key);
            fingerprint.add(entries.size());
            entries.forEach(fingerprint::add);
        }));
        return HexFormat.of().formatHex(fingerprint.sha256.digest());
    }

    private void add(Object value) {
        byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, text.length));
        sha256.update(text);
    }
}
