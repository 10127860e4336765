package io.smartpole.uplink.tls;

import static io.smartpole.uplink.tls.TestAuthority.FAR_AHEAD;
import static io.smartpole.uplink.tls.TestAuthority.LONG_AGO;
import static io.smartpole.uplink.tls.TestAuthority.pem;
import static io.smartpole.uplink.tls.TlsClient.NOW;
import static io.smartpole.uplink.tls.TlsClient.clock;
import static io.smartpole.uplink.tls.TlsClient.exchange;
import static io.smartpole.uplink.tls.TlsClient.keys;
import static io.smartpole.uplink.tls.TlsClient.moment;
import static io.smartpole.uplink.tls.TlsClient.trusting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.time.Moment;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each failure as a real handshake brings it. */
class TlsProblemTest {

    private static final String HOST = "mqtt.example";
    private static final Moment SURE = moment(NOW, true);
    private static final Moment UNSURE = moment(NOW, false);
    private static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));
    private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));

    private TestAuthority city;
    private KeyPair brokerKey;
    private KeyPair poleKey;

    @BeforeEach
    void authority() throws Exception {
        city = new TestAuthority("CN=City CA");
        brokerKey = TestAuthority.newKey();
        poleKey = TestAuthority.newKey();
    }

    @Test
    void anExpiredCertificate() throws Exception {
        TlsProblem problem = refused(trusting(pem(city.certificate)), SURE, brokerCertificate(LONG_AGO, YESTERDAY));

        assertEquals(
                "the broker shows the certificate CN=mqtt.example, which expired at 2026-04-30T12:00:00Z; the pole's clock says 2026-05-01T12:00:00Z",
                problem.what());
        assertEquals("give the broker a new certificate", problem.action());
    }

    @Test
    void anExpiredCertificateIsRefusedWithoutATrustedClockToo() throws Exception {
        TlsProblem problem =
                refused(trusting(pem(city.certificate), UNSURE), UNSURE, brokerCertificate(LONG_AGO, YESTERDAY));

        assertTrue(problem.what().endsWith("the pole's clock, which is not trusted yet, says 2026-05-01T12:00:00Z"));
        assertTrue(problem.action().contains("set the pole's clock"));
    }

    @Test
    void anExpiredIssuerOfTheBroker() throws Exception {
        TestAuthority district = city.intermediate("CN=District CA");
        Instant end = FAR_AHEAD.plus(Duration.ofDays(2));
        Moment late = moment(FAR_AHEAD.plus(Duration.ofDays(1)), true);
        X509Certificate leaf = district.broker(brokerKey.getPublic(), LONG_AGO, end, HOST);

        TlsProblem problem = refused(trusting(pem(city.certificate), late), late, leaf, district.certificate);

        assertTrue(problem.what().startsWith("the broker shows the certificate CN=District CA, which expired"));
    }

    @Test
    void aCertificateThatIsNotValidYet() throws Exception {
        TlsProblem problem = refused(trusting(pem(city.certificate)), SURE, brokerCertificate(TOMORROW, FAR_AHEAD));

        assertEquals(
                "the broker shows the certificate CN=mqtt.example, which is not valid before 2026-05-02T12:00:00Z; the pole's clock says 2026-05-01T12:00:00Z",
                problem.what());
    }

    @ParameterizedTest
    @ValueSource(strings = {"www.example", "*.mqtt.example", "192.0.2.7"})
    void aCertificateForAnotherHost(String host) throws Exception {
        TlsProblem problem =
                refused(trusting(pem(city.certificate)), SURE, city.broker(brokerKey.getPublic(), host, "b.example"));

        assertEquals("the certificate that answers for mqtt.example is for " + host + ", b.example", problem.what());
        assertTrue(problem.action().contains("captive portal"));
    }

    @Test
    void aCertificateForNoHost() throws Exception {
        TlsProblem problem = refused(
                trusting(pem(city.certificate)),
                SURE,
                city.withUsage(brokerKey.getPublic(), "CN=something", KeyPurposeId.id_kp_serverAuth));

        assertEquals(
                "the certificate that answers for mqtt.example is for no host at all (CN=something)", problem.what());
    }

    @Test
    void aNameOfManyLinesStaysOneLine() throws Exception {
        TlsProblem problem = refused(
                trusting(pem(city.certificate)),
                SURE,
                city.broker(brokerKey.getPublic(), "b.example", "a\nERROR b" + "b".repeat(999)));

        assertTrue(problem.what().chars().noneMatch(Character::isISOControl));
        assertTrue(problem.what().length() < 300);
    }

    @Test
    void anUnknownAuthority() throws Exception {
        TestAuthority proxy = new TestAuthority("CN=Proxy CA");
        TlsProblem problem = refused(trusting(pem(city.certificate)), SURE, proxy.broker(brokerKey.getPublic(), HOST));

        assertEquals(
                "the broker's certificate was issued by CN=Proxy CA, whom this pole does not trust", problem.what());
        assertTrue(problem.action().contains("tls.trusted"));
        assertTrue(problem.action().contains("captive portal"));
    }

    @Test
    void anImpostorWithTheNameOfTheAuthority() throws Exception {
        TestAuthority impostor = new TestAuthority("CN=City CA");
        TlsProblem problem =
                refused(trusting(pem(city.certificate)), SURE, impostor.broker(brokerKey.getPublic(), HOST));

        assertEquals(
                "the broker's certificate names CN=City CA as its issuer, but is not signed by the one that this pole trusts",
                problem.what());
        assertTrue(problem.action().contains("tls.trusted"));
    }

    @Test
    void theCitysAuthorityIsNotTrustedWhereOnlyThoseOfTheJavaRuntimeAre() throws Exception {
        TlsProblem problem = refused(trusting(""), SURE, city.broker(brokerKey.getPublic(), HOST));

        assertTrue(problem.what().contains("issued by CN=City CA"));
    }

    @ParameterizedTest
    @CsvSource({"2027-01-01T00:00:00Z, true", "2026-01-01T00:00:00Z, true", "2026-01-01T00:00:00Z, false"})
    void aRevokedCertificateEvenIfTheListHasRunOut(Instant next, boolean clockTrusted) throws Exception {
        X509Certificate certificate = city.broker(brokerKey.getPublic(), HOST);
        String list = city.revokes(Instant.parse("2025-12-24T00:00:00Z"), next, certificate);
        Moment now = moment(NOW, clockTrusted);
        TlsProblem problem = refused(trusting(pem(city.certificate) + list, now), now, certificate);

        assertEquals(
                "the broker shows the certificate CN=mqtt.example, which its issuer revoked at 2025-12-24T00:00:00Z",
                problem.what());
        assertTrue(problem.action().contains("tls.trusted"));
    }

    @Test
    void aRevokedIssuerOfTheBroker() throws Exception {
        TestAuthority district = city.intermediate("CN=District CA");
        String list = city.revokes(LONG_AGO, FAR_AHEAD, district.certificate);
        TlsProblem problem = refused(
                trusting(pem(city.certificate) + list),
                SURE,
                district.broker(brokerKey.getPublic(), HOST),
                district.certificate);

        assertTrue(
                problem.what().startsWith("the broker shows the certificate CN=District CA, which its issuer revoked"));
    }

    @Test
    void aPolesCertificateInTheBrokersPlace() throws Exception {
        TlsProblem problem =
                refused(trusting(pem(city.certificate)), SURE, city.pole(brokerKey.getPublic(), "CN=" + HOST));

        assertTrue(problem.what().startsWith("the broker's certificate CN=mqtt.example is not acceptable: "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aBrokerThatDemandsACertificateWhereThereIsNone(String protocol) throws Exception {
        TlsProblem problem = turnedAway(trusting(pem(city.certificate)), protocol);

        assertTrue(problem.what().matches("the broker (demands a|refuses the pole's) certificate.*"), problem.what());
        assertTrue(problem.action().contains("tls.certificate"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aBrokerThatDoesNotKnowTheAuthorityOfOurCertificate(String protocol) throws Exception {
        TestAuthority other = new TestAuthority("CN=Other CA");
        Tls tls = Tls.of(
                pem(city.certificate), pem(other.pole(poleKey.getPublic(), "CN=pole-1")), keys(poleKey), clock(SURE));

        assertTrue(turnedAway(tls, protocol).what().startsWith("the broker refuses the pole's certificate"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aBrokerThatFindsOurCertificateExpired(String protocol) throws Exception {
        Tls tls = Tls.of(
                pem(city.certificate), pem(city.expired(poleKey.getPublic(), "CN=pole-1")), keys(poleKey), clock(SURE));

        TlsProblem problem = turnedAway(tls, protocol);
        assertTrue(problem.what().startsWith("the broker refuses the pole's certificate"));
        assertTrue(problem.action().contains("tls.certificate"));
    }

    /** Numbers of RFC 8446, B.2. */
    @ParameterizedTest
    @CsvSource({
        "40, the broker refuses the TLS handshake (handshake_failure)",
        "42, 'the broker refuses the pole''s certificate, or wants one and got none (bad_certificate)'",
        "43, 'the broker refuses the pole''s certificate, or wants one and got none (unsupported_certificate)'",
        "44, 'the broker refuses the pole''s certificate, since it was revoked'",
        "45, 'the broker refuses the pole''s certificate, since it has expired'",
        "46, 'the broker refuses the pole''s certificate, or wants one and got none (certificate_unknown)'",
        "48, 'the broker refuses the pole''s certificate, since it does not know who issued it'",
        "49, 'the broker refuses the pole''s certificate, or wants one and got none (access_denied)'",
        "51, 'the broker refuses the pole''s certificate, or wants one and got none (decrypt_error)'",
        "70, the broker does not speak TLS 1.2 or newer",
        "71, the broker refuses the TLS handshake (insufficient_security)",
        "80, the broker broke off TLS (internal_error)",
        "112, the broker does not know itself by the name mqtt.example",
        "116, the broker demands a certificate"
    })
    void anAlertOfTheBroker(int alert, String what) throws Exception {
        byte[] record = {21, 3, 3, 0, 2, 2, (byte) alert};

        assertEquals(what, answered(record).orElseThrow().what());
    }

    @Test
    void aBrokerThatSpeaksTls11Only() throws Exception {
        // ServerHello of RFC 4346, 7.4.1.3: version 3.2, random, no session, TLS_RSA_WITH_AES_128_CBC_SHA
        byte[] hello =
                HexFormat.of().parseHex("160302002a" + "02000026" + "0302" + "5a".repeat(32) + "00" + "002f" + "00");

        assertEquals(
                "the broker does not speak TLS 1.2 or newer",
                answered(hello).orElseThrow().what());
    }

    @Test
    void aWebServerWithoutTls() throws Exception {
        String answer = "HTTP/1.1 400 Bad Request\r\n\r\n";
        TlsProblem problem =
                answered(answer.getBytes(StandardCharsets.US_ASCII)).orElseThrow();

        assertEquals("what answers there does not speak TLS", problem.what());
    }

    @Test
    void aBrokerThatHangsUpSuchAsOneWithoutTls() throws Exception {
        TlsProblem problem = answered(new byte[0]).orElseThrow();

        assertEquals("the broker closed the connection during the TLS handshake", problem.what());
    }

    @Test
    void whatIsNoFailureOfTlsIsLeftToOthers() {
        assertEquals(Optional.empty(), TlsProblem.of(new SocketTimeoutException("Read timed out"), HOST, SURE));
        assertEquals(
                Optional.empty(),
                TlsProblem.of(
                        new SSLException("Connection reset", new SocketException("Connection reset")), HOST, SURE));
        assertEquals(Optional.empty(), TlsProblem.of(new SSLException((String) null), HOST, SURE));
    }

    /** Connects to a broker that shows this chain, which the pole must not accept. */
    private TlsProblem refused(Tls tls, Moment now, X509Certificate... chain) throws Exception {
        try (TlsBroker broker = new TlsBroker(brokerKey.getPrivate(), null, "TLSv1.3", chain)) {
            IOException failure = assertThrows(SSLException.class, () -> exchange(tls, HOST, broker.port()));
            return TlsProblem.of(new IOException(failure), HOST, now).orElseThrow(() -> new AssertionError(failure));
        }
    }

    /** Connects to a broker that demands a certificate of the city, and must not accept ours. */
    private TlsProblem turnedAway(Tls tls, String protocol) throws Exception {
        X509Certificate certificate = city.broker(brokerKey.getPublic(), HOST);
        try (TlsBroker broker = new TlsBroker(brokerKey.getPrivate(), city.certificate, protocol, certificate)) {
            IOException failure = assertThrows(IOException.class, () -> exchange(tls, HOST, broker.port()));
            return TlsProblem.of(failure, HOST, SURE).orElseThrow(() -> new AssertionError(failure));
        }
    }

    /** Connects to something that answers the first bytes with these, and hangs up. */
    private Optional<TlsProblem> answered(byte[] answer) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            TlsBroker.start(listening, socket -> {
                readHello(socket.getInputStream());
                socket.getOutputStream().write(answer);
                socket.shutdownOutput();
            });
            Tls tls = trusting(pem(city.certificate));
            IOException failure = assertThrows(IOException.class, () -> exchange(tls, HOST, listening.getLocalPort()));
            return TlsProblem.of(failure, HOST, SURE);
        }
    }

    /** To the last byte: closing a socket with unread ones would reset the connection. */
    private static void readHello(InputStream in) throws IOException {
        byte[] header = in.readNBytes(5);
        in.readNBytes(((header[3] & 0xff) << 8) | (header[4] & 0xff));
    }

    private X509Certificate brokerCertificate(Instant from, Instant to) throws Exception {
        return city.broker(brokerKey.getPublic(), from, to, HOST);
    }
}
