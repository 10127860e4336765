package io.smartpole.uplink.tls;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** Says which certificate a broker has shown; why it was not accepted is the cause. */
final class UnacceptableCertificate extends CertificateException {

    private static final long serialVersionUID = 1;

    private final transient X509Certificate certificate;

    UnacceptableCertificate(X509Certificate certificate, CertificateException reason) {
        // JSSE looks at this very cause to tell the broker by the right alert.
        super(reason.getMessage(), reason.getCause() instanceof CertPathValidatorException path ? path : reason);
        this.certificate = certificate;
    }

    /** @return the broker's own, not one of its issuers */
    X509Certificate certificate() {
        return certificate;
    }
}
