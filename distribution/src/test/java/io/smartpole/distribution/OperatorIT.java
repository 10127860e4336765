package io.smartpole.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartpole.core.keys.KeyId;
import io.smartpole.distribution.Processes.Ended;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.receiver.Pem;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's command line, and verifiers from outside the project, against the running gateway. */
class OperatorIT {

    private static final Topics TOPICS = new Topics("dormagen", "p-0001");
    private static final Path PROJECT = Path.of(System.getProperty("smartpole.project"));

    @TempDir
    Path folder;

    @Test
    void readingsAreShownVerifiedAndTheLightObeysASignedCommand() throws Exception {
        Path data = folder.resolve("data");
        int mqtt = RunningGateway.freePort();
        try (RunningGateway gateway = RunningGateway.demo(data, mqtt);
                TestClient platform = new TestClient(mqtt, TOPICS.state(), TOPICS.commandReply())) {
            platform.await(20, TOPICS.state());

            Ended tail = pole(data, mqtt, "tail", "--count", "5");
            assertEquals(0, tail.code(), tail.output());
            assertTrue(tail.output().contains("dormagen/p-0001"), tail.output());

            Ended light = pole(data, mqtt, "light", "--level", "60", "--for", "10m");
            assertEquals(0, light.code(), light.output() + gateway.log());
            assertTrue(light.output().startsWith("done: "), light.output());
            assertEquals(0, pole(data, mqtt, "light", "--resume").code());

            Ended received = pole(
                    data, mqtt, "verify", data.resolve("standin/received.jsonl").toString());
            assertEquals(0, received.code(), received.output());
        }
    }

    @Test
    void aCommandForAnotherPoleByAStrangerOrOutOfItsTimeIsNotObeyed() throws Exception {
        Path data = folder.resolve("data");
        int mqtt = RunningGateway.freePort();
        try (RunningGateway gateway = RunningGateway.demo(data, mqtt);
                TestClient platform = new TestClient(mqtt, TOPICS.state(), TOPICS.commandReply())) {
            platform.await(20, TOPICS.state());
            PlatformKey key = PlatformKey.fromPem(Files.readString(data.resolve("standin/platform.pem")));
            Instant now = Instant.now();

            platform.publish(
                    TOPICS.command(),
                    command(key, new Topics("dormagen", "p-0002").command(), "other-pole", now, now.plusSeconds(60)));
            assertEquals("WRONG_AUDIENCE", reply(platform, "other-pole"));

            platform.publish(
                    TOPICS.command(),
                    command(key, TOPICS.command(), "too-late", now.minusSeconds(60), now.minusSeconds(1)));
            assertEquals("EXPIRED", reply(platform, "too-late"));

            PlatformKey root = PlatformKey.fromPem(Files.readString(data.resolve("standin/root.pem")));
            platform.publish(TOPICS.command(), command(root, TOPICS.command(), "root", now, now.plusSeconds(60)));
            assertEquals("NOT_ALLOWED", reply(platform, "root"), "the root key signs trust documents only");

            PlatformKey stranger = PlatformKey.generate();
            platform.publish(
                    TOPICS.command(), command(stranger, TOPICS.command(), "stranger", now, now.plusSeconds(60)));
            // A stranger is not answered; the next command shows that the pole went on.
            platform.publish(TOPICS.command(), command(key, TOPICS.command(), "good", now, now.plusSeconds(60)));
            assertEquals("good", replyId(platform), "nobody but the good one is answered");
        }
    }

    @Test
    void aRestartIsAnsweredFirstAndThenWhoeverSupervisesIsAskedForAnotherStart() throws Exception {
        Path data = folder.resolve("data");
        int mqtt = RunningGateway.freePort();
        try (RunningGateway gateway = RunningGateway.demo(data, mqtt, "--supervised")) {
            Ended restart = pole(data, mqtt, "command", "gateway.restart");
            assertEquals(0, restart.code(), restart.output() + gateway.log());
            assertEquals(75, gateway.exitCode(20), gateway.log());
        }
    }

    @Test
    void aKafkaThatIsNotThereIsNamedBeforeAnythingIsReceived() throws Exception {
        String kafka = "127.0.0.1:" + RunningGateway.freePort();
        Path key = Files.writeString(
                folder.resolve("key.pem"),
                Pem.encode(Pem.PUBLIC_KEY, PlatformKey.generate().publicKey()));
        Ended ended = PoleCommand.run(
                "receive", "--out", folder.resolve("out").toString(), "--key", key.toString(), "--kafka", kafka);
        assertEquals(2, ended.code(), ended.output());
        assertTrue(ended.output().contains(kafka) && !ended.output().contains("\tat "), ended.output());
    }

    @Test
    void aForeignClientAndAForeignVerifierAcceptTheBatchesAndNoChangedBit() throws Exception {
        Path sub = Mosquitto.program("mosquitto_sub").orElse(null);
        assumeTrue(sub != null, "mosquitto_sub is not installed");
        assumeTrue(Mosquitto.program("python3").isPresent(), "python3 is not installed");
        Path data = folder.resolve("data");
        int mqtt = RunningGateway.freePort();
        try (RunningGateway gateway = RunningGateway.demo(data, mqtt, "--speed", "60");
                TestClient online = new TestClient(mqtt, TOPICS.state())) {
            online.await(20, TOPICS.state());
            List<String> verify = new ArrayList<>(List.of(
                    "python3",
                    PROJECT.resolve("docs/verify.py").toString(),
                    data.resolve("identity/evidence.pub.pem").toString()));
            Path broken = folder.resolve("broken");
            for (int i = 0; i < 3; i++) {
                Path batch = folder.resolve("batch-" + i);
                Process one = new ProcessBuilder(
                                String.valueOf(sub),
                                "-p",
                                "" + mqtt,
                                "-t",
                                TOPICS.evidence(),
                                "-q",
                                "1",
                                "-C",
                                "1",
                                "-N",
                                "-W",
                                "30")
                        .redirectOutput(batch.toFile())
                        .start();
                assertEquals(0, one.waitFor());
                verify.add(batch.toString());
                byte[] bytes = Files.readAllBytes(batch);
                bytes[bytes.length / 2] ^= 1;
                Files.write(broken, bytes);
            }
            Ended good = Processes.run(30, verify.toArray(String[]::new));
            assertEquals(0, good.code(), good.output());
            assertEquals(
                    3,
                    good.output()
                            .lines()
                            .filter(line -> line.contains(": good, "))
                            .count(),
                    good.output());

            Ended bad = Processes.run(30, verify.get(0), verify.get(1), verify.get(2), broken.toString());
            assertEquals(1, bad.code(), bad.output());
            assertTrue(bad.output().contains("BAD"), bad.output());
        }
    }

    private static byte[] command(PlatformKey key, String audience, String id, Instant issued, Instant expires) {
        var body = new ObjectMapper().createObjectNode().put("kind", "light.resume");
        return DownlinkDocument.sign(
                DownlinkDocument.Type.COMMAND,
                audience,
                id,
                issued,
                expires,
                null,
                body,
                KeyId.ofKey(key.publicKey()),
                key::sign);
    }

    private static String reply(TestClient platform, String id) throws Exception {
        var reply = new ObjectMapper()
                .readTree(platform.await(20, TOPICS.commandReply()).payload());
        assertEquals(id, reply.path("id").asText());
        return reply.path("code").asText();
    }

    private static String replyId(TestClient platform) throws Exception {
        return new ObjectMapper()
                .readTree(platform.await(20, TOPICS.commandReply()).payload())
                .path("id")
                .asText();
    }

    private static Ended pole(Path data, int mqtt, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(words));
        command.addAll(List.of("--data", data.toString()));
        if (!words[0].equals("verify")) {
            command.addAll(List.of("--broker", "tcp://127.0.0.1:" + mqtt));
        }
        return PoleCommand.run(command.toArray(String[]::new));
    }
}
