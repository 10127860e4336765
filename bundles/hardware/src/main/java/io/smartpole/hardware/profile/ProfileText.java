package io.smartpole.hardware.profile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * A profile as it was written: its tree, and on which line each part of it stands.
 *
 * @param lines JSON pointer to line, from 1
 */
record ProfileText(String file, JsonNode tree, Map<String, Integer> lines) {

    private static final int LONGEST = 64 * 1024;

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    /** @throws ProfileRefused if it is not YAML */
    static ProfileText parse(String file, byte[] yaml) throws ProfileRefused {
        if (yaml.length > LONGEST) {
            throw new ProfileRefused(List.of(new Problem(file, 0, "", "must not be longer than 64 KiB")));
        }
        try {
            return new ProfileText(file, YAML.readTree(yaml), lines(yaml));
        } catch (JsonProcessingException e) {
            throw new ProfileRefused(List.of(notYaml(file, e)));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    /** SnakeYAML, below Jackson, knows best what is wrong and where. */
    private static Problem notYaml(String file, JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked) {
            return new Problem(file, marked.getProblemMark().getLine() + 1, "", "is not YAML: " + marked.getProblem());
        }
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
        return new Problem(file, line, "", "is not YAML: " + e.getOriginalMessage());
    }

    private static Map<String, Integer> lines(byte[] yaml) throws IOException {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = YAML.createParser(yaml)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (!token.isStructEnd()) {
                    lines.putIfAbsent(
                            parser.getParsingContext().pathAsPointer().toString(),
                            parser.currentTokenLocation().getLineNr());
                }
            }
        }
        return lines;
    }

    /** @param path JSON pointer; if it is not in the file, its nearest parent's line is given */
    Problem problem(String path, String text) {
        String known = path;
        while (!lines.containsKey(known) && known.contains("/")) {
            known = known.substring(0, known.lastIndexOf('/'));
        }
        return new Problem(file, lines.getOrDefault(known, 1), path, text);
    }
}
