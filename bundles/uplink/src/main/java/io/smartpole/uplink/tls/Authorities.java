package io.smartpole.uplink.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Who may vouch for a broker, and which certificates they have taken back.
 *
 * @param given certificates of authorities; empty for those of the Java runtime
 * @param revoked revocation lists, each signed by one of the given authorities
 */
record Authorities(List<X509Certificate> given, List<X509CRL> revoked) {

    static final String KEY = "tls.trusted";

    /** @throws IllegalArgumentException naming the key, what is wrong and what is expected */
    static Authorities of(String text) {
        List<X509Certificate> given = new ArrayList<>();
        List<X509CRL> revoked = new ArrayList<>();
        for (Pem block : Pem.read(KEY, text)) {
            switch (block.type()) {
                case "CERTIFICATE" -> given.add(authority(Certificates.certificate(KEY, block.der())));
                case "X509 CRL" -> revoked.add(complete(Certificates.revocationList(KEY, block.der())));
                default ->
                    throw new IllegalArgumentException(
                            KEY + " must hold blocks CERTIFICATE and X509 CRL only, but has " + block.type());
            }
        }
        revoked.forEach(list -> checkIssuer(list, given));
        given.forEach(authority -> checkNotRevoked(authority, revoked));
        return new Authorities(List.copyOf(given), List.copyOf(revoked));
    }

    private static X509Certificate authority(X509Certificate certificate) {
        if (!Certificates.isAuthority(certificate)) {
            throw new IllegalArgumentException(
                    "%s must hold certificates of authorities, but %s may not issue certificates: give the one of its issuer, %s"
                            .formatted(
                                    KEY,
                                    Certificates.name(certificate),
                                    Certificates.name(certificate.getIssuerX500Principal())));
        }
        return certificate;
    }

    /** Critical extensions say that a list names changes only, or a part, or certificates of others (RFC 5280 5.2). */
    private static X509CRL complete(X509CRL list) {
        Set<String> critical = list.getCriticalExtensionOIDs();
        if (critical != null && !critical.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s must hold complete revocation lists only, but the one of %s has the critical extension %s"
                            .formatted(KEY, Certificates.name(list.getIssuerX500Principal()), critical));
        }
        return list;
    }

    private static void checkIssuer(X509CRL list, List<X509Certificate> given) {
        if (given.stream().noneMatch(authority -> Certificates.issued(authority, list))) {
            throw new IllegalArgumentException(
                    "%s has a revocation list that %s should have signed, but no certificate in it confirms that: add that authority's certificate"
                            .formatted(KEY, Certificates.name(list.getIssuerX500Principal())));
        }
    }

    private static void checkNotRevoked(X509Certificate authority, List<X509CRL> revoked) {
        if (revoked.stream().anyMatch(list -> list.isRevoked(authority))) {
            throw new IllegalArgumentException("%s trusts %s, which its issuer has revoked: remove that certificate"
                    .formatted(KEY, Certificates.name(authority)));
        }
    }

    /** @throws IllegalArgumentException if the Java runtime has none */
    Set<TrustAnchor> anchors() {
        List<X509Certificate> all = given.isEmpty() ? ofJava() : given;
        if (all.isEmpty()) {
            throw new IllegalArgumentException(
                    KEY + " is empty and the Java runtime brings no authorities: give the city's");
        }
        return all.stream().map(authority -> new TrustAnchor(authority, null)).collect(Collectors.toUnmodifiableSet());
    }

    private static List<X509Certificate> ofJava() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return Stream.of(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers()))
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    KEY + " is empty and the authorities of the Java runtime cannot be read: " + e.getMessage(), e);
        }
    }

    /** A list that still holds is not named: most are made anew within days. */
    Stream<Expiry> expiries(Instant now) {
        return Stream.concat(
                given.stream()
                        .map(authority -> new Expiry(
                                KEY + " " + Certificates.name(authority),
                                authority.getNotAfter().toInstant())),
                revoked.stream()
                        .filter(list -> list.getNextUpdate() != null)
                        .map(list -> new Expiry(
                                KEY + " revocation list of " + Certificates.name(list.getIssuerX500Principal()),
                                Objects.requireNonNull(list.getNextUpdate()).toInstant()))
                        .filter(expiry -> now.isAfter(expiry.notAfter())));
    }
}
