package io.smartpole.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.smartpole.distribution.BadBroker.Fault;
import io.smartpole.distribution.FaultProxy.Door;
import io.smartpole.distribution.FaultProxy.Way;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One gateway, one broker, and one fault after the other on the line between them. Each is recognised and named in health
 * with what to do, causes no hot loop, and is over without a restart when its cause is; nothing is lost, and what comes twice
 * is recognised.
 */
class UplinkFaultsIT {

    private static final long SEED = Long.getLong("smartpole.seed", new Random().nextLong());
    private static final Random RANDOM = new Random(SEED);

    /** A row takes some seconds, and attempts are a second and more apart after the first. */
    private static final int MOST_ATTEMPTS = 12;

    private static final int PATIENCE_SECONDS = 20;

    private static final Opened OPENED = new Opened();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path folder;

    @SuppressWarnings("NullAway.Init") // these four are set before the first test
    private static Mosquitto broker;

    @SuppressWarnings("NullAway.Init")
    private static FaultProxy proxy;

    @SuppressWarnings("NullAway.Init")
    private static Platform platform;

    @SuppressWarnings("NullAway.Init")
    private static TestPole pole;

    private static int keepAlive = 60;
    private int attemptsBefore;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Mosquitto.installed(), "mosquitto is not installed");
        broker = OPENED.add(Mosquitto.start(folder));
        proxy = OPENED.add(FaultProxy.to(broker.port()));
        platform = OPENED.add(new Platform(broker.port()));
        pole = OPENED.add(TestPole.start(folder, "--cloud", uri(), "--speed", "60"));
        platform.begin(pole.data());
    }

    @AfterAll
    static void stop() throws Exception {
        OPENED.close();
    }

    private static String uri() {
        return "tcp://127.0.0.1:" + proxy.port();
    }

    /** So no row inherits the waits of the one before. */
    @BeforeEach
    void calm() throws Exception {
        keepAlive++;
        pole.reconnect(
                PATIENCE_SECONDS,
                Map.of("cloud1.uri", uri(), "cloud1.keep-alive", keepAlive, "acknowledge.timeout", 2));
        attemptsBefore = pole.attempts();
    }

    @AfterEach
    void whenTheFaultIsOverAllArrives() throws Exception {
        int attempts = pole.attempts() - attemptsBefore;
        assertTrue(
                attempts <= MOST_ATTEMPTS,
                attempts + " attempts to connect:\n" + pole.gateway().log());
        proxy.heal();
        proxy.server(broker.port());
        proxy.reset(); // whoever still hangs at a bad broker
        pole.awaitInUse(PATIENCE_SECONDS, "cloud1");
        pole.awaitDelivered(PATIENCE_SECONDS, platform.ledger());
    }

    @Test
    void aRefusedConnectionIsNamed() throws Exception {
        proxy.door(Door.REFUSES);
        proxy.reset();
        pole.awaitHealth(PATIENCE_SECONDS, "WARN", "refused the connection", "check host and port in cloud1.uri");
    }

    @Test
    void aResetConnectionIsNamed() throws Exception {
        proxy.door(Door.RESETS);
        proxy.reset();
        pole.awaitHealth(PATIENCE_SECONDS, "WARN", "was reset", "cloud1.uri");
    }

    @Test
    void aLineThatDiesWithoutAWordIsGivenUp() throws Exception {
        proxy.treat(Treatment.SILENT);
        pole.awaitHealth(PATIENCE_SECONDS, "WARN", "acknowledged nothing for 2 s", "check the line to the broker");
    }

    @Test
    void whenOnlyTheWayBackIsDeadBatchesComeTwiceAndAreRecognised() throws Exception {
        keepAlive++; // and patience enough for a batch to be on its way before the line is given up
        pole.reconnect(PATIENCE_SECONDS, Map.of("cloud1.keep-alive", keepAlive, "acknowledge.timeout", 5));
        Ledger ledger = platform.ledger();
        long batches = ledger.batches();
        long duplicates = ledger.duplicates();
        platform.receipt(batch -> false); // else the broker keeps the receipt, and nothing needs to come twice
        proxy.treat(Way.TO_CLIENT, Treatment.DROP);
        ledger.await(PATIENCE_SECONDS, "batch on the way", () -> ledger.batches() > batches);
        pole.awaitHealth(PATIENCE_SECONDS, "WARN", "acknowledged nothing for 5 s");
        platform.receipt(batch -> true);
        proxy.heal();
        ledger.await(PATIENCE_SECONDS, "duplicate", () -> ledger.duplicates() > duplicates);
    }

    @Test
    void anUnknownHostIsNamed() throws Exception {
        pole.configure(Map.of("cloud1.uri", "ssl://nosuchhost.invalid:8883"));
        pole.awaitHealth(
                PATIENCE_SECONDS, "WARN", "nosuchhost.invalid is unknown", "check cloud1.uri, the name server");
        pole.configure(Map.of("cloud1.uri", uri()));
    }

    @ParameterizedTest
    @CsvSource({
        "CAPTIVE_PORTAL, no MQTT broker, captive portal",
        "NO_MQTT, no MQTT broker, check host and port in cloud1.uri",
        "REFUSES_LOGIN, does not authorise the client id 'smartpole-dormagen-p-0001', allow this pole on the broker",
        "REFUSES_SUBSCRIPTION, does not grant QoS 1 on smartpole/v1/dormagen/p-0001/evidence/receipt, allow the client",
        "NO_PUBACK, acknowledged nothing for 2 s, then its log",
        "NO_EVIDENCE, does not acknowledge what is published on smartpole/v1/dormagen/p-0001/evidence, allow the client",
        "MALFORMED, what MQTT 3.1.1 does not allow, report it"
    })
    void whateverElseAnswersThereIsNamed(Fault fault, String what, String action) throws Exception {
        try (BadBroker bad = BadBroker.start(fault)) {
            proxy.server(bad.port());
            proxy.reset();
            pole.awaitHealth(PATIENCE_SECONDS, "WARN", what, action);
        }
    }

    /** One broken connection may have any cause, so it takes some until it is said. */
    @Test
    void anotherClientWithTheSameIdIsSuspected() throws Exception {
        String health = "";
        for (int round = 0; round < 8 && !health.contains("another client uses the client id"); round++) {
            pole.awaitInUse(PATIENCE_SECONDS, "cloud1");
            int before = proxy.attempts();
            try (TestClient intruder = new TestClient(broker.port(), TestPole.CLIENT_ID, false)) {
                pole.awaitStatus(
                        PATIENCE_SECONDS,
                        "lost connection",
                        status -> proxy.attempts() > before
                                || !status.path("uplink").path("connected").asBoolean());
                health = pole.health();
            }
        }
        assertTrue(health.contains("another client uses the client id '" + TestPole.CLIENT_ID + "'"), health);
    }

    @ParameterizedTest
    @CsvSource({"TO_CLIENT", "TO_SERVER"})
    void aHalfClosedConnectionIsReplaced(Way way) throws Exception {
        int before = proxy.attempts();
        proxy.halfClose(way);
        pole.awaitStatus(PATIENCE_SECONDS, "new connection", status -> proxy.attempts() > before);
    }

    @RepeatedTest(3)
    void aConnectionCutAtAnyByteLosesNothing() throws Exception {
        Way way = RANDOM.nextBoolean() ? Way.TO_SERVER : Way.TO_CLIENT;
        int bytes = RANDOM.nextInt(way == Way.TO_SERVER ? 2000 : 200);
        System.out.println("cut after " + bytes + " bytes " + way + ", smartpole.seed=" + SEED);
        int before = proxy.attempts();
        proxy.cutAfter(way, bytes);
        pole.awaitStatus(PATIENCE_SECONDS, "new connection", status -> proxy.attempts() > before);
    }

    @Test
    void aTricklingLineLosesNothing() throws Exception {
        long batches = platform.ledger().batches();
        proxy.treat(Treatment.rate(1000));
        platform.ledger()
                .await(
                        PATIENCE_SECONDS,
                        "batch over 1000 byte/s",
                        () -> platform.ledger().batches() > batches);
    }

    @Test
    void aBrokerThatDiesWithAllItKnewLosesNothing() throws Exception {
        proxy.door(Door.REFUSES);
        broker.kill();
        pole.awaitHealth(PATIENCE_SECONDS, "WARN", "next attempt");
        broker.restart();
        platform.awaitReading(PATIENCE_SECONDS);
    }

    @Test
    void whatIsTooLargeOrTooMuchIsPassedOverAndTheNextCommandIsAnswered() throws Exception {
        long connects = pole.connects();
        try (TestClient stranger = new TestClient(broker.port(), TestPole.TOPICS.commandReply())) {
            stranger.publish(TestPole.TOPICS.configDesired(), new byte[4 << 20]);
            byte[] garbage = "garbage".getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 1000; i++) {
                stranger.publish(TestPole.TOPICS.command(), garbage);
            }
            stranger.publish(TestPole.TOPICS.command(), pole.command("after-the-flood", "light.resume"));
            stranger.await(
                    PATIENCE_SECONDS,
                    "reply",
                    reply -> new String(reply.payload(), StandardCharsets.UTF_8).contains("after-the-flood"));
        }
        assertEquals(connects, pole.connects(), pole.gateway().log());
    }
}
