package io.smartpole.tools.terminal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON as poles send it and as people write it. */
public final class Json {

    /** More bytes of an unsigned message are not read: anyone can write to a broker. */
    private static final int LARGEST = 256 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** @return the object that a message holds; empty if it holds something else */
    public static Optional<ObjectNode> message(byte[] bytes) {
        if (bytes.length > LARGEST) {
            return Optional.empty();
        }
        try {
            return MAPPER.readTree(bytes) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @throws UserError if the file holds no JSON object, or a key twice */
    public static ObjectNode file(Path file) {
        try {
            if (STRICT.readTree(Files.readString(file)) instanceof ObjectNode object) {
                return object;
            }
            throw new UserError(file + " must hold a JSON object, but does not");
        } catch (JsonProcessingException e) {
            throw new UserError(
                    file + " is not JSON: " + e.getOriginalMessage() + " in line "
                            + e.getLocation().getLineNr(),
                    e);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + " (" + Problems.of(e) + ")", e);
        }
    }

    /** @return the text as a JSON value where it is one, such as {@code 5}, {@code true} or {@code ["a"]}; else as a text */
    public static JsonNode value(String text) {
        try {
            return STRICT.readTree(text);
        } catch (IOException e) {
            return MAPPER.getNodeFactory().textNode(text);
        }
    }

    /** @return a text as it is, anything else as JSON has it */
    public static String shown(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    /** @return null if there is none */
    public static @Nullable Instant time(JsonNode node) {
        try {
            return node.isTextual() ? Instant.parse(node.textValue()) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
