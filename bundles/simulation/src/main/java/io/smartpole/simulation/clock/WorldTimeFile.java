package io.smartpole.simulation.clock;

import io.smartpole.core.pole.DataFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where the world's time outlives a restart: one line with an instant in ISO 8601, which no reading is later than. */
public final class WorldTimeFile {

    private final Path file;

    public WorldTimeFile(Path folder) {
        this.file = folder.resolve("world-time");
    }

    /**
     * @return null if there is no such file yet
     * @throws IOException if it cannot be read, or holds something else
     */
    public @Nullable Instant read() throws IOException {
        try {
            return Instant.parse(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            return null;
        } catch (DateTimeException e) {
            throw new IOException(file + " does not hold an instant such as 2026-11-01T20:15:00Z", e);
        }
    }

    public void write(Instant worldTime) throws IOException {
        DataFolder.replace(file, (worldTime + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}
