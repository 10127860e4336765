package io.smartpole.uplink.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V2TBSCertListGenerator;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/** A certificate authority for tests (RFC 5280). */
public final class TestAuthority {

    static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");
    static final Instant FAR_AHEAD = Instant.parse("2090-01-01T00:00:00Z");

    private static final AlgorithmIdentifier ECDSA = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final AtomicLong SERIAL = new AtomicLong();

    public final X509Certificate certificate;
    private final KeyPair key;
    private final X500Name name;

    public TestAuthority(String name) throws Exception {
        this.name = new X500Name(name);
        this.key = newKey();
        this.certificate = sign(this.name, key.getPublic(), LONG_AGO, FAR_AHEAD, authority());
    }

    private TestAuthority(X500Name name, KeyPair key, X509Certificate certificate) {
        this.name = name;
        this.key = key;
        this.certificate = certificate;
    }

    TestAuthority intermediate(String name) throws Exception {
        X500Name subject = new X500Name(name);
        KeyPair next = newKey();
        return new TestAuthority(subject, next, sign(subject, next.getPublic(), LONG_AGO, FAR_AHEAD, authority()));
    }

    /** @return another certificate for the key of that authority */
    X509Certificate cross(TestAuthority other, Instant from, Instant to) throws Exception {
        return sign(other.name, other.key.getPublic(), from, to, authority());
    }

    public static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    public X509Certificate broker(PublicKey of, String... hosts) throws Exception {
        return broker(of, LONG_AGO, FAR_AHEAD, hosts);
    }

    /** The first host is the common name too. */
    X509Certificate broker(PublicKey of, Instant from, Instant to, String... hosts) throws Exception {
        ExtensionsGenerator extensions = usage(KeyPurposeId.id_kp_serverAuth);
        GeneralName[] names = new GeneralName[hosts.length];
        for (int i = 0; i < hosts.length; i++) {
            int type = hosts[i].matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName;
            names[i] = new GeneralName(type, hosts[i]);
        }
        extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        return sign(new X500Name("CN=" + hosts[0]), of, from, to, extensions);
    }

    X509Certificate pole(PublicKey of, String name) throws Exception {
        return sign(new X500Name(name), of, LONG_AGO, FAR_AHEAD, usage(KeyPurposeId.id_kp_clientAuth));
    }

    /** As a careless authority makes it. */
    X509Certificate withUsage(PublicKey of, String name, KeyPurposeId usage) throws Exception {
        return sign(new X500Name(name), of, LONG_AGO, FAR_AHEAD, usage(usage));
    }

    X509Certificate expired(PublicKey of, String name) throws Exception {
        Instant to = LONG_AGO.plusSeconds(1);
        return sign(new X500Name(name), of, LONG_AGO, to, usage(KeyPurposeId.id_kp_clientAuth));
    }

    /** A revocation list, as PEM. */
    String revokes(Instant made, Instant next, X509Certificate... revoked) throws Exception {
        return revokes(made, next, null, revoked);
    }

    /** @param critical id of a critical extension; null for none */
    String revokes(Instant made, Instant next, @Nullable String critical, X509Certificate... revoked) throws Exception {
        V2TBSCertListGenerator list = new V2TBSCertListGenerator();
        list.setSignature(ECDSA);
        list.setIssuer(name);
        list.setThisUpdate(new Time(Date.from(made)));
        list.setNextUpdate(new Time(Date.from(next)));
        for (X509Certificate each : revoked) {
            list.addCRLEntry(
                    new ASN1Integer(each.getSerialNumber()), new Time(Date.from(made)), CRLReason.keyCompromise);
        }
        if (critical != null) {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(new ASN1ObjectIdentifier(critical), true, new ASN1Integer(1));
            list.setExtensions(extensions.generate());
        }
        return pem("X509 CRL", signed(list.generateTBSCertList()));
    }

    public static String pem(X509Certificate... chain) throws Exception {
        StringBuilder text = new StringBuilder();
        for (X509Certificate each : chain) {
            text.append(pem("CERTIFICATE", each.getEncoded()));
        }
        return text.toString();
    }

    static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n";
    }

    private static ExtensionsGenerator authority() throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        return extensions;
    }

    private static ExtensionsGenerator usage(KeyPurposeId purpose) throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        return extensions;
    }

    private X509Certificate sign(
            X500Name subject, PublicKey of, Instant from, Instant to, ExtensionsGenerator extensions) throws Exception {
        V3TBSCertificateGenerator certificate = new V3TBSCertificateGenerator();
        certificate.setSerialNumber(new ASN1Integer(BigInteger.valueOf(SERIAL.incrementAndGet())));
        certificate.setSignature(ECDSA);
        certificate.setIssuer(name);
        certificate.setSubject(subject);
        certificate.setStartDate(new Time(Date.from(from)));
        certificate.setEndDate(new Time(Date.from(to)));
        certificate.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(of.getEncoded()));
        certificate.setExtensions(extensions.generate());
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(signed(certificate.generateTBSCertificate())));
    }

    private byte[] signed(ASN1Encodable content) throws Exception {
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(key.getPrivate());
        signer.update(content.toASN1Primitive().getEncoded("DER"));
        ASN1EncodableVector all = new ASN1EncodableVector();
        all.add(content);
        all.add(ECDSA);
        all.add(new DERBitString(signer.sign()));
        return new DERSequence(all).getEncoded("DER");
    }
}
