package io.smartpole.uplink.tls;

import io.smartpole.core.time.Moment;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateParsingException;
import java.security.cert.CertificateRevokedException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why TLS with a broker failed, for the person who has to do something about it.
 *
 * @param what what is wrong
 * @param action what to do
 */
public record TlsProblem(String what, String action) {

    /** Newer Java versions put the alert's name in front of this text, older ones only behind it. */
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    private static final int MOST_HOSTS = 5;
    private static final int HOST_NAME = 2; // GeneralName, RFC 5280 4.2.1.6
    private static final int IP_ADDRESS = 7;

    /**
     * @param failure of a handshake, or of the first bytes after it: only there TLS 1.3 tells that a broker refuses our
     *     certificate
     * @param host of the broker's URI
     * @return empty if it is no failure of TLS, or one without a known cause
     */
    public static Optional<TlsProblem> of(Throwable failure, String host, Moment now) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof UnacceptableCertificate refused) {
                return Optional.of(certificate(refused, host, now));
            }
        }
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SSLException && t.getMessage() != null) {
                return Optional.ofNullable(handshake(t.getMessage(), host));
            }
        }
        return Optional.empty();
    }

    private static TlsProblem certificate(UnacceptableCertificate refused, String host, Moment now) {
        X509Certificate shown = refused.certificate();
        for (Throwable t = refused.getCause(); t != null; t = t.getCause()) {
            if (t instanceof CertPathBuilderException) {
                return unknownAuthority(shown);
            } else if (t instanceof CertPathValidatorException path) {
                X509Certificate culprit = culprit(path, shown);
                if (path.getReason() == BasicReason.EXPIRED) {
                    return expired(culprit, now);
                } else if (path.getReason() == BasicReason.NOT_YET_VALID) {
                    return notYetValid(culprit, now);
                } else if (path.getReason() == BasicReason.REVOKED) {
                    return revoked(culprit, path.getCause());
                } else if (path.getReason() == BasicReason.INVALID_SIGNATURE) {
                    return namesake(culprit);
                } else if (path.getReason() == PKIXReason.NO_TRUST_ANCHOR) {
                    return unknownAuthority(shown);
                }
            }
        }
        String message = String.valueOf(refused.getMessage());
        return message.startsWith("No subject alternative ") || message.startsWith("No name matching ")
                ? wrongHost(shown, host)
                : new TlsProblem(
                        "the broker's certificate " + Certificates.name(shown) + " is not acceptable: " + message,
                        "give the broker another certificate");
    }

    /** One of the broker's issuers may be to blame. */
    private static X509Certificate culprit(CertPathValidatorException failure, X509Certificate shown) {
        return failure.getCertPath() == null || failure.getIndex() < 0
                ? shown
                : (X509Certificate) failure.getCertPath().getCertificates().get(failure.getIndex());
    }

    private static TlsProblem expired(X509Certificate culprit, Moment now) {
        return new TlsProblem(
                "the broker shows the certificate " + Certificates.name(culprit) + ", which expired at "
                        + culprit.getNotAfter().toInstant() + clock(now),
                "give the broker a new certificate" + (now.trusted() ? "" : "; if it is good, set the pole's clock"));
    }

    private static TlsProblem notYetValid(X509Certificate culprit, Moment now) {
        return new TlsProblem(
                "the broker shows the certificate " + Certificates.name(culprit) + ", which is not valid before "
                        + culprit.getNotBefore().toInstant() + clock(now),
                "compare the clocks of the pole and of the certificate's issuer");
    }

    private static String clock(Moment now) {
        return "; the pole's clock" + (now.trusted() ? "" : ", which is not trusted yet,") + " says " + now.instant();
    }

    private static TlsProblem revoked(X509Certificate culprit, @Nullable Throwable cause) {
        String when = cause instanceof CertificateRevokedException revocation
                ? " at " + revocation.getRevocationDate().toInstant()
                : "";
        return new TlsProblem(
                "the broker shows the certificate " + Certificates.name(culprit) + ", which its issuer revoked" + when,
                "find out who answers there, and give the broker a new certificate; if that was revoked by mistake,"
                        + " correct the revocation list in tls.trusted");
    }

    private static TlsProblem unknownAuthority(X509Certificate shown) {
        return new TlsProblem(
                "the broker's certificate was issued by " + Certificates.name(shown.getIssuerX500Principal())
                        + ", whom this pole does not trust",
                "put the certificate of the broker's authority into tls.trusted; if you do not know that name, perhaps a"
                        + " captive portal or a proxy answers instead of the broker");
    }

    private static TlsProblem namesake(X509Certificate culprit) {
        return new TlsProblem(
                "the broker's certificate names " + Certificates.name(culprit.getIssuerX500Principal())
                        + " as its issuer, but is not signed by the one that this pole trusts",
                "if that authority was made anew, put its new certificate into tls.trusted; else find out who answers there");
    }

    private static TlsProblem wrongHost(X509Certificate shown, String host) {
        return new TlsProblem(
                "the certificate that answers for " + host + " is for " + hosts(shown),
                "use the broker's right name in its URI, or give the broker a certificate for " + host
                        + "; if you do not know that name, perhaps a captive portal answers instead of the broker");
    }

    private static String hosts(X509Certificate shown) {
        try {
            Collection<List<?>> names = shown.getSubjectAlternativeNames();
            String hosts = names == null
                    ? ""
                    : names.stream()
                            .filter(name ->
                                    name.get(0).equals(HOST_NAME) || name.get(0).equals(IP_ADDRESS))
                            .limit(MOST_HOSTS)
                            .map(name -> Legible.of(String.valueOf(name.get(1))))
                            .collect(Collectors.joining(", "));
            return hosts.isEmpty() ? "no host at all (" + Certificates.name(shown) + ")" : hosts;
        } catch (CertificateParsingException e) {
            return "nobody knows whom: its names cannot be read";
        }
    }

    private static @Nullable TlsProblem handshake(String message, String host) {
        Matcher alert = ALERT.matcher(message);
        if (alert.find()) {
            return alert(alert.group(1), host);
        } else if (message.contains("Unsupported or unrecognized SSL message")) {
            return new TlsProblem(
                    "what answers there does not speak TLS",
                    "use the broker's port for TLS in its URI; if that is right, perhaps a captive portal or a proxy"
                            + " answers instead of the broker");
        } else if (message.contains("Remote host terminated the handshake")) {
            return new TlsProblem(
                    "the broker closed the connection during the TLS handshake",
                    "check that the port in the broker's URI is one for TLS, then look into the broker's log");
        } else if (message.contains("protocol version")) {
            return oldProtocol();
        }
        return null;
    }

    /** Alerts of RFC 8446, 6.2, by which the broker says what it does not like. */
    private static TlsProblem alert(String alert, String host) {
        return switch (alert) {
            case "certificate_required" ->
                new TlsProblem(
                        "the broker demands a certificate",
                        "have the pole's request transport-<n>.csr.pem signed and put the certificate into tls.certificate");
            case "certificate_expired" -> refused("since it has expired");
            case "certificate_revoked" -> refused("since it was revoked");
            case "unknown_ca" -> refused("since it does not know who issued it");
            case "bad_certificate",
                    "unsupported_certificate",
                    "certificate_unknown",
                    "access_denied",
                    "decrypt_error" ->
                new TlsProblem(
                        "the broker refuses the pole's certificate, or wants one and got none (" + alert + ")",
                        "check tls.certificate: not expired, not revoked, by an authority that the broker trusts, with its"
                                + " issuers behind it");
            case "handshake_failure", "insufficient_security" ->
                new TlsProblem(
                        "the broker refuses the TLS handshake (" + alert + ")",
                        "check whether it demands a certificate (tls.certificate), and that it offers modern ciphers");
            case "protocol_version" -> oldProtocol();
            case "unrecognized_name" ->
                new TlsProblem(
                        "the broker does not know itself by the name " + host,
                        "use the broker's right name in its URI");
            default -> new TlsProblem("the broker broke off TLS (" + alert + ")", "look into the broker's log");
        };
    }

    private static TlsProblem refused(String why) {
        return new TlsProblem(
                "the broker refuses the pole's certificate, " + why,
                "have the newest transport-<n>.csr.pem in the pole's data folder identity/ signed by an authority that the"
                        + " broker trusts, and put the certificate with its issuers into tls.certificate");
    }

    private static TlsProblem oldProtocol() {
        return new TlsProblem("the broker does not speak TLS 1.2 or newer", "let it, or use another broker");
    }
}
