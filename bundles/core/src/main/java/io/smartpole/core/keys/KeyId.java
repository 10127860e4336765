package io.smartpole.core.keys;

import io.smartpole.core.pole.Names;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names a key: the first 8 bytes of the SHA-256 of its SubjectPublicKeyInfo.
 *
 * @param hex 16 lower-case hexadecimal digits
 */
public record KeyId(String hex) {

    public KeyId {
        if (!Names.isHex(hex, 16)) {
            throw new IllegalArgumentException("key id must be 16 lower-case hex digits, but is '" + hex + "'");
        }
    }

    /** @param spki DER of a SubjectPublicKeyInfo (RFC 5280) */
    public static KeyId ofKey(byte[] spki) {
        try {
            return of(Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(spki), 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @param bytes 8 bytes */
    public static KeyId of(byte[] bytes) {
        return new KeyId(HexFormat.of().formatHex(bytes));
    }

    /** @return 8 bytes, a fresh copy */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
