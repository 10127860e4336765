package io.smartpole.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartpole.core.reading.Lane;
import io.smartpole.distribution.BadBroker.Fault;
import io.smartpole.distribution.FaultProxy.Door;
import io.smartpole.formats.topics.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One gateway with two cloud brokers and a local one: where it sends when some of them fail, and that nothing is lost. */
class FailoverIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Topics TOPICS = TestPole.TOPICS;
    private static final int PATIENCE_SECONDS = 30;

    private static final Opened OPENED = new Opened();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path folder;

    @SuppressWarnings("NullAway.Init") // all of these are set before the first test
    private static Mosquitto first;

    @SuppressWarnings("NullAway.Init")
    private static Mosquitto second;

    @SuppressWarnings("NullAway.Init")
    private static Mosquitto local;

    @SuppressWarnings("NullAway.Init")
    private static FaultProxy toFirst;

    @SuppressWarnings("NullAway.Init")
    private static FaultProxy toSecond;

    @SuppressWarnings("NullAway.Init")
    private static Platform platform;

    @SuppressWarnings("NullAway.Init")
    private static TestPole pole;

    private static String host = "127.0.0.1";

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Mosquitto.installed(), "mosquitto is not installed");
        first = OPENED.add(Mosquitto.start(Files.createDirectory(folder.resolve("first"))));
        second = OPENED.add(Mosquitto.start(Files.createDirectory(folder.resolve("second"))));
        local = OPENED.add(Mosquitto.start(Files.createDirectory(folder.resolve("local"))));
        toFirst = OPENED.add(FaultProxy.to(first.port()));
        toSecond = OPENED.add(FaultProxy.to(second.port()));
        platform = OPENED.add(new Platform(first.port(), second.port()));
        pole = OPENED.add(TestPole.start(
                folder,
                "--cloud",
                uri(toFirst.port()),
                "--cloud",
                uri(toSecond.port()),
                "--local",
                uri(local.port()),
                "--speed",
                "60"));
        pole.configure(Map.of("acknowledge.timeout", 2, "return-after", 5));
        platform.begin(pole.data());
    }

    private static String uri(int port) {
        return "tcp://" + host + ":" + port;
    }

    @AfterAll
    static void stop() throws Exception {
        OPENED.close();
    }

    /** Both cloud brokers under new names, before which nothing has failed: no test inherits the waits of the one before. */
    @BeforeEach
    void allIsWell() throws Exception {
        toFirst.heal();
        toSecond.heal();
        toSecond.server(second.port());
        toSecond.reset();
        host = host.equals("127.0.0.1") ? "localhost" : "127.0.0.1";
        pole.configure(Map.of("cloud1.uri", uri(toFirst.port()), "cloud2.uri", uri(toSecond.port())));
        pole.awaitHealth(
                PATIENCE_SECONDS,
                "OK",
                "cloud1 " + uri(toFirst.port()) + ": in use",
                "cloud2 " + uri(toSecond.port()) + ": ready");
    }

    private static void lose(FaultProxy proxy) throws IOException {
        proxy.door(Door.REFUSES);
        proxy.reset();
    }

    private static long failovers() throws Exception {
        return pole.status().path("uplink").path("failovers").asLong();
    }

    /** Waits for a state that the pole said itself: the broker's last will does not tell whether it is in use. */
    private static void awaitState(TestClient client, boolean active) throws Exception {
        client.await(PATIENCE_SECONDS, "state with active " + active, message -> {
            try {
                JsonNode state = JSON.readTree(message.payload());
                return message.topic().equals(TOPICS.state())
                        && state.path("status").asText().equals("online")
                        && state.has("active")
                        && state.path("active").asBoolean() == active;
            } catch (IOException e) {
                return false;
            }
        });
    }

    @Test
    void theWarmStandbyTakesOverAndTheFirstIsUsedAgainWhenItHasHeld() throws Exception {
        long failovers = failovers();
        try (TestClient client = new TestClient(second.port(), TOPICS.state(), TOPICS.telemetry("+"))) {
            awaitState(client, false);
            lose(toFirst);
            awaitState(client, true);
            client.await(
                    PATIENCE_SECONDS, "telemetry", message -> message.topic().contains("/telemetry/"));
            assertEquals(failovers + 1, failovers());
            pole.awaitHealth(PATIENCE_SECONDS, "WARN", "cloud2 " + uri(toSecond.port()) + ": in use", "cloud1");
            pole.awaitDelivered(PATIENCE_SECONDS, platform.ledger());

            toFirst.heal();
            awaitState(client, false);
            pole.awaitInUse(PATIENCE_SECONDS, "cloud1");
            assertEquals(failovers + 1, failovers(), "a return is no failover");
        }
        pole.awaitDelivered(PATIENCE_SECONDS, platform.ledger());
    }

    @Test
    void withoutACloudLiveDataAndCommandsGoOnLocallyAndTheEvidenceWaits() throws Exception {
        try (BadBroker hangs = BadBroker.start(Fault.NO_CONNACK);
                TestClient client =
                        new TestClient(local.port(), TOPICS.telemetry("+"), TOPICS.health(), TOPICS.commandReply());
                TestClient unwanted = new TestClient(local.port(), TOPICS.evidence())) {
            toSecond.server(hangs.port());
            toSecond.reset();
            lose(toFirst);
            pole.awaitInUse(PATIENCE_SECONDS, "local1");
            long delivered = platform.ledger().batches();
            client.await(
                    PATIENCE_SECONDS, "telemetry", message -> message.topic().contains("/telemetry/"));
            client.await(PATIENCE_SECONDS, TOPICS.health());
            client.publish(TOPICS.command(), pole.command("local", "light.resume"));
            client.await(
                    PATIENCE_SECONDS,
                    "reply",
                    message -> message.topic().equals(TOPICS.commandReply())
                            && new String(message.payload(), StandardCharsets.UTF_8).contains("\"local\""));
            pole.awaitHealth(PATIENCE_SECONDS, "WARN", "readings stay on the pole until a cloud broker can be reached");
            pole.awaitStatus(
                    PATIENCE_SECONDS,
                    "batches that wait",
                    status -> status.path("evidence").path("waitingBatches").asLong() >= 3);
            assertEquals(delivered, platform.ledger().batches());
            unwanted.assertNothing();
            toFirst.heal();
            pole.awaitInUse(PATIENCE_SECONDS, "cloud1");
            // The second cloud broker was tried all the time: it accepts connections, and says nothing.
            pole.awaitHealth(40, "WARN", "cloud2", "did not answer within 30 s while connecting");
        }
        pole.awaitDelivered(PATIENCE_SECONDS, platform.ledger());
        pole.awaitStatus(
                PATIENCE_SECONDS,
                "nothing that waits for long",
                status -> status.path("evidence").path("waitingBatches").asLong() <= 2);
    }

    @Test
    void aBatchThatNoBrokerTakesIsSetAsideAndTheOthersArrive() throws Exception {
        Ledger ledger = platform.ledger();
        pole.awaitDelivered(PATIENCE_SECONDS, ledger);
        long doomed = ledger.newest(Lane.MEASUREMENT) + 2;
        byte[] mark = header(doomed, pole.status().path("boot").asText());
        toFirst.forbid(mark);
        toSecond.forbid(mark);
        pole.awaitHealth(60, "WARN", "set aside", "uplink.retry");
        assertEquals(1, pole.status().path("uplink").path("setAside").asInt());
        ledger.await(PATIENCE_SECONDS, "later batch", () -> ledger.has(Lane.MEASUREMENT, doomed + 2));
        assertFalse(ledger.has(Lane.MEASUREMENT, doomed));
        try (Stream<Path> copies = Files.list(pole.data().resolve("uplink/set-aside"))) {
            assertTrue(
                    copies.anyMatch(copy -> copy.getFileName().toString().startsWith("measurement-" + doomed + "-")));
        }

        toFirst.forbid(null);
        toSecond.forbid(null);
        pole.awaitStatus(
                PATIENCE_SECONDS,
                "cloud broker in use",
                status -> status.path("uplink").path("endpoint").asText().startsWith("cloud"));
        for (Mosquitto broker : new Mosquitto[] {first, second}) {
            try (TestClient operator = new TestClient(broker.port())) {
                operator.publish(TOPICS.command(), pole.command("retry-" + broker.port(), "uplink.retry"));
            }
        }
        ledger.await(PATIENCE_SECONDS, "batch " + doomed, () -> ledger.has(Lane.MEASUREMENT, doomed));
        pole.awaitDelivered(PATIENCE_SECONDS, ledger);
    }

    /** @return what only the header of that batch contains: seq, boot and lane, in the order of deterministic CBOR */
    private static byte[] header(long seq, String boot) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        text(bytes, "seq");
        if (seq < 24) {
            bytes.write((int) seq);
        } else if (seq < 256) {
            bytes.write(0x18);
            bytes.write((int) seq);
        } else {
            throw new IllegalArgumentException("such a long test was not expected");
        }
        text(bytes, "boot");
        bytes.write(0x50);
        bytes.write(HexFormat.of().parseHex(boot));
        text(bytes, "lane");
        text(bytes, Lane.MEASUREMENT.label());
        return bytes.toByteArray();
    }

    private static void text(ByteArrayOutputStream bytes, String text) throws IOException {
        bytes.write(0x60 + text.length());
        bytes.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
