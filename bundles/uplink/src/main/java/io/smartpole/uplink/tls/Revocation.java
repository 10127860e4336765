package io.smartpole.uplink.tls;

import java.security.cert.CRLReason;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateRevokedException;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what the configured revocation lists name.
 *
 * <p>Java's own revocation checker is not used: it wants a list of every issuer, or else ignores a list that has run out.
 * A pole must not be locked out because nobody sent it a new list, and what was revoked once stays revoked. Nothing is
 * fetched from the network.
 */
final class Revocation extends PKIXCertPathChecker {

    private final List<X509CRL> lists;

    Revocation(List<X509CRL> lists) {
        this.lists = lists;
    }

    @Override
    public void init(boolean forward) {
        // Each certificate is judged by itself.
    }

    @Override
    public boolean isForwardCheckingSupported() {
        return true;
    }

    @Override
    public @Nullable Set<String> getSupportedExtensions() {
        return null;
    }

    @Override
    public void check(Certificate certificate, @Nullable Collection<String> unresolved)
            throws CertPathValidatorException {
        for (X509CRL list : lists) {
            X509CRLEntry entry = list.getRevokedCertificate((X509Certificate) certificate);
            if (entry != null) {
                CRLReason reason = entry.getRevocationReason();
                throw new CertPathValidatorException(
                        "Certificate has been revoked",
                        new CertificateRevokedException(
                                entry.getRevocationDate(),
                                reason == null ? CRLReason.UNSPECIFIED : reason,
                                list.getIssuerX500Principal(),
                                Map.of()),
                        null,
                        -1,
                        CertPathValidatorException.BasicReason.REVOKED);
            }
        }
    }
}
