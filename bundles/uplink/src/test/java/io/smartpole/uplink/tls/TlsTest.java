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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What works, over real connections; what does not work is in {@link TlsProblemTest}. */
class TlsTest {

    private static final String HOST = "mqtt.example";

    private TestAuthority city;
    private KeyPair brokerKey;
    private KeyPair poleKey;

    @BeforeEach
    void authority() throws Exception {
        city = new TestAuthority("CN=City CA");
        brokerKey = TestAuthority.newKey();
        poleKey = TestAuthority.newKey();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bothSidesShowTheirCertificates(String protocol) throws Exception {
        try (TlsBroker broker = broker(city.certificate, protocol)) {
            assertEquals(protocol, exchange(pole("CN=pole-1", poleKey), HOST, broker.port()));
            assertEquals("CN=pole-1", broker.nextClient());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void theSecondConnectionResumesTheSessionOfTheFirst(String protocol) throws Exception {
        try (TlsBroker broker = broker(city.certificate, protocol)) {
            Tls tls = pole("CN=pole-1", poleKey);
            exchange(tls, HOST, broker.port());
            exchange(tls, HOST, broker.port());

            assertEquals(1, broker.shown.get(), "the broker's certificate is shown once");
            assertEquals("CN=pole-1", broker.nextClient());
            assertEquals("CN=pole-1", broker.nextClient());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aSessionIsNotResumedForAnotherHostName(String protocol) throws Exception {
        try (TlsBroker broker = broker(null, protocol)) {
            Tls tls = trusting(pem(city.certificate));
            exchange(tls, HOST, broker.port());

            assertThrows(SSLException.class, () -> exchange(tls, "other.example", broker.port()));
        }
    }

    @Test
    void aReplacedCertificateIsShownByTheNextConnection() throws Exception {
        KeyPair next = TestAuthority.newKey();
        try (TlsBroker broker = broker(city.certificate, "TLSv1.3")) {
            exchange(pole("CN=old", poleKey), HOST, broker.port());
            exchange(pole("CN=new", next), HOST, broker.port());

            assertEquals("CN=old", broker.nextClient());
            assertEquals("CN=new", broker.nextClient());
        }
    }

    @Test
    void aCertificateOfAnIntermediateAuthorityIsShownWithItsIssuer() throws Exception {
        TestAuthority district = city.intermediate("CN=District CA");
        String chain = pem(district.pole(poleKey.getPublic(), "CN=pole-1"), district.certificate);
        Tls tls = Tls.of(pem(city.certificate), chain, keys(poleKey), clock(moment(NOW, true)));
        try (TlsBroker broker = broker(city.certificate, "TLSv1.3")) {
            exchange(tls, HOST, broker.port());

            assertEquals("CN=pole-1", broker.nextClient());
        }
    }

    @Test
    void aBrokerMayBeNamedByItsAddress() throws Exception {
        X509Certificate certificate = city.broker(brokerKey.getPublic(), "127.0.0.1");
        try (TlsBroker broker = new TlsBroker(brokerKey.getPrivate(), null, "TLSv1.3", certificate)) {
            assertEquals("TLSv1.3", exchange(trusting(pem(city.certificate)), "127.0.0.1", broker.port()));
        }
    }

    @Test
    void aPoleWithoutAClockAcceptsACertificateThatIsNotValidYet() throws Exception {
        X509Certificate certificate =
                city.broker(brokerKey.getPublic(), NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(89)), HOST);
        Instant built = NOW.minus(Duration.ofDays(900));
        try (TlsBroker broker = new TlsBroker(brokerKey.getPrivate(), null, "TLSv1.3", certificate)) {
            exchange(trusting(pem(city.certificate), moment(built, false)), HOST, broker.port());

            assertEquals("anonymous", broker.nextClient());
        }
    }

    @Test
    void aRevocationListThatHasRunOutDoesNotLockThePoleOut() throws Exception {
        X509Certificate other = city.broker(brokerKey.getPublic(), "other.example");
        String list = city.revokes(LONG_AGO, LONG_AGO.plusSeconds(1), other);
        try (TlsBroker broker = broker(null, "TLSv1.3")) {
            exchange(trusting(pem(city.certificate) + list), HOST, broker.port());

            assertEquals("anonymous", broker.nextClient());
        }
    }

    @Test
    void anAuthorityWithoutARevocationListIsNotChecked() throws Exception {
        TestAuthority other = new TestAuthority("CN=Other CA");
        String trusted = pem(city.certificate, other.certificate) + other.revokes(LONG_AGO, FAR_AHEAD);
        try (TlsBroker broker = broker(null, "TLSv1.3")) {
            exchange(trusting(trusted), HOST, broker.port());

            assertEquals("anonymous", broker.nextClient());
        }
    }

    @Test
    void everyExpiryIsToldOfARevocationListOnceItHasRunOut() throws Exception {
        Instant next = NOW.plus(Duration.ofDays(7));
        Tls tls = Tls.of(
                pem(city.certificate) + city.revokes(LONG_AGO, next),
                pem(city.pole(poleKey.getPublic(), "CN=pole-1")),
                keys(poleKey),
                clock(moment(NOW, true)));
        List<Expiry> lasting = List.of(
                new Expiry("tls.certificate CN=pole-1", FAR_AHEAD), new Expiry("tls.trusted CN=City CA", FAR_AHEAD));
        assertEquals(lasting, tls.expiries(NOW, Set.of()));
        assertEquals(lasting, tls.expiries(next, Set.of()));

        List<Expiry> late = new ArrayList<>(lasting);
        late.add(new Expiry("tls.trusted revocation list of CN=City CA", next));
        assertEquals(late, tls.expiries(next.plusSeconds(1), Set.of()));
    }

    @Test
    void theCertificateOfABrokerIsToldAsLongAsThatIsConfigured() throws Exception {
        Instant end = NOW.plus(Duration.ofDays(20));
        X509Certificate certificate = city.broker(brokerKey.getPublic(), LONG_AGO, end, HOST);
        Tls sure = trusting(pem(city.certificate));
        Tls unsure = trusting(pem(city.certificate), moment(NOW, false));
        try (TlsBroker broker = new TlsBroker(brokerKey.getPrivate(), null, "TLSv1.3", certificate)) {
            exchange(sure, HOST, broker.port());
            exchange(unsure, HOST, broker.port());
        }

        assertEquals(
                new Expiry("broker mqtt.example CN=mqtt.example (as seen on 2026-05-01)", end),
                sure.expiries(NOW, Set.of("other.example", HOST)).get(1));
        assertEquals(
                new Expiry("broker mqtt.example CN=mqtt.example (as seen with the clock not set)", end),
                unsure.expiries(NOW, Set.of(HOST)).get(1));
        assertEquals(1, sure.expiries(NOW, Set.of("other.example")).size());
    }

    @Test
    void anExpiredCertificateOfOursIsStillShown() throws Exception {
        X509Certificate expired = city.expired(poleKey.getPublic(), "CN=pole-1");
        Tls tls = Tls.of(pem(city.certificate), pem(expired), keys(poleKey), clock(moment(NOW, true)));

        assertTrue(tls.expiries(NOW, Set.of()).get(0).notAfter().isBefore(NOW));
    }

    @Test
    void anEmptyTrustIsThatOfTheJavaRuntime() {
        Tls tls = trusting("");

        assertEquals(List.of(), tls.expiries(NOW, Set.of()));
        assertEquals(tls, trusting(" \n"));
    }

    @Test
    void equalityGoesByWhatTheTextsMean() throws Exception {
        TestAuthority other = new TestAuthority("CN=Other CA");
        String text = pem(city.certificate);
        Tls tls = trusting(text);

        assertEquals(tls, trusting("the city's\r\n" + text.replace("\n", "\r\n")));
        assertEquals(tls.hashCode(), trusting(text.replace('\n', ' ')).hashCode());
        assertNotEquals(tls, trusting(text + pem(other.certificate)));
        assertNotEquals(tls, trusting(text + city.revokes(LONG_AGO, FAR_AHEAD)));
        assertNotEquals(tls, pole("CN=pole-1", poleKey));
        assertNotEquals(pole("CN=pole-1", poleKey), pole("CN=pole-1", TestAuthority.newKey()));
    }

    @Test
    void onlyNewProtocolsAreOfferedAndTheHostIsNamed() {
        SSLParameters parameters = trusting("").parameters("mqtt.example.");

        assertEquals(List.of("TLSv1.3", "TLSv1.2"), List.of(parameters.getProtocols()));
        assertEquals("HTTPS", parameters.getEndpointIdentificationAlgorithm());
        assertEquals(List.of(new SNIHostName("mqtt.example")), parameters.getServerNames());
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "[2001:db8::1]", "2001:db8::1"})
    void addressesAreNotSentAsNames(String host) {
        List<?> names = trusting("").parameters(host).getServerNames();

        assertTrue(names == null || names.isEmpty());
    }

    private Tls pole(String name, KeyPair key) throws Exception {
        return Tls.of(
                pem(city.certificate), pem(city.pole(key.getPublic(), name)), keys(key), clock(moment(NOW, true)));
    }

    private TlsBroker broker(@Nullable X509Certificate poles, String protocol) throws Exception {
        return new TlsBroker(brokerKey.getPrivate(), poles, protocol, city.broker(brokerKey.getPublic(), HOST));
    }
}
