package io.smartpole.distribution;

import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.receiver.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** A city's certificate authority: certifies brokers and poles, and revokes what it certified. All keys are P-256. */
final class CertificateAuthority {

    private static final Duration YEAR = Duration.ofDays(365);

    private final X500Name name;
    private final KeyPair keys;
    private final X509Certificate certificate;
    private final AtomicLong serial = new AtomicLong(1);

    /** A certificate with its key, as a broker has it in two files. */
    record Broker(X509Certificate certificate, KeyPair keys) {

        /** @return lines for mosquitto's configuration, below that of a listener */
        String[] files(Path folder, String name) throws IOException, GeneralSecurityException {
            Path cert = folder.resolve(name + "-cert.pem");
            Path key = folder.resolve(name + "-key.pem");
            Files.writeString(cert, pem(certificate));
            Files.writeString(key, Pem.encode(Pem.PRIVATE_KEY, keys.getPrivate().getEncoded()));
            return new String[] {"certfile " + cert, "keyfile " + key};
        }
    }

    CertificateAuthority(String name) throws GeneralSecurityException, IOException {
        this.name = new X500Name("CN=" + name);
        keys = newKeys();
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = builder(this.name, keys.getPublic(), now.minus(YEAR), now.plus(YEAR))
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        certificate = sign(builder);
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** @return PEM of its own certificate */
    String pem() throws GeneralSecurityException {
        return pem(certificate);
    }

    Broker broker(String host) throws GeneralSecurityException, IOException {
        return broker(host, Instant.now().plus(YEAR));
    }

    Broker broker(String host, Instant validUntil) throws GeneralSecurityException, IOException {
        KeyPair own = newKeys();
        X509v3CertificateBuilder builder = builder(
                        new X500Name("CN=" + host), own.getPublic(), validUntil.minus(YEAR), validUntil)
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
        return new Broker(sign(builder), own);
    }

    /**
     * @param request PEM of a PKCS#10 request, signed with the key that it names
     * @return the certificate of the key in it
     */
    X509Certificate pole(String request) throws GeneralSecurityException, IOException, FormatException {
        JcaPKCS10CertificationRequest csr =
                new JcaPKCS10CertificationRequest(Pem.decode("CERTIFICATE REQUEST", request));
        Instant now = Instant.now();
        return sign(builder(csr.getSubject(), csr.getPublicKey(), now.minus(Duration.ofDays(1)), now.plus(YEAR)));
    }

    /** @return PEM of its list of revoked certificates, valid from now for a year */
    String revocations(X509Certificate... revoked) throws IOException {
        Instant now = Instant.now();
        X509v2CRLBuilder builder = new X509v2CRLBuilder(name, Date.from(now)).setNextUpdate(Date.from(now.plus(YEAR)));
        for (X509Certificate one : revoked) {
            builder.addCRLEntry(one.getSerialNumber(), Date.from(now), CRLReason.keyCompromise);
        }
        return Pem.encode("X509 CRL", builder.build(signer()).getEncoded());
    }

    private X509v3CertificateBuilder builder(X500Name subject, PublicKey key, Instant from, Instant until) {
        return new JcaX509v3CertificateBuilder(
                name, BigInteger.valueOf(serial.getAndIncrement()), Date.from(from), Date.from(until), subject, key);
    }

    private X509Certificate sign(X509v3CertificateBuilder builder) throws GeneralSecurityException {
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
    }

    private ContentSigner signer() {
        try {
            return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("every Java has ECDSA", e);
        }
    }

    static String pem(X509Certificate certificate) throws GeneralSecurityException {
        return Pem.encode("CERTIFICATE", certificate.getEncoded());
    }
}
