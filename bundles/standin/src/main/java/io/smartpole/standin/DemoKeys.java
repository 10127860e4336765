package io.smartpole.standin;

import io.smartpole.core.keys.Role;
import io.smartpole.core.keys.TrustedKey;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.TrustDocument;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;

/**
 * The keys that a city and its platform would hold, far from the pole; in the demo they lie in its data folder.
 *
 * @param root the city's offline root key, that says which keys the pole trusts
 * @param platform the key that signs commands, configuration and receipts
 */
record DemoKeys(PlatformKey root, PlatformKey platform) {

    private static final Duration TRUSTED_FOR = Duration.ofDays(3652); // ten years

    /** @throws IOException if a key can be neither read nor made; its message says what to do */
    static DemoKeys loadOrCreate(Path folder) throws IOException {
        return new DemoKeys(key(folder.resolve("root.pem")), key(folder.resolve("platform.pem")));
    }

    private static PlatformKey key(Path file) throws IOException {
        if (!Files.exists(file)) {
            PlatformKey made = PlatformKey.generate();
            DataFolder.replace(file, made.toPem().getBytes(StandardCharsets.US_ASCII));
            return made;
        }
        try {
            return PlatformKey.fromPem(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (FormatException e) {
            // Not made anew: a pole that is claimed already would not trust the new key.
            throw new IOException(
                    file + " holds no usable key (" + e.getMessage()
                            + "): restore it, or delete the whole data folder to begin the demo anew",
                    e);
        }
    }

    /** @return the pole's first trust document, signed by the root key */
    byte[] trustDocument(Topics pole, Instant now) {
        TrustedKey trusted = new TrustedKey(
                platform.id(),
                platform.publicKey(),
                "stand-in for the Metro-Edge Cloud",
                EnumSet.of(Role.LIGHTING, Role.CONFIG, Role.RECEIPT, Role.IDENTITY));
        return DownlinkDocument.sign(
                DownlinkDocument.Type.TRUST,
                pole.trust(),
                "trust-1",
                now,
                now.plus(TRUSTED_FOR),
                null,
                new TrustDocument(1, List.of(trusted)).toJson(),
                root.id(),
                root::sign);
    }
}
