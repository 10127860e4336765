package io.smartpole.core.evidence;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.pole.Names;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.BootId;

/**
 * Names one signed batch for ever.
 *
 * @param key the key that signed it
 * @param lane its lane
 * @param boot the process start in which it was signed
 * @param seq its number in the lane of that key, from 1
 * @param hash SHA-256 of its Sig_structure, 64 lower-case hexadecimal digits
 */
public record BatchId(KeyId key, Lane lane, BootId boot, long seq, String hash) {

    public BatchId {
        if (seq < 1) {
            throw new IllegalArgumentException("seq counts from 1, but is " + seq);
        }
        if (!Names.isHex(hash, 64)) {
            throw new IllegalArgumentException("hash must be 64 lower-case hex digits, but is '" + hash + "'");
        }
    }
}
