package io.smartpole.fleet;

import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.KeyId;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.cose.ProtectedHeader;
import io.smartpole.formats.receiver.Pem;
import io.smartpole.formats.receiver.PlatformKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The keys of a fleet, each made when it is missing: the poles' own, below their stores; their public halves in one folder,
 * for {@code pole receive --key}; and the platform's, which signs receipts.
 *
 * @param data folder of the fleet
 */
record Keys(Path data) {

    Path publicKeys() {
        return data.resolve("keys");
    }

    Path platform() {
        return data.resolve("platform.pem");
    }

    /** @throws IOException if it can be neither read nor made */
    PlatformKey platformKey() throws IOException {
        return key(platform());
    }

    /** @param pole its number */
    EvidenceKey ofPole(String pole, Path folder) throws IOException {
        PlatformKey key = key(folder.resolve("evidence.pem"));
        Path registered = publicKeys().resolve(pole + ".pub.pem");
        String pem = Pem.encode(Pem.PUBLIC_KEY, key.publicKey());
        if (!Files.exists(registered)) {
            // Moved to where it is looked for when it is complete.
            Files.createDirectories(publicKeys());
            Path begun = Files.writeString(publicKeys().resolve(pole + ".new"), pem);
            Files.move(begun, registered);
        }
        return new Ed25519(key);
    }

    private static PlatformKey key(Path file) throws IOException {
        if (!Files.exists(file)) {
            PlatformKey made = PlatformKey.generate();
            Files.createDirectories(file.getParent());
            Files.writeString(file, made.toPem());
            return made;
        }
        try {
            return PlatformKey.fromPem(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (FormatException e) {
            throw new IOException(file + " holds no key (" + e.getMessage() + "): delete the fleet's folder", e);
        }
    }

    private record Ed25519(PlatformKey key) implements EvidenceKey {

        @Override
        public KeyId id() {
            return key.id();
        }

        @Override
        public byte[] publicKey() {
            return key.publicKey();
        }

        @Override
        public int algorithm() {
            return ProtectedHeader.ED25519;
        }

        @Override
        public byte[] sign(byte[] message) {
            return key.sign(message);
        }
    }
}
