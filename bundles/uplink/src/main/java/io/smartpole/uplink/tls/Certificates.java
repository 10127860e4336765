package io.smartpole.uplink.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;

/** What is asked of certificates and revocation lists (RFC 5280) in more than one place. */
final class Certificates {

    private static final int KEY_CERT_SIGN = 5; // bit of the extension KeyUsage, RFC 5280 4.2.1.3

    private Certificates() {}

    /** @throws IllegalArgumentException beginning with the key */
    static X509Certificate certificate(String key, byte[] der) {
        try {
            return (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalArgumentException(key + " holds a certificate that cannot be read: " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException beginning with the key */
    static X509CRL revocationList(String key, byte[] der) {
        try {
            return (X509CRL) factory().generateCRL(new ByteArrayInputStream(der));
        } catch (CRLException e) {
            throw new IllegalArgumentException(
                    key + " holds a revocation list that cannot be read: " + e.getMessage(), e);
        }
    }

    private static CertificateFactory factory() {
        try {
            return CertificateFactory.getInstance("X.509");
        } catch (CertificateException e) {
            throw new IllegalStateException("every Java reads X.509", e);
        }
    }

    static boolean isAuthority(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return certificate.getBasicConstraints() >= 0 && (usage == null || usage[KEY_CERT_SIGN]);
    }

    static String name(X509Certificate certificate) {
        return name(certificate.getSubjectX500Principal());
    }

    static String name(X500Principal principal) {
        return Legible.of(principal.getName());
    }

    /** @return whether {@code issuer} signed {@code certificate} */
    static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        return issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                && verifies(issuer, certificate::verify);
    }

    /** @return whether {@code issuer} signed {@code list} */
    static boolean issued(X509Certificate issuer, X509CRL list) {
        return issuer.getSubjectX500Principal().equals(list.getIssuerX500Principal()) && verifies(issuer, list::verify);
    }

    private static boolean verifies(X509Certificate issuer, Verification signature) {
        try {
            signature.by(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private interface Verification {
        void by(PublicKey key) throws GeneralSecurityException;
    }
}
