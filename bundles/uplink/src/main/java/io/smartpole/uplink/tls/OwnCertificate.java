package io.smartpole.uplink.tls;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.keys.TransportKeys;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The pole's certificate, shown to each broker that asks for one. Brokers may say which authorities they know, but with a
 * single certificate there is nothing to choose: a broker that does not like it says so, which tells more than silence.
 */
final class OwnCertificate extends X509ExtendedKeyManager {

    static final String KEY = "tls.certificate";

    private static final String KEY_TYPE = "EC";
    private static final String ANY_USAGE = "2.5.29.37.0"; // RFC 5280 4.2.1.12
    private static final String CLIENT_USAGE = "1.3.6.1.5.5.7.3.2";

    private final List<X509Certificate> chain;
    private final PrivateKey privateKey;

    private OwnCertificate(List<X509Certificate> chain, PrivateKey privateKey) {
        this.chain = chain;
        this.privateKey = privateKey;
    }

    /**
     * @return null for an empty text
     * @throws IllegalArgumentException naming the key, what is wrong and what is expected
     */
    static @Nullable OwnCertificate of(String text, TransportKeys keys) {
        List<X509Certificate> chain = new ArrayList<>();
        for (Pem block : Pem.read(KEY, text)) {
            if (!block.type().equals("CERTIFICATE")) {
                throw new IllegalArgumentException(KEY + " must hold blocks CERTIFICATE only, but has " + block.type()
                        + (block.type().endsWith("KEY") ? "; the pole has its own key, and needs no other" : ""));
            }
            chain.add(Certificates.certificate(KEY, block.der()));
        }
        if (chain.isEmpty()) {
            return null;
        }
        X509Certificate own = chain.get(0);
        checkUsage(own);
        checkOrder(chain);
        return new OwnCertificate(
                List.copyOf(chain), keys.find(own.getPublicKey()).orElseThrow(() -> notOurs(own)));
    }

    private static IllegalArgumentException notOurs(X509Certificate own) {
        return new IllegalArgumentException(
                "%s must begin with a certificate for a key of this pole (have the newest transport-<n>.csr.pem in the pole's data folder identity/ signed), but is that of %s for the %s key %s"
                        .formatted(
                                KEY,
                                Certificates.name(own),
                                own.getPublicKey().getAlgorithm(),
                                KeyId.ofKey(own.getPublicKey().getEncoded()).hex()));
    }

    private static void checkUsage(X509Certificate own) {
        try {
            List<String> usage = own.getExtendedKeyUsage();
            if (usage != null && !usage.contains(CLIENT_USAGE) && !usage.contains(ANY_USAGE)) {
                throw new IllegalArgumentException(
                        "%s must be for TLS clients, but the extended key usage of %s does not name clientAuth"
                                .formatted(KEY, Certificates.name(own)));
            }
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException(KEY + " has an extended key usage that cannot be read", e);
        }
    }

    private static void checkOrder(List<X509Certificate> chain) {
        for (int i = 1; i < chain.size(); i++) {
            X509Certificate issuer = chain.get(i);
            if (!Certificates.isAuthority(issuer) || !Certificates.issued(issuer, chain.get(i - 1))) {
                throw new IllegalArgumentException(
                        "%s must be a chain, the pole's own certificate first and each followed by its issuer's, but %s did not issue %s"
                                .formatted(KEY, Certificates.name(issuer), Certificates.name(chain.get(i - 1))));
            }
        }
    }

    List<X509Certificate> chain() {
        return chain;
    }

    Stream<Expiry> expiries() {
        return chain.stream()
                .map(certificate -> new Expiry(
                        KEY + " " + Certificates.name(certificate),
                        certificate.getNotAfter().toInstant()));
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return List.of(keyTypes).contains(KEY_TYPE) ? KEY : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return privateKey;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return keyType.equals(KEY_TYPE) ? new String[] {KEY} : new String[0];
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[0];
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
