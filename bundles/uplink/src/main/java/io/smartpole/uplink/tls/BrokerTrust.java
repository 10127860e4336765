package io.smartpole.uplink.tls;

import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether to believe a broker. Java's own checks (path, usage, algorithms, host name) do the work; they are set up
 * for each handshake, because the time at which a certificate must be valid is ours to say.
 */
final class BrokerTrust extends X509ExtendedTrustManager {

    private final Authorities authorities;
    private final Set<TrustAnchor> anchors;
    private final TimeSource time;
    private final Map<String, Expiry> seen = new ConcurrentHashMap<>(); // by host; as many as were ever configured

    BrokerTrust(Authorities authorities, TimeSource time) {
        this.authorities = authorities;
        this.anchors = authorities.anchors();
        this.time = time;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
            throws CertificateException {
        Moment now = time.now();
        Instant likely = validAt(now, new X509Certificate[] {chain[0]}); // the others may have come in several versions
        X509Certificate[] path = SentChain.path(chain, anchors, authorities.revoked(), likely);
        try {
            checks(validAt(now, path)).checkServerTrusted(path, keyExchange, socket);
        } catch (CertificateException e) {
            throw new UnacceptableCertificate(path[0], e);
        }
        remember(((SSLSocket) socket).getHandshakeSession().getPeerHost(), path, now);
    }

    /**
     * A pole without a clock starts with the date of its build, and gets the time over this very connection. So while the
     * clock is not trusted, a certificate is accepted that is not valid yet. One that has run out by that clock is not.
     */
    private static Instant validAt(Moment now, X509Certificate[] path) {
        if (now.trusted()) {
            return now.instant();
        }
        return Stream.of(path)
                .map(certificate -> certificate.getNotBefore().toInstant())
                .filter(now.instant()::isBefore)
                .max(Comparator.naturalOrder())
                .orElse(now.instant());
    }

    private X509ExtendedTrustManager checks(Instant validAt) throws CertificateException {
        try {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, null);
            parameters.setDate(Date.from(validAt));
            parameters.setRevocationEnabled(false); // by our own checker instead
            parameters.addCertPathChecker(new Revocation(authorities.revoked()));
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new CertificateException("this Java cannot check certificates", e);
        }
    }

    /** The path breaks when the first of its certificates runs out. */
    private void remember(String host, X509Certificate[] path, Moment now) {
        X509Certificate first = Collections.min(List.of(path), Comparator.comparing(X509Certificate::getNotAfter));
        String when =
                now.trusted() ? "on " + LocalDate.ofInstant(now.instant(), ZoneOffset.UTC) : "with the clock not set";
        seen.put(
                host,
                new Expiry(
                        "broker %s %s (as seen %s)".formatted(host, Certificates.name(first), when),
                        first.getNotAfter().toInstant()));
    }

    /** @param hosts as in the brokers' URIs */
    Stream<Expiry> seen(Set<String> hosts) {
        return seen.entrySet().stream()
                .filter(entry -> hosts.contains(entry.getKey()) || hosts.contains("[" + entry.getKey() + "]"))
                .map(Map.Entry::getValue)
                .sorted(Comparator.comparing(Expiry::what));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange, @Nullable SSLEngine engine)
            throws CertificateException {
        throw withoutHost();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
        throw withoutHost();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange, @Nullable Socket socket)
            throws CertificateException {
        throw onlyClient();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange, @Nullable SSLEngine engine)
            throws CertificateException {
        throw onlyClient();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
        throw onlyClient();
    }

    private static CertificateException withoutHost() {
        return new CertificateException("a broker is checked together with the host name of its socket only");
    }

    private static CertificateException onlyClient() {
        return new CertificateException("a pole is no TLS server");
    }

    /** A server would ask for these; a client does not. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
