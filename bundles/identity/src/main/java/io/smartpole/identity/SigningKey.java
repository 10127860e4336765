package io.smartpole.identity;

import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.KeyId;
import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** One Ed25519 key that signs, or will sign, the pole's evidence. */
final class SigningKey implements EvidenceKey {

    /** COSE "Ed25519" (RFC 9864). */
    private static final int COSE_ED25519 = -19;

    private final Ed25519PrivateKeyParameters key;
    private final byte[] publicKey;
    private final KeyId id;

    SigningKey(Ed25519PrivateKeyParameters key) throws IOException {
        this.key = key;
        publicKey = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key.generatePublicKey())
                .getEncoded();
        id = KeyId.ofKey(publicKey);
    }

    static Ed25519PrivateKeyParameters random() {
        return new Ed25519PrivateKeyParameters(new SecureRandom());
    }

    /** @return content of its file: a secret */
    byte[] privatePem() throws IOException {
        return KeyFile.privatePem(key);
    }

    byte[] publicPem() throws IOException {
        return KeyFile.pem("PUBLIC KEY", publicKey);
    }

    @Override
    public KeyId id() {
        return id;
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public int algorithm() {
        return COSE_ED25519;
    }

    @Override
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
        return signature;
    }
}
