package io.smartpole.core.time;

import io.smartpole.core.pole.Names;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Names one start of the gateway process: 128 random bits, made when the process starts and never stored for reuse.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record BootId(String hex) {

    public BootId {
        if (!Names.isHex(hex, 32)) {
            throw new IllegalArgumentException("boot id must be 32 lower-case hex digits, but is '" + hex + "'");
        }
    }

    public static BootId random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return of(bytes);
    }

    /** @param bytes 16 bytes */
    public static BootId of(byte[] bytes) {
        return new BootId(HexFormat.of().formatHex(bytes));
    }

    /** @return 16 bytes, a fresh copy */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
