package io.smartpole.uplink.tls;

import static io.smartpole.uplink.tls.TestAuthority.FAR_AHEAD;
import static io.smartpole.uplink.tls.TestAuthority.LONG_AGO;
import static io.smartpole.uplink.tls.TestAuthority.pem;
import static io.smartpole.uplink.tls.TlsClient.NOW;
import static io.smartpole.uplink.tls.TlsClient.exchange;
import static io.smartpole.uplink.tls.TlsClient.moment;
import static io.smartpole.uplink.tls.TlsClient.trusting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.time.Moment;
import java.io.IOException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Brokers that send more than a chain, over real connections. */
class SentChainTest {

    private static final String HOST = "mqtt.example";
    private static final Moment SURE = moment(NOW, true);
    private static final Moment UNSURE = moment(NOW, false);
    private static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));
    private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));

    private TestAuthority city;
    private TestAuthority region;
    private TestAuthority district;
    private TestAuthority foreign;
    private KeyPair brokerKey;
    private X509Certificate broker;

    @BeforeEach
    void authorities() throws Exception {
        city = new TestAuthority("CN=City CA");
        region = city.intermediate("CN=Region CA");
        district = region.intermediate("CN=District CA");
        foreign = new TestAuthority("CN=Foreign CA");
        brokerKey = TestAuthority.newKey();
        broker = district.broker(brokerKey.getPublic(), HOST);
    }

    @Test
    void whateverElseIsSentInWhateverOrderThePathIsFound() throws Exception {
        List<X509Certificate> rest = new ArrayList<>(List.of(
                region.certificate,
                district.certificate,
                district.certificate,
                city.certificate,
                broker,
                foreign.certificate,
                foreign.cross(city, LONG_AGO, YESTERDAY)));
        for (long seed = 0; seed < 5; seed++) {
            Collections.shuffle(rest, new Random(seed));
            List<X509Certificate> sent = new ArrayList<>(rest);
            sent.add(0, broker);
            Expiry seen = accepted(SURE, "", sent.toArray(new X509Certificate[0]));
            assertEquals(FAR_AHEAD, seen.notAfter(), "seed " + seed);
        }
    }

    @Test
    void anExpiredCertificateIsNamedEvenIfTheChainHasNoOrder() throws Exception {
        X509Certificate expired = district.broker(brokerKey.getPublic(), LONG_AGO, YESTERDAY, HOST);
        String problem = refused(SURE, "", expired, region.certificate, foreign.certificate, district.certificate);
        assertTrue(problem.startsWith("the broker shows the certificate CN=mqtt.example, which expired"), problem);
    }

    @Test
    void anExpiredIssuerIsNamedEvenIfItIsSentTwice() throws Exception {
        X509Certificate expired = region.cross(district, LONG_AGO, YESTERDAY);
        String problem = refused(SURE, "", broker, expired, expired, region.certificate);
        assertTrue(problem.startsWith("the broker shows the certificate CN=District CA, which expired"), problem);
    }

    @Test
    void aRevokedCertificateIsNamedEvenIfTheChainHasNoOrder() throws Exception {
        String list = city.revokes(LONG_AGO, FAR_AHEAD, region.certificate);
        String problem = refused(SURE, list, broker, region.certificate, district.certificate);
        assertTrue(
                problem.startsWith("the broker shows the certificate CN=Region CA, which its issuer revoked"), problem);
    }

    @Test
    void anExpiredOrRevokedTwinOfAnIssuerIsPassedOver() throws Exception {
        X509Certificate expired = region.cross(district, LONG_AGO, YESTERDAY);
        X509Certificate early = region.cross(district, TOMORROW, FAR_AHEAD);
        X509Certificate revoked = city.cross(region, LONG_AGO, FAR_AHEAD);
        String list = city.revokes(LONG_AGO, FAR_AHEAD, revoked);
        X509Certificate[] sent = {broker, expired, early, revoked, district.certificate, region.certificate};
        assertEquals(FAR_AHEAD, accepted(SURE, list, sent).notAfter());
        assertEquals(FAR_AHEAD, accepted(UNSURE, list, sent).notAfter());
    }

    @Test
    void anExpiredCrossCertificateOfATrustedAuthorityDoesNotCount() throws Exception {
        X509Certificate cross = foreign.cross(city, LONG_AGO, YESTERDAY);
        Expiry seen = accepted(SURE, "", broker, district.certificate, region.certificate, cross, foreign.certificate);
        assertEquals(FAR_AHEAD, seen.notAfter());
    }

    @Test
    void aNeedlessCertificateThatIsNotValidYetDoesNotMoveAnUncertainClock() throws Exception {
        Instant end = NOW.plus(Duration.ofDays(2));
        X509Certificate shortLived = district.broker(brokerKey.getPublic(), LONG_AGO, end, HOST);
        X509Certificate later = foreign.cross(city, end.plus(Duration.ofDays(1)), FAR_AHEAD);
        Expiry seen = accepted(UNSURE, "", shortLived, district.certificate, region.certificate, later);
        assertEquals(end, seen.notAfter());
    }

    @Test
    void anIssuerThatIsNotValidYetIsAcceptedOnlyByAnUncertainClock() throws Exception {
        X509Certificate early = region.cross(district, TOMORROW, FAR_AHEAD);
        accepted(UNSURE, "", broker, region.certificate, early);
        String problem = refused(SURE, "", broker, region.certificate, early);
        assertTrue(
                problem.startsWith("the broker shows the certificate CN=District CA, which is not valid before"),
                problem);
    }

    @Test
    void anIssuerThatIsMissingIsAnUnknownAuthority() throws Exception {
        assertEquals(
                "the broker's certificate was issued by CN=District CA, whom this pole does not trust",
                refused(SURE, "", broker, region.certificate, city.certificate));
    }

    @Test
    void anIssuerOfTheRightNameAndTheWrongKeyIsNamed() throws Exception {
        TestAuthority impostor = region.intermediate("CN=District CA");
        assertEquals(
                "the broker's certificate names CN=District CA as its issuer, but is not signed by the one that this pole trusts",
                refused(SURE, "", broker, impostor.certificate, region.certificate));
    }

    @Test
    void issuersInACircleLeadNowhere() throws Exception {
        TestAuthority one = new TestAuthority("CN=One");
        TestAuthority two = new TestAuthority("CN=Two");
        X509Certificate leaf = one.broker(brokerKey.getPublic(), HOST);
        assertEquals(
                "the broker's certificate was issued by CN=One, whom this pole does not trust",
                refused(SURE, "", leaf, one.cross(two, LONG_AGO, FAR_AHEAD), two.cross(one, LONG_AGO, FAR_AHEAD)));
    }

    /** @return what is remembered of the broker */
    private Expiry accepted(Moment now, String lists, X509Certificate... sent) throws Exception {
        Tls tls = trusting(pem(city.certificate) + lists, now);
        try (TlsBroker listening = new TlsBroker(brokerKey.getPrivate(), null, "TLSv1.3", sent)) {
            exchange(tls, HOST, listening.port());
        }
        return tls.expiries(NOW, Set.of(HOST)).get(1);
    }

    /** @return what the technician is told */
    private String refused(Moment now, String lists, X509Certificate... sent) throws Exception {
        Tls tls = trusting(pem(city.certificate) + lists, now);
        try (TlsBroker listening = new TlsBroker(brokerKey.getPrivate(), null, "TLSv1.3", sent)) {
            IOException failure = assertThrows(SSLException.class, () -> exchange(tls, HOST, listening.port()));
            return TlsProblem.of(failure, HOST, now)
                    .orElseThrow(() -> new AssertionError(failure))
                    .what();
        }
    }
}
