package io.smartpole.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;

/** The YAML of control programs as a tree, for the form, and back. */
final class ProgramsDocument {

    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                    .build())
            .build();

    private ProgramsDocument() {}

    /** A text that the form would not give back as it was meant. */
    static final class Unfit extends Exception {

        private static final long serialVersionUID = 1;

        Unfit(String message) {
            super(message);
        }
    }

    /**
     * @return an object; an empty one for an empty text
     * @throws Unfit if it is not one YAML object, or uses anchors and aliases, which the tree cannot tell from words
     */
    static JsonNode read(String text) throws Unfit {
        if (text.isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            refuseAliases(text);
            JsonNode document = YAML.readTree(text);
            if (!document.isObject()) {
                throw new Unfit("the text is not an object with keys and values");
            }
            return document;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new Unfit("line " + line + ": "
                    + e.getOriginalMessage().lines().findFirst().orElse("not YAML"));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory cannot fail", e);
        }
    }

    /** @return whether it leaves no calendar and no program: it is blank, an empty object or all comments */
    static boolean isEmpty(String text) {
        try {
            JsonNode document = YAML.readTree(text);
            return document.isMissingNode() || (document.isObject() && document.isEmpty());
        } catch (IOException e) {
            return false; // there is something in it, and the light control says what is wrong with it
        }
    }

    private static void refuseAliases(String text) throws IOException, Unfit {
        try (YAMLParser parser = YAML.getFactory().createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (parser.isCurrentAlias()) {
                    throw new Unfit("line " + parser.currentTokenLocation().getLineNr()
                            + ": the form cannot keep YAML aliases (*name)");
                }
            }
        }
    }

    /** @return empty for an empty object, as {@link #read} takes it */
    static String write(JsonNode document) {
        if (document.isEmpty()) {
            return "";
        }
        try {
            return YAML.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read as JSON cannot be written as YAML", e);
        }
    }
}
