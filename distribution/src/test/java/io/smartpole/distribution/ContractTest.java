package io.smartpole.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.smartpole.formats.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract by itself: that it holds together, and that its examples are examples of it. */
class ContractTest {

    private static final Topics POLE = new Topics("dormagen", "p-0001");

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static Contract contract;

    @BeforeAll
    static void read() throws Exception {
        contract = new Contract();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<JsonNode> references = contract.document().findValues("$ref");
        assertTrue(references.size() > 50, "only " + references.size());
        for (JsonNode reference : references) {
            String path = reference.asText().substring(1);
            assertFalse(contract.document().at(path).isMissingNode(), path);
        }
    }

    @Test
    void everyTopicOfTheGatewayIsAChannelAndNoOther() {
        Set<String> topics = new TreeSet<>(POLE.downlink());
        topics.addAll(List.of(
                POLE.evidence(),
                POLE.telemetry("bme280"),
                POLE.state(),
                POLE.health(),
                POLE.configReported(),
                POLE.commandReply(),
                POLE.groupCommand("old-town"),
                POLE.zone("rhine-promenade")));
        Set<String> channels = new TreeSet<>();
        for (String topic : topics) {
            channels.add(contract.channel(topic).orElseThrow(() -> new AssertionError(topic + " is no channel")));
        }
        assertEquals(new TreeSet<>(contract.channels().keySet()), channels);
    }

    @Test
    void everyChannelIsUsedByAnOperation() {
        Set<String> used = new TreeSet<>();
        contract.document()
                .path("operations")
                .forEach(operation ->
                        used.add(operation.path("channel").path("$ref").asText().substring("#/channels/".length())));
        assertEquals(new TreeSet<>(contract.channels().keySet()), used);
    }

    @Test
    void everyExampleIsValidAndABrokenOneIsNot() {
        int broken = 0;
        for (Map.Entry<String, JsonNode> message :
                contract.document().path("components").path("messages").properties()) {
            JsonNode examples = message.getValue().path("examples");
            assertFalse(examples.isEmpty(), message.getKey() + " has no example");
            for (JsonNode example : examples) {
                for (String part :
                        message.getValue().has("headers") ? List.of("headers", "payload") : List.of("payload")) {
                    JsonNode content = example.path(part);
                    assertEquals(Set.of(), contract.check(message.getKey(), part, content));
                    for (JsonNode wrong : breakings(content)) {
                        assertFalse(
                                contract.check(message.getKey(), part, wrong).isEmpty(),
                                message.getKey() + " " + part + " is said to be valid: " + wrong);
                        broken++;
                    }
                }
            }
        }
        assertTrue(broken > 100, "only " + broken);
    }

    /** @return the same with each of its members as a text that nothing allows; texts that are free are left out */
    private static List<JsonNode> breakings(JsonNode content) {
        List<JsonNode> broken = new ArrayList<>();
        if (content instanceof ObjectNode object) {
            for (String name : (Iterable<String>) object::fieldNames) {
                boolean free = object.path(name).isTextual();
                if (!free) {
                    broken.add(object.deepCopy().set(name, new TextNode("\u0000")));
                } else {
                    broken.add(object.deepCopy().put(name, 1.5));
                }
            }
        } else {
            broken.add(new TextNode("\u0000"));
        }
        return broken;
    }
}
