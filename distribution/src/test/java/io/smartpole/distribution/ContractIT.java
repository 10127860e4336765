package io.smartpole.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.distribution.TestClient.Received;
import io.smartpole.formats.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that a running gateway, its platform and its operator send is what docs/asyncapi.yaml says. */
class ContractIT {

    private static final Topics TOPICS = TestPole.TOPICS;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 30;

    @TempDir
    Path folder;

    @Test
    void everyMessageOfARunningGatewayIsInTheContract() throws Exception {
        assumeTrue(Mosquitto.installed(), "mosquitto is not installed");
        Contract contract = new Contract();
        Set<String> problems = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        try (Mosquitto broker = Mosquitto.start(folder);
                TestClient all = new TestClient(broker.port(), "smartpole/v1/#");
                Platform platform = new Platform(broker.port());
                RunningGateway gateway = RunningGateway.demo(
                        folder.resolve("data"),
                        0,
                        "--cloud",
                        "tcp://127.0.0.1:" + broker.port(),
                        "--speed",
                        "60",
                        "--place",
                        LightIT.placeWhereItIs(20))) {
            platform.begin(folder.resolve("data"));
            Signer signer = new Signer(folder.resolve("data"), TOPICS);
            Predicate<Received> look = message -> {
                contract.channel(message.topic()).ifPresent(seen::add);
                try {
                    if (message.payload().length > 0) {
                        problems.addAll(contract.check(message.topic(), message.payload()));
                    }
                } catch (Exception e) {
                    problems.add(message.topic() + ": " + e);
                }
                return false;
            };
            all.await(
                    PATIENCE_SECONDS,
                    "state",
                    message -> look.test(message) || message.topic().equals(TOPICS.state()));
            for (String kind : new String[] {
                "light.resume", "light.emergency", "light.emergency.end", "config.get", "config.history", "selftest"
            }) {
                all.publish(TOPICS.command(), signer.command(kind, kind, null));
                all.await(
                        PATIENCE_SECONDS,
                        "answer to " + kind,
                        message -> look.test(message) || terminal(message, kind));
            }
            all.publish(
                    TOPICS.command(),
                    signer.command(
                            "refused",
                            "health.acknowledge",
                            JSON.createObjectNode().put("check", "none")));
            all.await(PATIENCE_SECONDS, "refusal", message -> look.test(message) || terminal(message, "refused"));
            all.publish(TOPICS.groupCommand("old-town"), signer.groupCommand("group", "light.resume", "old-town"));
            all.await(
                    PATIENCE_SECONDS,
                    "answer of the group",
                    message -> look.test(message) || terminal(message, "group"));
            ObjectNode values = JSON.createObjectNode();
            values.putObject("smartpole.evidence").put("batch.interval", 3);
            all.publish(TOPICS.configDesired(), signer.configuration(1, values, 0));
            all.await(PATIENCE_SECONDS, "applied", message -> look.test(message) || reported(message, "applied"));
            values.putObject("smartpole.evidence").put("batch.interval", 0);
            all.publish(TOPICS.configDesired(), signer.configuration(2, values, 0));
            all.await(PATIENCE_SECONDS, "rejected", message -> look.test(message) || reported(message, "rejected"));
            all.publish(TOPICS.trust(), signer.trust(2));
            all.await(
                    PATIENCE_SECONDS,
                    "each channel",
                    message -> look.test(message)
                            || seen.containsAll(
                                    Set.of("evidence", "receipt", "telemetry", "state", "health", "trust")));
            // In the evening somebody comes along soon.
            all.await(PATIENCE_SECONDS, "passer-by", message -> look.test(message) || Topics.isZone(message.topic()));
            gateway.stopsWithin(10);
            all.await(
                    PATIENCE_SECONDS,
                    "farewell",
                    message -> look.test(message) || message.topic().equals(TOPICS.state()));
        }
        assertEquals(Set.of(), problems);
        assertEquals(new TreeSet<>(contract.channels().keySet()), seen);
    }

    private static boolean terminal(Received message, String id) {
        String text = new String(message.payload(), StandardCharsets.UTF_8);
        return message.topic().equals(TOPICS.commandReply())
                && text.contains("\"id\":\"" + id + "\"")
                && !text.contains("\"progress\"");
    }

    private static boolean reported(Received message, String outcome) {
        return message.topic().equals(TOPICS.configReported())
                && new String(message.payload(), StandardCharsets.UTF_8).contains("\"outcome\":\"" + outcome + "\"");
    }
}
