package io.smartpole.tools.key;

import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.cose.ProtectedHeader;
import io.smartpole.formats.cose.Signatures;
import io.smartpole.formats.receiver.Pem;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.tools.terminal.Problems;
import io.smartpole.tools.terminal.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** Public keys as people have them: a PEM file, or the SubjectPublicKeyInfo in hexadecimal. */
final class PublicKeys {

    private PublicKeys() {}

    /** @param fileOrHex name of a PEM file, or hexadecimal digits */
    static byte[] read(String fileOrHex) {
        if (fileOrHex.matches("([0-9a-fA-F]{2}){40,}")) {
            return check(fileOrHex, HexFormat.of().parseHex(fileOrHex));
        }
        return read(Path.of(fileOrHex));
    }

    /** @param file PEM of a public key, or of a private Ed25519 key, of which the public half is taken */
    static byte[] read(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UserError("cannot read the key " + file + " (" + Problems.of(e) + ")", e);
        }
        try {
            return text.contains(Pem.PRIVATE_KEY)
                    ? PlatformKey.fromPem(text).publicKey()
                    : check(file.toString(), Pem.decode(Pem.PUBLIC_KEY, text));
        } catch (FormatException e) {
            throw new UserError(file + " is no key: " + e.getMessage(), e);
        }
    }

    private static byte[] check(String name, byte[] publicKey) {
        boolean ed25519 = Signatures.algorithmOf(publicKey) == ProtectedHeader.ED25519;
        try {
            KeyFactory.getInstance(ed25519 ? "Ed25519" : "EC").generatePublic(new X509EncodedKeySpec(publicKey));
            return publicKey;
        } catch (GeneralSecurityException e) {
            throw new UserError(
                    name + " is not a public key of kind Ed25519 or P-256 as SubjectPublicKeyInfo: " + e.getMessage(),
                    e);
        }
    }
}
