package io.smartpole.uplink.tls;

import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The certificates that a broker sent. Its own is the first; the others may be in any order, and needless ones among them
 * (RFC 8446, 4.4.2). Java accepts that too, but then tells of whatever is wrong only that it found no path. So the path is
 * looked for here, and left to Java to be checked.
 */
final class SentChain {

    private final X509Certificate own;
    private final Set<X509Certificate> others;
    private final Collection<TrustAnchor> anchors;

    private SentChain(X509Certificate[] sent, Collection<TrustAnchor> anchors) {
        this.own = sent[0];
        this.others = new LinkedHashSet<>(List.of(sent));
        this.others.remove(own);
        this.anchors = anchors;
    }

    /**
     * @param sent the broker's own certificate first
     * @param revoked lists of those that are not used if there is another way
     * @return the broker's certificate, its issuer's and so on, up to the one that an anchor issued. The best of several
     *     paths: one on which all is valid now, else one that has not run out, else any; if none leads to an anchor, as
     *     far as the names lead
     */
    static X509Certificate[] path(
            X509Certificate[] sent, Collection<TrustAnchor> anchors, Collection<X509CRL> revoked, Instant now) {
        SentChain chain = new SentChain(sent, anchors);
        Predicate<X509Certificate> lasts =
                certificate -> !now.isAfter(certificate.getNotAfter().toInstant())
                        && revoked.stream().noneMatch(list -> list.isRevoked(certificate));
        Predicate<X509Certificate> valid = lasts.and(
                certificate -> !now.isBefore(certificate.getNotBefore().toInstant()));
        return Stream.of(valid, lasts, (Predicate<X509Certificate>) any -> true)
                .flatMap(usable -> chain.anchored(usable).stream())
                .findFirst()
                .orElseGet(chain::byNames)
                .toArray(new X509Certificate[0]);
    }

    private Optional<List<X509Certificate>> anchored(Predicate<X509Certificate> usable) {
        List<X509Certificate> path = new ArrayList<>(List.of(own));
        Set<X509Certificate> untried =
                others.stream().filter(usable).collect(Collectors.toCollection(LinkedHashSet::new));
        return climbs(path, untried) ? Optional.of(path) : Optional.empty();
    }

    /** Tries each certificate once, so that a hostile broker cannot keep the pole busy. */
    private boolean climbs(List<X509Certificate> path, Set<X509Certificate> untried) {
        X509Certificate last = path.get(path.size() - 1);
        if (anchors.stream().anyMatch(anchor -> Certificates.issued(anchor.getTrustedCert(), last))) {
            return true;
        }
        for (X509Certificate next : List.copyOf(untried)) {
            if (Certificates.issued(next, last) && untried.remove(next)) {
                path.add(next);
                if (climbs(path, untried)) {
                    return true;
                }
                path.remove(path.size() - 1);
            }
        }
        return false;
    }

    /** Without a look at signatures, so that one that does not fit is found, and told, by Java. */
    private List<X509Certificate> byNames() {
        List<X509Certificate> path = new ArrayList<>(List.of(own));
        Set<X509Certificate> left = new LinkedHashSet<>(others);
        Optional<X509Certificate> next = Optional.of(own);
        while (next.isPresent()) {
            X509Certificate last = path.get(path.size() - 1);
            next = left.stream()
                    .filter(other -> other.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
                    .findFirst();
            next.ifPresent(path::add);
            next.ifPresent(left::remove);
        }
        return path;
    }
}
