package io.smartpole.identity;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.pole.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/**
 * One of the pole's keys for TLS: {@code transport-<n>.key}, with the request for its certificate beside it.
 *
 * @param number 1 for the first; the highest is the newest
 * @param publicKey DER of the SubjectPublicKeyInfo, P-256
 */
record TransportKey(Path folder, int number, byte[] publicKey, PrivateKey privateKey) {

    /** Reads the key, or makes it. */
    static TransportKey loadOrCreate(Path folder, int number) throws IOException {
        ECPrivateKeyParameters key =
                KeyFile.loadOrCreate(keyFile(folder, number), ECPrivateKeyParameters.class, TransportKey::newP256);
        ECPublicKeyParameters publicKey =
                new ECPublicKeyParameters(key.getParameters().getG().multiply(key.getD()), key.getParameters());
        byte[] pkcs8 = PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded();
        try {
            return new TransportKey(
                    folder,
                    number,
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(publicKey)
                            .getEncoded(),
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException e) {
            throw new IOException(keyFile(folder, number) + " holds a key on a curve that Java does not know", e);
        }
    }

    private static ECPrivateKeyParameters newP256() {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(
                new ECNamedDomainParameters(
                        SECObjectIdentifiers.secp256r1, ECNamedCurveTable.getByOID(SECObjectIdentifiers.secp256r1)),
                new SecureRandom()));
        return (ECPrivateKeyParameters) generator.generateKeyPair().getPrivate();
    }

    private static Path keyFile(Path folder, int number) {
        return folder.resolve("transport-" + number + ".key");
    }

    Path requestFile() {
        return folder.resolve("transport-" + number + ".csr.pem");
    }

    KeyId id() {
        return KeyId.ofKey(publicKey);
    }

    boolean belongsTo(PublicKey certified) {
        return Arrays.equals(publicKey, certified.getEncoded());
    }

    /** Writes the request for a certificate, unless it is there already and asks for the same. */
    void request(String name) throws IOException {
        CertificateRequest request = new CertificateRequest(name, publicKey);
        if (!isWritten(request)) {
            DataFolder.replace(requestFile(), KeyFile.pem("CERTIFICATE REQUEST", request.sign(privateKey)));
        }
    }

    private boolean isWritten(CertificateRequest request) {
        try {
            return request.isSaidBy(KeyFile.readPem(Files.readString(requestFile())));
        } catch (IOException e) {
            return false; // missing or broken: it is written anew
        }
    }

    /** Forgets the key for good. */
    void delete() throws IOException {
        Files.deleteIfExists(requestFile());
        Files.deleteIfExists(keyFile(folder, number));
    }
}
