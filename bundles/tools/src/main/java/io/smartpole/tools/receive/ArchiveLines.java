package io.smartpole.tools.receive;

import io.smartpole.tools.receive.FolderLines.Line;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a folder into which one or several receivers store, in the order of their arrival: those of the folder
 * itself and of the folders in it. So batches come at about the time at which their chain expects them, whichever receiver
 * had them.
 */
public final class ArchiveLines implements Closeable {

    private final Path root;
    private final Map<Path, FolderLines> folders = new TreeMap<>();

    public ArchiveLines(Path root) throws IOException {
        this.root = root;
        look();
    }

    /** Looks for receivers that came since. */
    public void look() throws IOException {
        try (Stream<Path> inside = Files.list(root)) {
            Stream.concat(Stream.of(root), inside.filter(Files::isDirectory))
                    .forEach(folder -> folders.computeIfAbsent(folder, FolderLines::new));
        }
    }

    /** @return the next line; null if no more is written for now */
    @Nullable
    public Line next() throws IOException {
        FolderLines from = null;
        Line oldest = null;
        for (FolderLines folder : folders.values()) {
            Line line = folder.peek();
            if (line != null && (oldest == null || line.received().compareTo(oldest.received()) < 0)) {
                oldest = line;
                from = folder;
            }
        }
        if (from != null) {
            from.skip();
        }
        return oldest;
    }

    @Override
    public void close() throws IOException {
        for (FolderLines folder : folders.values()) {
            folder.close();
        }
    }
}
