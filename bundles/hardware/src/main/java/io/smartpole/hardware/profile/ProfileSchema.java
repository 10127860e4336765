package io.smartpole.hardware.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The JSON Schema that lies beside the profiles, and in this bundle. Its descriptions tell the reader of an error what
 * would be right.
 */
final class ProfileSchema {

    private static final String FILE = "hardware-profile.schema.json";

    private final JsonNode text;
    private final JsonSchema schema;

    ProfileSchema() {
        try (InputStream in = Objects.requireNonNull(ProfileSchema.class.getResourceAsStream(FILE), FILE)) {
            text = new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        schema = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(
                        text,
                        SchemaValidatorsConfig.builder()
                                .pathType(PathType.JSON_POINTER)
                                .locale(Locale.ROOT)
                                .build());
    }

    List<Problem> check(ProfileText profile) {
        List<Problem> problems = new ArrayList<>();
        for (ValidationMessage message : schema.validate(profile.tree())) {
            problems.add(profile.problem(path(message), say(message)));
        }
        return problems;
    }

    /** Of a key that must not be there, the path of the key: there is the line to change. */
    private static String path(ValidationMessage message) {
        String parent = message.getInstanceLocation().toString();
        return message.getType().equals("additionalProperties") ? parent + "/" + message.getProperty() : parent;
    }

    private String say(ValidationMessage message) {
        // Points at the keyword that was not met, such as /$defs/sensor/properties/address/maximum.
        String keyword = message.getSchemaLocation().getFragment().toString();
        JsonNode rule = text.at(keyword.substring(0, keyword.lastIndexOf('/')));
        return switch (message.getType()) {
            case "additionalProperties" ->
                "is unknown; known here are "
                        + String.join(", ", (Iterable<String>) rule.path("properties")::fieldNames);
            case "required" -> {
                JsonNode missing = rule.path("properties").path(message.getProperty());
                yield "'" + message.getProperty() + "' is missing" + described(missing);
            }
            case "not" -> "must not be here: " + rule.path("description").asText();
            default -> message.getError() + described(rule);
        };
    }

    private static String described(JsonNode rule) {
        return rule.has("description")
                ? "; expected: " + rule.path("description").asText()
                : "";
    }
}
