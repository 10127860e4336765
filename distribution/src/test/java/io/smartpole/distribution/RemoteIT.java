package io.smartpole.distribution;

import static io.smartpole.distribution.FarPlatform.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.keys.Role;
import io.smartpole.core.keys.TrustedKey;
import io.smartpole.distribution.Processes.Ended;
import io.smartpole.formats.receiver.PlatformKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One gateway, looked after by its platform from afar: configuration, trust, keys and commands over a real broker. The order
 * is that of growing revisions; each test leaves the pole well.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RemoteIT {

    private static final int PATIENCE_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PROJECT = Path.of(System.getProperty("smartpole.project"));
    private static final Opened OPENED = new Opened();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path folder;

    @SuppressWarnings("NullAway.Init") // these are set before the first test
    private static Mosquitto broker;

    @SuppressWarnings("NullAway.Init")
    private static Platform platform;

    @SuppressWarnings("NullAway.Init")
    private static TestPole pole;

    @SuppressWarnings("NullAway.Init")
    private static FarPlatform far;

    private static String formerKey = "";

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Mosquitto.installed(), "mosquitto is not installed");
        broker = OPENED.add(Mosquitto.start(folder));
        platform = OPENED.add(new Platform(broker.port()));
        pole = OPENED.add(TestPole.start(folder, "--cloud", uri(broker.port()), "--speed", "60"));
        platform.begin(pole.data());
        far = OPENED.add(new FarPlatform(broker.port(), pole.data()));
    }

    @AfterAll
    static void stop() throws Exception {
        OPENED.close();
    }

    private static String uri(int port) {
        return "tcp://127.0.0.1:" + port;
    }

    @Test
    @Order(1)
    void aConfigurationIsAppliedAsOneAndAWrongOneNotAtAll() throws Exception {
        JsonNode applied = far.push(1, values("smartpole.evidence", Map.of("batch.interval", 3)), 0, "applied");
        assertEquals(List.of(), JSON.convertValue(applied.path("drift"), List.class));

        ObjectNode wrong = values("smartpole.evidence", Map.of("batch.interval", 4));
        wrong.set("smartpole.lighting", JSON.valueToTree(Map.of("default.level", 120, "programs", "nonsense: [")));
        JsonNode rejected = far.push(2, wrong, 0, "rejected");

        assertTrue(
                rejected.path("errors").toString().contains("\"key\":\"default.level\",\"given\":\"120\""),
                rejected.toString());
        assertEquals(applied.path("fingerprint"), rejected.path("fingerprint"), "something was changed all the same");
        assertEquals(
                3,
                far.effective("get-1")
                        .path("smartpole.evidence")
                        .path("batch.interval")
                        .asInt());
    }

    @Test
    @Order(2)
    void whatATechnicianChangedIsKeptAndToldUntilThePlatformOverrulesIt() throws Exception {
        far.push(3, values("smartpole.uplink", Map.of("acknowledge.timeout", 20)), 0, "applied");
        pole.configure(Map.of("acknowledge.timeout", 25));
        JsonNode drifted = far.reported("drift", report -> !report.path("drift").isEmpty());
        assertEquals(
                "{\"pid\":\"smartpole.uplink\",\"key\":\"acknowledge.timeout\",\"desired\":\"20\",\"actual\":\"25\"}",
                drifted.path("drift").path(0).toString());

        JsonNode kept = far.push(4, values("smartpole.uplink", Map.of("acknowledge.timeout", 20)), 0, "applied");
        assertEquals("25", kept.path("drift").path(0).path("actual").asText());

        JsonNode won = far.push(5, values("smartpole.uplink", Map.of("acknowledge.timeout", 21)), 0, "applied");
        assertTrue(won.path("drift").isEmpty(), won.toString());
    }

    @Test
    @Order(3)
    void anUplinkSettingThatCutsThePoleOffIsRolledBackByItself() throws Exception {
        JsonNode before = far.effective("get-3").path("smartpole.uplink");

        JsonNode report = far.push(
                6, values("smartpole.uplink", Map.of("cloud1.uri", uri(RunningGateway.freePort()))), 10, "rolled-back");

        assertTrue(report.path("message").asText().length() > 20, report.toString());
        assertEquals(before, far.effective("get-3b").path("smartpole.uplink"));
        pole.awaitDelivered(PATIENCE_SECONDS, platform.ledger());
    }

    @Test
    @Order(4)
    void anOldRevisionIsRefusedAndTheSameOneAgainChangesNothing() throws Exception {
        byte[] old = far.signer().configuration(2, values("smartpole.evidence", Map.of("batch.interval", 9)), 0);
        far.client().publish(TestPole.TOPICS.configDesired(), old);
        far.client()
                .publish(
                        TestPole.TOPICS.configDesired(),
                        far.signer().configuration(6, values("smartpole.evidence", Map.of("batch.interval", 9)), 0));

        assertEquals(
                3,
                far.effective("get-4")
                        .path("smartpole.evidence")
                        .path("batch.interval")
                        .asInt());
        assertTrue(pole.gateway().log().contains("OLD_REVISION"), "nobody said why it was not applied");
    }

    @Test
    @Order(5)
    void aForeignSignerAndAForeignClientAreUnderstood() throws Exception {
        assumeTrue(Mosquitto.program("mosquitto_pub").isPresent(), "mosquitto_pub is not installed");
        assumeTrue(Mosquitto.program("python3").isPresent(), "python3 is not installed");
        Path pub = Mosquitto.program("mosquitto_pub").orElseThrow();

        foreign(
                pub,
                "command",
                TestPole.TOPICS.command(),
                "foreign-1",
                "{\"kind\": \"light.override\", \"arguments\":" + " {\"percent\": 70, \"seconds\": 60}}",
                0);
        assertEquals("done", far.answer("foreign-1").path("outcome").asText());
        foreign(pub, "command", TestPole.TOPICS.command(), "foreign-2", "{\"kind\": \"light.resume\"}", 0);
        assertEquals("done", far.answer("foreign-2").path("outcome").asText());

        // A single changed bit, and nobody is answered: the next one is, and comes after it.
        foreign(pub, "command", TestPole.TOPICS.command(), "foreign-3", "{\"kind\": \"light.resume\"}", 1);
        foreign(
                pub,
                "config",
                TestPole.TOPICS.configDesired(),
                "foreign-4",
                "{\"revision\": 7, \"values\": {\"smartpole.evidence\": {\"batch.interval\": 2}}}",
                0);
        far.reported(7, "applied");
        assertTrue(!pole.gateway().log().contains("foreign-3"), "a command with a changed bit left a trace");
    }

    private static void foreign(Path pub, String type, String topic, String id, String body, int flip)
            throws Exception {
        Path document = folder.resolve(id);
        Process signing = new ProcessBuilder(
                        "python3",
                        PROJECT.resolve("docs/sign.py").toString(),
                        pole.data().resolve("standin/platform.pem").toString(),
                        type,
                        topic,
                        id,
                        "60",
                        body)
                .redirectOutput(document.toFile())
                .start();
        assertEquals(0, signing.waitFor());
        byte[] bytes = Files.readAllBytes(document);
        bytes[bytes.length - 100] ^= (byte) flip;
        Files.write(document, bytes);
        Ended sent = Processes.run(
                20, pub.toString(), "-p", "" + broker.port(), "-q", "1", "-t", topic, "-f", document.toString());
        assertEquals(0, sent.code(), sent.output());
    }

    @Test
    @Order(6)
    void theTrustSetIsReplacedAsAWholeByTheRootKeyAndHoldsAtOnce() throws Exception {
        PlatformKey platformKey =
                PlatformKey.fromPem(Files.readString(pole.data().resolve("standin/platform.pem")));
        TrustedKey withoutLight = new TrustedKey(
                platformKey.id(), platformKey.publicKey(), "the platform", EnumSet.of(Role.CONFIG, Role.RECEIPT));
        far.client().publishRetained(TestPole.TOPICS.trust(), far.signer().trust(2, List.of(withoutLight)));
        pole.gateway().awaitLog(PATIENCE_SECONDS, "revision 2");
        assertEquals(
                "NOT_ALLOWED",
                far.command("no-light", "light.resume", Map.of()).path("code").asText());
        assertEquals(
                "NOT_ALLOWED",
                far.command("no-rotation", "key.rotate", Map.of()).path("code").asText());

        far.client().publishRetained(TestPole.TOPICS.trust(), far.signer().trust(3));
        pole.gateway().awaitLog(PATIENCE_SECONDS, "revision 3");
        assertEquals(
                "done",
                far.command("light-again", "light.resume", Map.of())
                        .path("outcome")
                        .asText());
    }

    @Test
    @Order(7)
    void theEvidenceKeyIsRotatedAndTheChainGoesOn() throws Exception {
        String before = Files.readString(pole.data().resolve("identity/evidence.pub.pem"));

        JsonNode rotated = far.command("rotate-1", "key.rotate", Map.of());

        assertEquals("done", rotated.path("outcome").asText(), rotated.toString());
        formerKey = rotated.path("data").path("former").asText();
        assertTrue(
                !Files.readString(pole.data().resolve("identity/evidence.pub.pem"))
                        .equals(before),
                "the old key");
        pole.awaitDelivered(PATIENCE_SECONDS, platform.ledger());
        assertTrue(platform.ledger().whole(), "the chains do not go on under the new key");
    }

    @Test
    @Order(8)
    void evidenceIsSentAgainWhenThePlatformLostIt() throws Exception {
        pole.awaitDelivered(PATIENCE_SECONDS, platform.ledger());
        long duplicates = platform.ledger().duplicates();

        JsonNode answer = far.command(
                "resend-1", "evidence.resend", Map.of("lane", "measurement", "first", 1, "last", 2, "kid", formerKey));

        assertEquals("done", answer.path("outcome").asText(), answer.toString());
        platform.ledger()
                .await(
                        PATIENCE_SECONDS,
                        "two batches again",
                        () -> platform.ledger().duplicates() >= duplicates + 2);
    }

    @Test
    @Order(9)
    void theLongOnesTellProgressAndAnswerOnce() throws Exception {
        for (String kind : List.of("selftest", "diagnostics")) {
            JsonNode answer = far.command(kind + "-1", kind, Map.of());
            // A self-test that finds a fault has failed, and this gateway has been through a lot by now.
            assertTrue(
                    answer.path("outcome").asText().equals("done")
                            || answer.path("code").asText().equals("FAULTS_FOUND"),
                    answer.toString());
            JsonNode again = far.command(kind + "-1", kind, Map.of());
            assertEquals(answer.path("reason"), again.path("reason"));
        }
    }

    @Test
    @Order(10)
    void aRestartIsRefusedWhereNobodyWouldStartItAgain() throws Exception {
        JsonNode answer = far.command("restart-1", "gateway.restart", Map.of());
        assertEquals("refused", answer.path("outcome").asText(), answer.toString());
    }
}
