package io.smartpole.identity;

import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.pole.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.osgi.framework.BundleContext;

/**
 * The pole's own key that signs its evidence: Ed25519, made on the device at first start and never leaving it. Those for
 * TLS are {@link TlsKeys}.
 */
public final class PoleKeys implements EvidenceKey {

    /** COSE "Ed25519" (RFC 9864). */
    private static final int COSE_ED25519 = -19;

    private final Ed25519PrivateKeyParameters evidenceKey;
    private final byte[] publicKey;
    private final KeyId id;

    /** @throws IOException if the key is there and cannot be read, or cannot be made durable */
    public PoleKeys(BundleContext context) throws IOException {
        this(DataFolder.of(context::getProperty, "identity"));
    }

    PoleKeys(Path folder) throws IOException {
        evidenceKey = KeyFile.loadOrCreate(
                folder.resolve("evidence.key"),
                Ed25519PrivateKeyParameters.class,
                () -> new Ed25519PrivateKeyParameters(new SecureRandom()));
        publicKey = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(evidenceKey.generatePublicKey())
                .getEncoded();
        id = KeyId.ofKey(publicKey);
        Path publicFile = folder.resolve("evidence.pub.pem");
        byte[] pem = KeyFile.pem("PUBLIC KEY", publicKey);
        if (!Files.exists(publicFile) || !Arrays.equals(Files.readAllBytes(publicFile), pem)) {
            DataFolder.replace(publicFile, pem);
        }
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
        evidenceKey.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
        return signature;
    }
}
