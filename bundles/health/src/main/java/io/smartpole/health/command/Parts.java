package io.smartpole.health.command;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smartpole.health.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Cuts a long text into readings, and a too long one off. */
final class Parts {

    /** So much of an id tells which text it is; the rest of a longer one would take the room of the text. */
    static final int LONGEST_ID = 64;

    private Parts() {}

    /**
     * @param id names the text that they are parts of; of a longer one than {@link #LONGEST_ID}, the beginning
     * @return {@code {"id":..,"part":1,"of":3,"text":..}} and so on, each short enough for a reading
     */
    static List<String> of(String id, String text) {
        String name = id.codePointCount(0, id.length()) > LONGEST_ID
                ? id.substring(0, id.offsetByCodePoints(0, LONGEST_ID))
                : id;
        int room = Records.LONGEST - part(name, 999, 999, "").length();
        List<String> pieces = new ArrayList<>();
        int begin = 0;
        int length = 0;
        for (int i = 0; i < text.length(); ) {
            int next = text.offsetByCodePoints(i, 1);
            int more = quoted(text.substring(i, next)).length();
            if (length + more > room) {
                pieces.add(text.substring(begin, i));
                begin = i;
                length = 0;
            }
            length += more;
            i = next;
        }
        pieces.add(text.substring(begin));
        List<String> parts = new ArrayList<>();
        for (String piece : pieces) {
            parts.add(part(name, parts.size() + 1, pieces.size(), piece));
        }
        return parts;
    }

    private static String part(String id, int number, int of, String text) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("part", number)
                .put("of", of)
                .put("text", text)
                .toString();
    }

    /** @return so much of it that it has at most so many bytes in JSON, with a mark if something is missing */
    static String bounded(String text, int most) {
        String mark = "\n... the rest is left out";
        int room = most - mark.length() - 1;
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int next = text.offsetByCodePoints(i, 1);
            bytes += quoted(text.substring(i, next)).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > room) {
                return text.substring(0, i) + mark;
            }
            i = next;
        }
        return text;
    }

    private static String quoted(String text) {
        return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
