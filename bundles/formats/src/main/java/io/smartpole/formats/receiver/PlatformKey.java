package io.smartpole.formats.receiver;

import io.smartpole.core.keys.KeyId;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.cose.ProtectedHeader;
import io.smartpole.formats.cose.Signatures;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;

/** An Ed25519 key of the platform or the city, with which it signs documents for poles. */
public final class PlatformKey {

    private final KeyPair pair;
    private final KeyId id;

    private PlatformKey(KeyPair pair) {
        this.pair = pair;
        id = KeyId.ofKey(pair.getPublic().getEncoded());
    }

    /** Makes a new key. */
    public static PlatformKey generate() {
        try {
            return new PlatformKey(generate(new SecureRandom()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 17 has Ed25519", e);
        }
    }

    private static KeyPair generate(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, random);
        return generator.generateKeyPair();
    }

    /**
     * @param text PEM of a PKCS#8 private key (RFC 8410), as {@code openssl genpkey -algorithm ed25519} writes it
     * @throws FormatException if it is not an Ed25519 private key
     */
    public static PlatformKey fromPem(String text) throws FormatException {
        byte[] pkcs8 = Pem.decode(Pem.PRIVATE_KEY, text);
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            byte[] seed = ((EdECPrivateKey) key)
                    .getBytes()
                    .orElseThrow(() -> new FormatException("the private key does not show its bytes"));
            PlatformKey platformKey = new PlatformKey(generate(new Seed(seed)));
            platformKey.proveAgainst(key);
            return platformKey;
        } catch (GeneralSecurityException e) {
            throw new FormatException("it is not an Ed25519 private key: " + e.getMessage(), e);
        }
    }

    /**
     * Java computes the public half of an Ed25519 key only while making a pair. So the pair is made again, of the same
     * seed: RFC 8032 5.1.5 begins with 32 random bytes, which are the private key.
     */
    @SuppressWarnings("serial") // never serialized
    private static final class Seed extends SecureRandom {
        private final byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new IllegalStateException("this Java makes Ed25519 keys of " + bytes.length + " random bytes");
            }
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }

    private void proveAgainst(PrivateKey original) throws FormatException {
        byte[] probe = publicKey();
        Signatures.verify(ProtectedHeader.ED25519, publicKey(), probe, Signatures.sign(original, probe));
    }

    public KeyId id() {
        return id;
    }

    /** @return DER of its SubjectPublicKeyInfo */
    public byte[] publicKey() {
        return pair.getPublic().getEncoded();
    }

    /** @return 64 bytes */
    public byte[] sign(byte[] message) {
        return Signatures.sign(pair.getPrivate(), message);
    }

    /** @return PEM of the PKCS#8 private key: a secret */
    public String toPem() {
        return Pem.encode(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded());
    }
}
