package io.smartpole.health.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartpole.health.Records;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LONGEST_ID = "\u0001".repeat(Parts.LONGEST_ID);

    private static String joined(List<String> parts) throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            JsonNode part = JSON.readTree(parts.get(i));
            assertEquals(LONGEST_ID, part.get("id").asText());
            assertEquals(i + 1, part.get("part").asInt());
            assertEquals(parts.size(), part.get("of").asInt());
            text.append(part.get("text").asText());
        }
        return text.toString();
    }

    @Test
    void aShortTextIsOnePartAndNoneIsToo() {
        assertEquals(List.of("{\"id\":\"a\",\"part\":1,\"of\":1,\"text\":\"b\\n\"}"), Parts.of("a", "b\n"));
        assertEquals(1, Parts.of("a", "").size());
    }

    @Test
    void joinedAgainThePartsAreTheTextAndEachFitsAReading() throws Exception {
        String alphabet = "aä\n\"\\\u0001€ \uD83D\uDCA1";
        int[] points = alphabet.codePoints().toArray();
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(10_000);
            for (int i = 0; i < length; i++) {
                text.appendCodePoint(points[random.nextInt(points.length)]);
            }
            List<String> parts = Parts.of(LONGEST_ID, text.toString());
            assertEquals(text.toString(), joined(parts), "seed " + seed);
            for (String part : parts) {
                assertTrue(part.length() <= Records.LONGEST, "seed " + seed + ": " + part.length());
            }
            int most = 500 + random.nextInt(5000);
            String bounded = Parts.bounded(text.toString(), most);
            int bytes = JSON.writeValueAsString(bounded).getBytes(StandardCharsets.UTF_8).length;
            assertTrue(bytes <= most + 2, "seed " + seed + ": " + bytes + " bytes in quotes, at most " + most);
        }
    }

    /** A document's id may have 256 characters. */
    @Test
    void anIdThatIsTooLongTakesNoRoomOfTheText() throws Exception {
        String text = "text ".repeat(1000);
        List<String> parts = Parts.of(LONGEST_ID + "\u0001".repeat(192), text);
        assertEquals(text, joined(parts));
        parts.forEach(part -> assertTrue(part.length() <= Records.LONGEST, part));
    }

    @Test
    void whatFitsIsNotCutAndWhatIsCutSaysSo() {
        assertEquals("fits", Parts.bounded("fits", 1000));
        String cut = Parts.bounded("x".repeat(2000), 1000);
        assertTrue(cut.endsWith("x\n... the rest is left out"), cut);
    }
}
