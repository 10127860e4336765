package io.smartpole.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Asks the city's certificate authority to certify a key of this pole: PKCS#10 (RFC 2986), signed with that key by ECDSA
 * and SHA-256 (RFC 5758).
 */
final class CertificateRequest {

    /** Of a common name, in characters (ub-common-name, RFC 5280 appendix A). */
    static final int LONGEST_NAME = 64;

    private final CertificationRequestInfo said;

    /**
     * @param name becomes the common name of the certificate, at most {@link #LONGEST_NAME} characters
     * @param publicKey DER of the SubjectPublicKeyInfo
     */
    CertificateRequest(String name, byte[] publicKey) {
        said = new CertificationRequestInfo(
                new X500NameBuilder().addRDN(BCStyle.CN, name).build(),
                SubjectPublicKeyInfo.getInstance(publicKey),
                null);
    }

    /** @return whether {@code der} asks for the same; the signature is not compared, it differs each time */
    boolean isSaidBy(byte[] der) {
        try {
            return said.equals(CertificationRequest.getInstance(der).getCertificationRequestInfo());
        } catch (RuntimeException e) {
            return false; // broken: the parser throws whatever it stumbles over
        }
    }

    /** @param privateKey of the key to be certified, which proves that it is ours */
    byte[] sign(PrivateKey privateKey) throws IOException {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(privateKey);
            signer.update(said.getEncoded());
            return new CertificationRequest(
                            said,
                            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
                            new DERBitString(signer.sign()))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java signs with ECDSA on P-256", e);
        }
    }
}
