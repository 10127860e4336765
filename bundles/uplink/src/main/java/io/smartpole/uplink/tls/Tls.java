package io.smartpole.uplink.tls;

import io.smartpole.core.keys.TransportKeys;
import io.smartpole.core.time.TimeSource;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom the pole trusts and as whom it appears, for all of its connections. It never changes: another certificate makes
 * another {@code Tls}. An equal one is no reason to connect anew, but only the same one resumes its sessions.
 */
public final class Tls {

    /** Several tickets for each of four brokers; Java's default of 20480 would hold a day's certificates in memory. */
    private static final int SESSIONS = 16;

    /** A resumed session skips the check of the certificate, so it must not outlive that check for long. */
    private static final int SESSION_SECONDS = 24 * 3600;

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final Pattern ADDRESS = Pattern.compile("\\[.*]|.*:.*|[0-9.]+");

    private final Authorities authorities;
    private final @Nullable OwnCertificate own;
    private final BrokerTrust trust;
    private final SSLContext context;

    private Tls(Authorities authorities, @Nullable OwnCertificate own, TimeSource time) {
        this.authorities = authorities;
        this.own = own;
        this.trust = new BrokerTrust(authorities, time);
        try {
            context = SSLContext.getInstance("TLS");
            context.init(own == null ? new KeyManager[0] : new KeyManager[] {own}, new TrustManager[] {trust}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java speaks TLS", e);
        }
        context.getClientSessionContext().setSessionCacheSize(SESSIONS);
        context.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
    }

    /**
     * @param trusted PEM of certificates of authorities and of their revocation lists; empty for the authorities of the
     *     Java runtime
     * @param certificate PEM, the pole's own certificate first and then those of its issuers; empty for none
     * @param keys whose certificate it may be
     * @throws IllegalArgumentException beginning with the key {@code tls.trusted} or {@code tls.certificate}, and saying
     *     what is wrong and what is expected
     */
    public static Tls of(String trusted, String certificate, TransportKeys keys, TimeSource time) {
        return new Tls(Authorities.of(trusted), OwnCertificate.of(certificate, keys), time);
    }

    /** @return the same for all connections. It resumes sessions, if sockets are made with the broker's host and port */
    public SSLContext context() {
        return context;
    }

    /**
     * @param host as in the broker's URI
     * @return TLS 1.2 or newer, the certificate must be for that host (RFC 9110, 4.3.4), and the host is named (RFC 6066)
     */
    public SSLParameters parameters(String host) {
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!ADDRESS.matcher(host).matches()) {
            String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        return parameters;
    }

    /**
     * @param hosts of the brokers in use, as in their URIs
     * @return of the own chain, the trusted authorities, those of their revocation lists that have run out, and each
     *     broker as it was last seen
     */
    public List<Expiry> expiries(Instant now, Set<String> hosts) {
        return Stream.of(
                        own == null ? Stream.<Expiry>empty() : own.expiries(),
                        authorities.expiries(now),
                        trust.seen(hosts))
                .flatMap(all -> all)
                .toList();
    }

    private List<X509Certificate> chain() {
        return own == null ? List.of() : own.chain();
    }

    /** By what the texts mean; the private key follows from the certificate. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Tls tls && authorities.equals(tls.authorities) && chain().equals(tls.chain());
    }

    @Override
    public int hashCode() {
        return Objects.hash(authorities, chain());
    }
}
