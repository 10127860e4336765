package io.smartpole.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.distribution.TestClient.Received;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.paho.client.mqttv3.MqttException;

/** A platform that configures and commands the pole of {@link TestPole#TOPICS} over a broker, and hears what became of it. */
final class FarPlatform implements AutoCloseable {

    /** Just after a start of the gateway its health says nothing, for half a minute. */
    static final int PATIENCE_SECONDS = 60;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestClient client;
    private final Signer signer;

    /** @param data folder of a demo that has started, so that the keys are there */
    FarPlatform(int port, Path data) throws Exception {
        client = new TestClient(port, TestPole.TOPICS.configReported(), TestPole.TOPICS.commandReply());
        signer = new Signer(data, TestPole.TOPICS);
    }

    Signer signer() {
        return signer;
    }

    TestClient client() {
        return client;
    }

    static ObjectNode values(String pid, Map<String, Object> values) {
        ObjectNode node = JSON.createObjectNode();
        node.set(pid, JSON.valueToTree(values));
        return node;
    }

    /** @return the report of that outcome */
    JsonNode push(long revision, ObjectNode values, int probation, String outcome) throws Exception {
        client.publishRetained(TestPole.TOPICS.configDesired(), signer.configuration(revision, values, probation));
        return reported(revision, outcome);
    }

    JsonNode reported(long revision, String outcome) throws Exception {
        return reported(
                "report of revision " + revision + " as " + outcome,
                report -> report.path("revision").asLong() == revision
                        && report.path("outcome").asText().equals(outcome));
    }

    JsonNode reported(String what, Predicate<JsonNode> so) throws Exception {
        return await(what, TestPole.TOPICS.configReported(), so);
    }

    /** @return the terminal answer */
    JsonNode command(String id, String kind, Map<String, Object> arguments) throws Exception {
        client.publish(TestPole.TOPICS.command(), signer.command(id, kind, JSON.valueToTree(arguments)));
        return answer(id);
    }

    JsonNode answer(String id) throws Exception {
        return await(
                "answer to " + id,
                TestPole.TOPICS.commandReply(),
                reply -> reply.path("id").asText().equals(id)
                        && !reply.path("outcome").asText().equals("progress"));
    }

    /** @return what is in effect */
    JsonNode effective(String id) throws Exception {
        return command(id, "config.get", Map.of()).path("data").path("values");
    }

    private JsonNode await(String what, String topic, Predicate<JsonNode> so) throws Exception {
        Received found = client.await(PATIENCE_SECONDS, what, message -> {
            try {
                return message.topic().equals(topic) && so.test(JSON.readTree(message.payload()));
            } catch (IOException e) {
                return false;
            }
        });
        return JSON.readTree(found.payload());
    }

    @Override
    public void close() throws MqttException {
        client.close();
    }
}
