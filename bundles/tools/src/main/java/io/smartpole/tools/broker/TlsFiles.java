package io.smartpole.tools.broker;

import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.receiver.Pem;
import io.smartpole.tools.terminal.Problems;
import io.smartpole.tools.terminal.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes TLS connections from PEM files. Each of them is tried before anything is connected, so that a wrong one is named. */
final class TlsFiles {

    private static final char[] IN_MEMORY_ONLY = {};

    private TlsFiles() {}

    /** @param trust certificates of authorities; null for those that Java trusts */
    static SSLSocketFactory factory(@Nullable Path trust) {
        return factory(new KeyManager[0], trust);
    }

    /**
     * @param trust certificates of authorities; null for those that Java trusts
     * @param certificate the own one first, then those of its issuers
     * @param key the own one
     */
    static SSLSocketFactory factory(@Nullable Path trust, Path certificate, Path key) {
        List<X509Certificate> chain = certificates(certificate);
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry("own", privateKey(key, chain.get(0)), IN_MEMORY_ONLY, chain.toArray(new Certificate[0]));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, IN_MEMORY_ONLY);
            return factory(keys.getKeyManagers(), trust);
        } catch (GeneralSecurityException | IOException e) {
            throw new UserError(certificate + " cannot be used for TLS: " + e.getMessage(), e);
        }
    }

    private static SSLSocketFactory factory(KeyManager[] own, @Nullable Path trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, trust == null ? null : authorities(trust), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new UserError((trust == null ? "TLS" : trust) + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] authorities(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        for (X509Certificate certificate : certificates(file)) {
            store.setCertificateEntry("authority " + store.size(), certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        return trust.getTrustManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** @return at least one, all of them valid today */
    private static List<X509Certificate> certificates(Path file) {
        String text = read(file);
        if (!text.contains("-----BEGIN CERTIFICATE-----")) {
            throw new UserError(file + " holds no certificate: it must have a part -----BEGIN CERTIFICATE-----");
        }
        try {
            List<X509Certificate> all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            for (X509Certificate certificate : all) {
                checkDates(file, certificate);
            }
            return all;
        } catch (CertificateException e) {
            throw new UserError(file + " holds a certificate that cannot be read: " + e.getMessage(), e);
        }
    }

    /** By the machine's clock, by which Java judges the broker's certificate too. */
    private static void checkDates(Path file, X509Certificate certificate) {
        String name = file + ": the certificate " + certificate.getSubjectX500Principal();
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            throw new UserError(
                    name + " expired at " + certificate.getNotAfter().toInstant() + ": get a new one", e);
        } catch (CertificateNotYetValidException e) {
            throw new UserError(
                    name + " is valid from " + certificate.getNotBefore().toInstant()
                            + " only: wait, or set this machine's clock",
                    e);
        }
    }

    private static PrivateKey privateKey(Path file, X509Certificate certificate) {
        String text = read(file);
        if (text.contains("ENCRYPTED")) {
            throw new UserError(
                    file + " is protected by a passphrase, which this command cannot ask for: write it without"
                            + " one (openssl pkcs8 -in " + file + " -out FILE), readable by you only");
        }
        if (text.contains("-----BEGIN EC PRIVATE KEY-----") || text.contains("-----BEGIN RSA PRIVATE KEY-----")) {
            throw new UserError(
                    file + " is a key in a form of before PKCS#8: convert it (openssl pkcs8 -topk8 -nocrypt -in " + file
                            + " -out FILE)");
        }
        PublicKey certified = certificate.getPublicKey();
        try {
            byte[] der = Pem.decode(Pem.PRIVATE_KEY, text);
            PrivateKey key =
                    KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
            if (!belongs(key, certified)) {
                throw new UserError(file + " is not the key of the certificate " + certificate.getSubjectX500Principal()
                        + ": give the two that belong together");
            }
            return key;
        } catch (FormatException | GeneralSecurityException e) {
            throw new UserError(
                    file + " holds no private key of kind " + certified.getAlgorithm()
                            + ", as the certificate needs it: " + e.getMessage(),
                    e);
        }
    }

    private static boolean belongs(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String algorithm = "Ed25519";
        if (certified instanceof ECPublicKey) {
            algorithm = "SHA256withECDSA";
        } else if (certified instanceof RSAPublicKey) {
            algorithm = "SHA256withRSA";
        }
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        return signature.verify(signed);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + " (" + Problems.of(e) + ")", e);
        }
    }
}
