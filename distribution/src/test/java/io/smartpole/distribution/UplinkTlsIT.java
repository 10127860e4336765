package io.smartpole.distribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.smartpole.distribution.BadBroker.Fault;
import io.smartpole.distribution.FaultProxy.Door;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS between one gateway and one mosquitto with many doors, each of which shows another certificate. */
class UplinkTlsIT {

    private static final int PATIENCE_SECONDS = 20;

    /** The doors of the broker. */
    private enum Listener {
        GOOD,
        EXPIRED,
        WRONG_HOST,
        STRANGE,
        REVOKED,
        WEB_SOCKETS,
        /** Wants a certificate of the city from whoever comes. */
        MUTUAL,
        /** So does this one, and does not take the pole's first certificate any more. */
        MUTUAL_AFTER_REVOCATION
    }

    private static final Opened OPENED = new Opened();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path folder;

    private static final Map<Listener, Integer> PORTS = new EnumMap<>(Listener.class);

    @SuppressWarnings("NullAway.Init") // all of these are set before the first test
    private static CertificateAuthority city;

    @SuppressWarnings("NullAway.Init")
    private static X509Certificate firstCertificate;

    @SuppressWarnings("NullAway.Init")
    private static Mosquitto broker;

    @SuppressWarnings("NullAway.Init")
    private static FaultProxy proxy;

    @SuppressWarnings("NullAway.Init")
    private static Platform platform;

    @SuppressWarnings("NullAway.Init")
    private static TestPole pole;

    private static int keepAlive = 60;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Mosquitto.installed(), "mosquitto is not installed");
        city = new CertificateAuthority("Test city");
        CertificateAuthority.Broker revoked = city.broker("localhost");
        Path trusted =
                Files.writeString(folder.resolve("trusted.pem"), city.pem() + city.revocations(revoked.certificate()));
        proxy = OPENED.add(FaultProxy.to(1)); // nothing is there yet: the pole's certificate needs the pole first
        proxy.door(Door.REFUSES);
        pole = OPENED.add(TestPole.start(
                folder, "--cloud", "ssl://localhost:" + proxy.port(), "--trust", trusted.toString(), "--speed", "60"));
        firstCertificate = city.pole(request(1));
        broker = OPENED.add(Mosquitto.start(folder, listeners(revoked).toArray(String[]::new)));
        platform = OPENED.add(new Platform(broker.port()));
        platform.begin(pole.data());
        proxy.door(Door.OPEN);
    }

    /** @return the PKCS#10 request that the pole made for its n-th key */
    private static String request(int n) throws IOException {
        return Files.readString(pole.data().resolve("identity/transport-" + n + ".csr.pem"));
    }

    private static List<String> listeners(CertificateAuthority.Broker revoked) throws Exception {
        Path authority = Files.writeString(folder.resolve("city.pem"), city.pem());
        Path revocations = Files.writeString(folder.resolve("revoked.pem"), city.revocations(firstCertificate));
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        CertificateAuthority.Broker good = city.broker("localhost");
        List<String> lines = new ArrayList<>();
        for (Listener listener : Listener.values()) {
            CertificateAuthority.Broker shown = switch (listener) {
                case GOOD, WEB_SOCKETS, MUTUAL, MUTUAL_AFTER_REVOCATION -> good;
                case EXPIRED -> city.broker("localhost", yesterday);
                case WRONG_HOST -> city.broker("elsewhere.example");
                case STRANGE -> new CertificateAuthority("Stranger").broker("localhost");
                case REVOKED -> revoked;
            };
            int port = RunningGateway.freePort();
            PORTS.put(listener, port);
            lines.add("listener " + port + " 127.0.0.1");
            lines.addAll(List.of(shown.files(folder, listener.name())));
            if (listener == Listener.WEB_SOCKETS) {
                lines.add("protocol websockets");
            }
            if (listener == Listener.MUTUAL || listener == Listener.MUTUAL_AFTER_REVOCATION) {
                lines.addAll(List.of("require_certificate true", "cafile " + authority));
            }
            if (listener == Listener.MUTUAL_AFTER_REVOCATION) {
                lines.add("crlfile " + revocations);
            }
        }
        return lines;
    }

    @AfterAll
    static void stop() throws Exception {
        OPENED.close();
    }

    /** So no row inherits the waits of the one before. */
    @BeforeEach
    void calm() throws Exception {
        goTo(Listener.GOOD);
        keepAlive++;
        pole.reconnect(PATIENCE_SECONDS, Map.of("cloud1.keep-alive", keepAlive, "tls.certificate", ""));
    }

    @AfterEach
    void whenTheFaultIsOverAllArrives() throws Exception {
        goTo(Listener.GOOD);
        pole.awaitInUse(PATIENCE_SECONDS, "cloud1");
        pole.awaitDelivered(PATIENCE_SECONDS, platform.ledger());
    }

    private static void goTo(Listener listener) {
        proxy.server(PORTS.getOrDefault(listener, 0));
        proxy.reset();
    }

    @ParameterizedTest
    @CsvSource({
        "EXPIRED, which expired at, give the broker a new certificate",
        "WRONG_HOST, the certificate that answers for localhost is for elsewhere.example, the broker's right name",
        "STRANGE, CN=Stranger, tls.trusted",
        "REVOKED, which its issuer revoked, tls.trusted",
        "MUTUAL, the broker demands a certificate, tls.certificate"
    })
    void aHandshakeThatFailsIsNamed(Listener listener, String what, String action) throws Exception {
        goTo(listener);
        pole.awaitHealth(PATIENCE_SECONDS, "WARN", what, action);
    }

    @Test
    void aPortWithoutTlsIsNamed() throws Exception {
        proxy.server(broker.port());
        proxy.reset();
        pole.awaitHealth(PATIENCE_SECONDS, "WARN", "whether port and scheme in cloud1.uri belong together");
    }

    @Test
    void aCaptivePortalIsNamed() throws Exception {
        try (BadBroker portal = BadBroker.start(Fault.CAPTIVE_PORTAL)) {
            proxy.server(portal.port());
            proxy.reset();
            pole.awaitHealth(PATIENCE_SECONDS, "WARN", "does not speak TLS", "captive portal");
        }
    }

    @Test
    void webSocketsOverTlsServeToo() throws Exception {
        goTo(Listener.WEB_SOCKETS);
        pole.configure(Map.of("cloud1.uri", "wss://localhost:" + proxy.port() + "/mqtt"));
        try {
            pole.awaitHealth(PATIENCE_SECONDS, "OK", "wss://localhost", "in use");
            pole.awaitDelivered(PATIENCE_SECONDS, platform.ledger());
        } finally {
            pole.configure(Map.of("cloud1.uri", "ssl://localhost:" + proxy.port()));
        }
    }

    @Test
    void thePoleShowsACertificateForItsOwnKeyAndGetsANewOneWhileItRuns() throws Exception {
        pole.configure(Map.of("tls.certificate", CertificateAuthority.pem(firstCertificate)));
        goTo(Listener.MUTUAL);
        awaitNewConnection();

        goTo(Listener.MUTUAL_AFTER_REVOCATION);
        pole.awaitHealth(PATIENCE_SECONDS, "WARN", "refuses the pole's certificate", "tls.certificate");
        X509Certificate renewed = city.pole(request(2));
        pole.configure(Map.of("tls.certificate", CertificateAuthority.pem(renewed)));
        pole.awaitHealth(PATIENCE_SECONDS, "OK", "in use");
        pole.awaitDelivered(PATIENCE_SECONDS, platform.ledger());
        goTo(Listener.MUTUAL);
        awaitNewConnection();
    }

    private static void awaitNewConnection() throws Exception {
        int before = proxy.attempts();
        pole.awaitStatus(
                PATIENCE_SECONDS,
                "new connection",
                status -> proxy.attempts() > before
                        && status.path("uplink").path("connected").asBoolean());
        pole.awaitHealth(PATIENCE_SECONDS, "OK", "in use");
    }
}
