package io.smartpole.uplink.tls;

import static io.smartpole.uplink.tls.TestAuthority.FAR_AHEAD;
import static io.smartpole.uplink.tls.TestAuthority.LONG_AGO;
import static io.smartpole.uplink.tls.TestAuthority.pem;
import static io.smartpole.uplink.tls.TlsClient.NOW;
import static io.smartpole.uplink.tls.TlsClient.clock;
import static io.smartpole.uplink.tls.TlsClient.keys;
import static io.smartpole.uplink.tls.TlsClient.moment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.keys.KeyId;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and in which words. */
class TlsConfigurationTest {

    private TestAuthority city;
    private KeyPair key;
    private X509Certificate own;

    @BeforeEach
    void authority() throws Exception {
        city = new TestAuthority("CN=City CA");
        key = TestAuthority.newKey();
        own = city.pole(key.getPublic(), "CN=pole-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MIIB",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nMIIB\n",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END X509 CRL-----",
                "-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"
            })
    void whatIsNotPem(String text) {
        assertTrue(trustedRefused(text).startsWith("tls.trusted must be PEM"));
        assertTrue(certificateRefused(text).startsWith("tls.certificate must be PEM"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "MIIB"})
    void whatIsNoCertificate(String base64) {
        String text = "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----";
        assertTrue(trustedRefused(text).startsWith("tls.trusted holds a certificate that cannot be read"));
        assertTrue(certificateRefused(text).startsWith("tls.certificate holds a certificate that cannot be read"));
        String list = text.replace("CERTIFICATE", "X509 CRL");
        assertTrue(trustedRefused(list).startsWith("tls.trusted holds a revocation list that cannot be read"));
    }

    @Test
    void everyTruncatedTextIsRefusedWithItsKey() throws Exception {
        String text = pem(city.certificate);
        for (int length = 1; length < text.length() - 1; length++) {
            String start = text.substring(0, length);
            assertTrue(trustedRefused(start).startsWith("tls.trusted "), "length " + length);
        }
    }

    @Test
    void aTextWithoutEnd() {
        assertEquals(
                "tls.trusted must have at most 65536 characters, but has 65537", trustedRefused("x".repeat(65537)));
    }

    @Test
    void commentsBetweenBlocksAreAllowed() throws Exception {
        TestAuthority other = new TestAuthority("CN=Other CA");
        String text =
                "# City\n" + pem(city.certificate) + "\nsubject=CN = Other - CA\n" + pem(other.certificate) + "end";

        assertEquals(2, Authorities.of(text).given().size());
    }

    @Test
    void aPrivateKeyIsRefusedAndNotRepeated() {
        String text = pem("PRIVATE KEY", key.getPrivate().getEncoded());
        String secret = text.lines().skip(1).findFirst().orElseThrow();

        assertEquals(
                "tls.certificate must hold blocks CERTIFICATE only, but has PRIVATE KEY; the pole has its own key, and"
                        + " needs no other",
                certificateRefused(text));
        assertFalse(trustedRefused(text).contains(secret));
    }

    @Test
    void aCertificateThatIsNoAuthoritys() throws Exception {
        assertEquals(
                "tls.trusted must hold certificates of authorities, but CN=pole-1 may not issue certificates: give the"
                        + " one of its issuer, CN=City CA",
                trustedRefused(pem(own)));
    }

    @Test
    void aRevocationListOfSomebodyElse() throws Exception {
        TestAuthority other = new TestAuthority("CN=Other CA");
        TestAuthority impostor = new TestAuthority("CN=City CA");
        String problem = "tls.trusted has a revocation list that %s should have signed, but no certificate in it"
                + " confirms that: add that authority's certificate";

        assertEquals(
                problem.formatted("CN=Other CA"),
                trustedRefused(pem(city.certificate) + other.revokes(LONG_AGO, FAR_AHEAD)));
        assertEquals(
                problem.formatted("CN=City CA"),
                trustedRefused(pem(city.certificate) + impostor.revokes(LONG_AGO, FAR_AHEAD)));
        assertEquals(problem.formatted("CN=City CA"), trustedRefused(city.revokes(LONG_AGO, FAR_AHEAD)));
    }

    @Test
    void aRevocationListThatIsOnlyAPart() throws Exception {
        String delta = city.revokes(LONG_AGO, FAR_AHEAD, "2.5.29.27");

        assertEquals(
                "tls.trusted must hold complete revocation lists only, but the one of CN=City CA has the critical"
                        + " extension [2.5.29.27]",
                trustedRefused(pem(city.certificate) + delta));
    }

    @Test
    void anAuthorityThatItsIssuerRevoked() throws Exception {
        TestAuthority district = city.intermediate("CN=District CA");
        String text =
                pem(city.certificate, district.certificate) + city.revokes(LONG_AGO, FAR_AHEAD, district.certificate);

        assertEquals(
                "tls.trusted trusts CN=District CA, which its issuer has revoked: remove that certificate",
                trustedRefused(text));
    }

    @Test
    void aCertificateForAKeyThatThePoleDoesNotHave() throws Exception {
        KeyPair other = TestAuthority.newKey();
        assertEquals(
                "tls.certificate must begin with a certificate for a key of this pole (have the newest"
                        + " transport-<n>.csr.pem in the pole's data folder identity/ signed), but is that of CN=pole-2 for"
                        + " the EC key "
                        + KeyId.ofKey(other.getPublic().getEncoded()).hex(),
                certificateRefused(pem(city.pole(other.getPublic(), "CN=pole-2"))));
    }

    @Test
    void aCertificateForAnRsaKey() throws Exception {
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();

        assertTrue(
                certificateRefused(pem(city.pole(rsa.getPublic(), "CN=pole-2"))).contains("for the RSA key"));
    }

    @Test
    void aCertificateForServersOnly() throws Exception {
        assertEquals(
                "tls.certificate must be for TLS clients, but the extended key usage of CN=pole-1 does not name"
                        + " clientAuth",
                certificateRefused(pem(city.withUsage(key.getPublic(), "CN=pole-1", KeyPurposeId.id_kp_serverAuth))));
    }

    @Test
    void aChainInTheWrongOrder() throws Exception {
        String problem = certificateRefused(pem(city.certificate, own));

        assertTrue(problem.startsWith("tls.certificate must be a chain"), problem);
        assertTrue(problem.endsWith("but CN=pole-1 did not issue CN=City CA"), problem);
    }

    @Test
    void aChainWithAStranger() throws Exception {
        TestAuthority impostor = new TestAuthority("CN=City CA");

        assertTrue(
                certificateRefused(pem(own, impostor.certificate)).endsWith("but CN=City CA did not issue CN=pole-1"));
    }

    @Test
    void aRevocationListInTheOwnChain() throws Exception {
        assertEquals(
                "tls.certificate must hold blocks CERTIFICATE only, but has X509 CRL",
                certificateRefused(pem(own) + city.revokes(LONG_AGO, FAR_AHEAD)));
    }

    private String trustedRefused(String text) {
        return refused(text, "");
    }

    private String certificateRefused(String text) {
        return refused("", text);
    }

    private String refused(String trusted, String certificate) {
        return String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> Tls.of(trusted, certificate, keys(key), clock(moment(NOW, true))))
                .getMessage());
    }
}
