package io.smartpole.tools.receive;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of an {@link Archive}, the oldest first, also while it is still written to. */
public final class FolderLines implements Closeable {

    private final Path folder;
    private final ByteBuffer block = ByteBuffer.allocate(1 << 16).limit(0);
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable FileChannel channel;
    private long number;
    private @Nullable Line next;

    /**
     * A line.
     *
     * @param where file and number of the line
     * @param text without line feed
     */
    public record Line(String where, String text) {

        /** @return when it was received, as it says: what orders lines; empty if it does not say so */
        String received() {
            String begin = "{\"received\":\"";
            int end = text.startsWith(begin) ? text.indexOf('"', begin.length()) : -1;
            return end < 0 ? "" : text.substring(begin.length(), end);
        }
    }

    FolderLines(Path folder) {
        this.folder = folder;
    }

    /** @return the next line, which stays the next one; null if no more is written for now */
    @Nullable
    Line peek() throws IOException {
        if (next == null) {
            next = read();
        }
        return next;
    }

    /** Goes on behind the line that {@link #peek} gave. */
    void skip() {
        next = null;
    }

    private @Nullable Line read() throws IOException {
        while (true) {
            // Listed first: a file that has a successor grows no more.
            List<Path> all = Archive.files(folder);
            Line line = lineOfFile();
            if (line != null) {
                return line;
            }
            Path before = file;
            Path successor = all.stream()
                    .filter(one -> before == null || one.compareTo(before) > 0)
                    .findFirst()
                    .orElse(null);
            if (successor == null) {
                return null;
            }
            close();
            // A line that was cut off was never receipted.
            begun.reset();
            block.limit(0);
            number = 0;
            file = successor;
            channel = FileChannel.open(successor, StandardOpenOption.READ);
        }
    }

    private @Nullable Line lineOfFile() throws IOException {
        while (channel != null) {
            while (block.hasRemaining()) {
                byte one = block.get();
                if (one == '\n') {
                    number++;
                    String text = begun.toString(StandardCharsets.UTF_8);
                    begun.reset();
                    return new Line(file + ":" + number, text);
                }
                begun.write(one);
            }
            block.clear();
            int count = channel.read(block);
            block.flip();
            if (count <= 0) {
                return null;
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
