package io.smartpole.console;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes view records, and reads what is asked for. Times are ISO 8601 in UTC, to the millisecond. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule().addSerializer(Instant.class, new InstantText()))
            .build();

    private Json() {}

    static byte[] bytes(@Nullable Object view) {
        try {
            return MAPPER.writeValueAsBytes(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a view cannot be written as JSON: " + view, e);
        }
    }

    /**
     * @param keys that it may have
     * @throws Refusal 400 if it is not one JSON object with no other keys
     */
    static JsonNode object(byte[] bytes, Set<String> keys) throws Refusal {
        JsonNode object;
        try {
            object = MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new Refusal(400, "the content is not JSON: " + e.getOriginalMessage(), wanted(keys));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory cannot fail", e);
        }
        if (!object.isObject()) {
            throw new Refusal(400, "the content must be a JSON object", wanted(keys));
        }
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!keys.contains(name)) {
                throw new Refusal(400, "'" + name + "' is not known here", wanted(keys));
            }
        }
        return object;
    }

    private static String wanted(Set<String> keys) {
        return "send a JSON object with " + String.join(", ", new TreeSet<>(keys));
    }

    private static final class InstantText extends StdSerializer<Instant> {
        InstantText() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant time, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(time.truncatedTo(ChronoUnit.MILLIS).toString());
        }
    }
}
