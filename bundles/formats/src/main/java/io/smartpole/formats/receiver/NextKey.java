package io.smartpole.formats.receiver;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Value;
import io.smartpole.formats.cose.Signatures;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.senml.SenmlRecord;
import io.smartpole.formats.topics.Topics;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A pole's key hands over to the next one. In each lane the last batch of the old key has a reading
 * {@code gateway/next-key}: the public key, DER of its SubjectPublicKeyInfo, in hexadecimal digits. The first batch of the
 * new key, number 1, names that batch as its predecessor.
 *
 * @param pole whose keys
 * @param former the key that signed this
 * @param publicKey the one that comes, DER of its SubjectPublicKeyInfo
 */
public record NextKey(Topics pole, KeyId former, byte[] publicKey) {

    /** Component and quantity of the reading. */
    public static final String COMPONENT = "gateway";

    public static final String QUANTITY = "next-key";

    public KeyId id() {
        return KeyId.ofKey(publicKey);
    }

    /** @return the next key that a verified batch names; empty if it names none that could be used */
    public static Optional<NextKey> in(BatchHeader header, List<SenmlRecord> records) {
        Topics pole = header.topics();
        String name = pole.baseName() + COMPONENT + "/" + QUANTITY;
        for (SenmlRecord record : records) {
            if (record.name().equals(name) && record.value() instanceof Value.Text text) {
                return publicKey(text.text())
                        .map(key -> new NextKey(pole, header.key(), key))
                        .filter(next -> !next.id().equals(next.former()));
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> publicKey(String hex) {
        try {
            byte[] key = HexFormat.of().parseHex(hex);
            return Signatures.usable(key) ? Optional.of(key) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
