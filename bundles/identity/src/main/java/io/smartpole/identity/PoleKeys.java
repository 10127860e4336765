package io.smartpole.identity;

import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.pole.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The pole's own two keys, made on the device at first start and never leaving it: Ed25519 signs the evidence, P-256 is
 * for the transport (TLS).
 */
@Component(service = EvidenceKey.class, immediate = true)
public final class PoleKeys implements EvidenceKey {

    /** COSE "Ed25519" (RFC 9864). */
    private static final int COSE_ED25519 = -19;

    private final Ed25519PrivateKeyParameters evidenceKey;
    private final byte[] publicKey;
    private final KeyId id;

    @Activate
    public PoleKeys(BundleContext context) throws IOException {
        this(DataFolder.of(context::getProperty, "identity"));
    }

    PoleKeys(Path folder) throws IOException {
        SecureRandom random = new SecureRandom();
        evidenceKey = KeyFile.loadOrCreate(
                folder.resolve("evidence.key"),
                Ed25519PrivateKeyParameters.class,
                () -> new Ed25519PrivateKeyParameters(random));
        // Not used before the uplink speaks TLS, but made now: a technician registers both keys in one visit.
        KeyFile.loadOrCreate(folder.resolve("transport.key"), ECPrivateKeyParameters.class, () -> newP256(random));
        publicKey = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(evidenceKey.generatePublicKey())
                .getEncoded();
        id = KeyId.ofKey(publicKey);
        Path publicFile = folder.resolve("evidence.pub.pem");
        byte[] pem = KeyFile.pem("PUBLIC KEY", publicKey);
        if (!Files.exists(publicFile) || !Arrays.equals(Files.readAllBytes(publicFile), pem)) {
            DataFolder.replace(publicFile, pem);
        }
    }

    private static ECPrivateKeyParameters newP256(SecureRandom random) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(
                new ECNamedDomainParameters(
                        SECObjectIdentifiers.secp256r1, ECNamedCurveTable.getByOID(SECObjectIdentifiers.secp256r1)),
                random));
        return (ECPrivateKeyParameters) generator.generateKeyPair().getPrivate();
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
