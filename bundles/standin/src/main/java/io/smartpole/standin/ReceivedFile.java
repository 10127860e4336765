package io.smartpole.standin;

import io.smartpole.formats.receiver.LineFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the stand-in keeps what it received: {@code received.jsonl}. When that is full it becomes
 * {@code received.old.jsonl} in place of the one before, so the demo's disk use is bounded.
 */
final class ReceivedFile implements Closeable {

    private final Path file;
    private final long largest;
    private @Nullable LineFile lines;

    /** @param largest bytes after which a new file is begun */
    ReceivedFile(Path folder, long largest) {
        file = folder.resolve("received.jsonl");
        this.largest = largest;
    }

    /** @throws IOException if the lines may not be durable */
    void append(List<String> newLines) throws IOException {
        if (lines == null) {
            lines = LineFile.open(file);
        }
        if (lines.size() >= largest) {
            close();
            Files.move(file, file.resolveSibling("received.old.jsonl"), StandardCopyOption.REPLACE_EXISTING);
            lines = LineFile.open(file);
        }
        lines.append(newLines);
    }

    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
            lines = null;
        }
    }
}
