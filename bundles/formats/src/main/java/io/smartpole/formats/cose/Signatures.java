package io.smartpole.formats.cose;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Checks signatures, and signs where speed does not matter, with what every Java brings. */
public final class Signatures {

    /** Start of every Ed25519 SubjectPublicKeyInfo (RFC 8410 4); 32 bytes of key follow. */
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private Signatures() {}

    /**
     * @param publicKey DER of the SubjectPublicKeyInfo
     * @return the one COSE algorithm number that a key of this kind signs with; never taken from a message
     */
    public static int algorithmOf(byte[] publicKey) {
        boolean ed25519 = publicKey.length == 44 && Arrays.mismatch(publicKey, ED25519_PREFIX) == ED25519_PREFIX.length;
        return ed25519 ? ProtectedHeader.ED25519 : ProtectedHeader.ESP256;
    }

    /** @return whether it is a public key that signatures can be checked with: Ed25519 (RFC 8410) or EC */
    public static boolean usable(byte[] publicKey) {
        try {
            publicKey(publicKey);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static PublicKey publicKey(byte[] spki) throws GeneralSecurityException {
        boolean ed25519 = algorithmOf(spki) == ProtectedHeader.ED25519;
        return KeyFactory.getInstance(ed25519 ? "Ed25519" : "EC").generatePublic(new X509EncodedKeySpec(spki));
    }

    /**
     * @param claimed COSE algorithm number that the message names; it must be that of the key
     * @param publicKey DER of the SubjectPublicKeyInfo: Ed25519 (RFC 8410) or EC on P-256
     * @throws FormatException if the signature is not that of this key, or the key is of no use
     */
    public static void verify(int claimed, byte[] publicKey, byte[] message, byte[] signature) throws FormatException {
        int algorithm = algorithmOf(publicKey);
        if (claimed != algorithm) {
            throw new FormatException("signed with algorithm " + claimed + ", but the key is for " + algorithm);
        }
        boolean ed25519 = algorithm == ProtectedHeader.ED25519;
        boolean valid;
        try {
            Signature check = Signature.getInstance(ed25519 ? "Ed25519" : "SHA256withECDSAinP1363Format");
            check.initVerify(publicKey(publicKey));
            check.update(message);
            valid = check.verify(signature);
        } catch (GeneralSecurityException e) {
            throw new FormatException("signature cannot be checked: " + e.getMessage(), e);
        }
        if (!valid) {
            throw new FormatException("signature is not valid");
        }
    }

    /** @return Ed25519 signature, 64 bytes */
    public static byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this key cannot sign with Ed25519: " + e.getMessage(), e);
        }
    }

    /** @return SHA-256 as 64 lower-case hexadecimal digits */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
