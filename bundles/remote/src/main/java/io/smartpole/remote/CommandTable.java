package io.smartpole.remote;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.time.Moment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The commands that were admitted and have not expired, with what became of them: on disk before a command is obeyed, so
 * that none is obeyed twice, not even after a power cut.
 *
 * <p>On disk: one JSON object a line, {@code {"id":"key/id","exp":seconds,"answer":{..}}}; the last line of an id counts,
 * a torn last line is dropped. Not safe for use by several threads.
 */
final class CommandTable {

    /** A full table refuses commands; forgetting one would let it be replayed. */
    static final int LARGEST = 1024;

    /** Of one key: it must not use up the room of the others. */
    static final int LARGEST_SHARE = LARGEST / 2;

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final Map<CommandId, Entry> entries = new LinkedHashMap<>();
    private int lines;

    private record Entry(Instant expires, @Nullable Outcome answer) {}

    /** @throws IOException if the table cannot be read or made; no command may then be obeyed */
    CommandTable(Path file) throws IOException {
        this.file = file;
        if (!Files.exists(file)) {
            compact();
            return;
        }
        for (String line : text(file).split("\n", -1)) {
            lines++;
            read(line);
        }
    }

    /** Whatever a power cut left there: what is no UTF-8 spoils its own line, not the table. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private void read(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            if (node.path("exp").isIntegralNumber()) {
                Outcome answer = node.has("answer") ? Outcome.fromJson(node.path("answer")) : null;
                entries.put(
                        CommandId.parse(node.path("id").asText()),
                        new Entry(Instant.ofEpochSecond(node.path("exp").asLong()), answer));
            }
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            // The power went while this line was written. Its command was not obeyed: that comes after the line is
            // durable.
        }
    }

    boolean contains(CommandId id) {
        return entries.containsKey(id);
    }

    /** @return what became of a command; empty while it is being obeyed, and for one that is not known */
    Optional<Outcome> answer(CommandId id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::answer);
    }

    /** @return commands that were begun and never answered, because the gateway stopped in between */
    List<CommandId> unanswered() {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().answer() == null)
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Remembers a command before it is obeyed.
     *
     * @return false if the table, or that key's share of it, is full
     * @throws IOException if it cannot be made durable; the command must then not be obeyed
     */
    boolean begin(CommandId id, Instant expires, Moment now) throws IOException {
        forgetExpired(now);
        long ofKey = entries.keySet().stream()
                .filter(other -> other.key().equals(id.key()))
                .count();
        if (entries.size() >= LARGEST || ofKey >= LARGEST_SHARE) {
            return false;
        }
        Entry entry = new Entry(expires, null);
        append(id, entry);
        entries.put(id, entry);
        return true;
    }

    /** @throws IOException if the answer cannot be made durable; it still counts until the gateway stops */
    void finish(CommandId id, Outcome answer) throws IOException {
        Entry begun = entries.get(id);
        if (begun == null) {
            throw new IllegalStateException("command " + id.text() + " was not begun");
        }
        Entry entry = new Entry(begun.expires(), answer);
        entries.put(id, entry);
        append(id, entry);
    }

    /**
     * Only a trusted clock knows what has expired; past the skew that admission allows, so that none slips through. What is
     * still being obeyed stays: its answer belongs here.
     */
    private void forgetExpired(Moment now) {
        if (now.trusted()) {
            Instant before = now.instant().minus(Admission.SKEW);
            entries.values()
                    .removeIf(entry -> entry.answer() != null && entry.expires().isBefore(before));
        }
    }

    private void append(CommandId id, Entry entry) throws IOException {
        if (lines >= 4 * LARGEST) {
            compact();
        }
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            // The line break comes first: a torn line before this one then spoils only itself.
            ByteBuffer rest = ByteBuffer.wrap(("\n" + line(id, entry)).getBytes(StandardCharsets.UTF_8));
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
        lines++;
    }

    private void compact() throws IOException {
        StringBuilder text = new StringBuilder();
        entries.forEach((id, entry) -> text.append('\n').append(line(id, entry)));
        DataFolder.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
        lines = entries.size();
    }

    private static String line(CommandId id, Entry entry) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", id.text())
                .put("exp", entry.expires().getEpochSecond());
        if (entry.answer() != null) {
            node.set("answer", entry.answer().toJson());
        }
        return node.toString();
    }
}
