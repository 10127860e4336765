package io.smartpole.simulation.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldTimeFileTest {

    private static final Instant TIME = Instant.parse("2026-11-01T20:15:00.123456789Z");

    @TempDir
    Path folder;

    @Test
    void thereIsNoTimeBeforeTheFirstRun() throws IOException {
        assertNull(new WorldTimeFile(folder.resolve("simulation")).read());
    }

    @Test
    void whatWasWrittenIsReadAgain() throws IOException {
        new WorldTimeFile(folder.resolve("simulation")).write(TIME);
        new WorldTimeFile(folder.resolve("simulation")).write(TIME.plusSeconds(1));
        assertEquals(TIME.plusSeconds(1), new WorldTimeFile(folder.resolve("simulation")).read());
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        Files.writeString(folder.resolve("world-time"), "yesterday");
        IOException thrown = assertThrows(IOException.class, () -> new WorldTimeFile(folder).read());
        assertTrue(String.valueOf(thrown.getMessage()).contains("world-time"), thrown.getMessage());
    }
}
