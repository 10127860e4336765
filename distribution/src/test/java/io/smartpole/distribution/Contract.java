package io.smartpole.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.smartpole.core.reading.Value;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.cose.ProtectedHeader;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.senml.SenmlRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/** {@code docs/asyncapi.yaml}: says of a topic and a message whether the contract knows them so. */
final class Contract {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document;
    private final Map<String, JsonSchema> schemas = new LinkedHashMap<>();

    Contract() throws IOException {
        Path file = Path.of(System.getProperty("smartpole.project", ".."), "docs/asyncapi.yaml");
        document = JSON.valueToTree(new Yaml().load(Files.readString(file)));
    }

    JsonNode document() {
        return document;
    }

    /** @return name and address of each channel */
    Map<String, String> channels() {
        Map<String, String> channels = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> channel : document.path("channels").properties()) {
            channels.put(channel.getKey(), channel.getValue().path("address").asText());
        }
        return channels;
    }

    /** @return the channel whose address a topic fits */
    Optional<String> channel(String topic) {
        return channels().entrySet().stream()
                .filter(channel -> topic.matches(channel.getValue().replaceAll("\\{[a-z]+}", "[^/]+")))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** @return name of the one message of a channel */
    String message(String channel) {
        return document.path("channels")
                .path(channel)
                .path("messages")
                .fieldNames()
                .next();
    }

    /** @return what is wrong with a message that was seen on a topic; empty for nothing */
    Set<String> check(String topic, byte[] bytes) throws IOException, FormatException {
        Optional<String> channel = channel(topic);
        if (channel.isEmpty()) {
            return Set.of("no channel has the address " + topic);
        }
        String message = message(channel.get());
        if (!document.path("components").path("messages").path(message).has("headers")) {
            return check(message, "payload", JSON.readTree(bytes));
        }
        Set<String> problems = new TreeSet<>();
        if (message.equals("evidence")) {
            EvidenceBatch batch = EvidenceBatch.decode(bytes);
            problems.addAll(check(message, "headers", header(batch.message().protectedHeader())));
            problems.addAll(check(message, "payload", pack(batch)));
        } else {
            DownlinkDocument signed = DownlinkDocument.decode(bytes);
            problems.addAll(check(message, "headers", header(signed.message().protectedHeader())));
            problems.addAll(check(message, "payload", signed.body()));
        }
        return problems;
    }

    /** @param part {@code headers} or {@code payload} */
    Set<String> check(String message, String part, JsonNode content) {
        return schemas
                .computeIfAbsent(message + "/" + part, ignored -> schema(message, part))
                .validate(content)
                .stream()
                .map(problem -> message + " " + part + ": " + problem.getMessage())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private JsonSchema schema(String message, String part) {
        ObjectNode root = JSON.createObjectNode();
        root.putArray("allOf")
                .add(document.path("components").path("messages").path(message).path(part));
        root.set("components", document.path("components"));
        return JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(root);
    }

    private static ObjectNode header(byte[] bytes) throws FormatException {
        ProtectedHeader header = ProtectedHeader.decode(bytes);
        ObjectNode node = JSON.createObjectNode();
        node.put("alg", header.algorithm());
        node.put("content type", header.contentType());
        node.put("kid", header.key().hex());
        if (header.type() != null) {
            node.put("typ", header.type());
        }
        header.ours().forEach((name, value) -> {
            if (value instanceof byte[] octets) {
                node.put(name, HexFormat.of().formatHex(octets));
            } else {
                node.set(name, JSON.valueToTree(value));
            }
        });
        return node;
    }

    private static ArrayNode pack(EvidenceBatch batch) throws FormatException {
        ArrayNode pack = JSON.createArrayNode();
        for (SenmlRecord record : batch.records()) {
            ObjectNode node = pack.addObject().put("n", record.name()).put("t", record.time());
            if (record.unit() != null) {
                node.put("u", record.unit());
            }
            if (record.value() instanceof Value.Numeric number) {
                node.put("v", number.number());
            } else if (record.value() instanceof Value.Text text) {
                node.put("vs", text.text());
            } else if (record.value() instanceof Value.Flag flag) {
                node.put("vb", flag.set());
            }
        }
        return pack;
    }
}
