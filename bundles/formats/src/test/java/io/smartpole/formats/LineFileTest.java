package io.smartpole.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smartpole.formats.receiver.LineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFileTest {

    @TempDir
    private Path folder;

    @Test
    void linesOfSeveralRunsStandOneBelowTheOther() throws Exception {
        Path file = folder.resolve("new/received.jsonl");
        try (LineFile lines = LineFile.open(file)) {
            lines.append(List.of("one", "zwölf"));
            lines.append(List.of("three"));
        }
        try (LineFile lines = LineFile.open(file)) {
            lines.append(List.of("four"));
            assertEquals(Files.size(file), lines.size());
        }
        assertEquals(List.of("one", "zwölf", "three", "four"), Files.readAllLines(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 8191, 8192, 8193, 30_000})
    void aLineCutOffByAPowerCutIsRemoved(int length) throws Exception {
        Path file = folder.resolve("received.jsonl");
        Files.writeString(file, "one\n" + "x".repeat(length));
        try (LineFile lines = LineFile.open(file)) {
            assertEquals("one\n", Files.readString(file));
            lines.append(List.of("two"));
        }
        assertEquals(List.of("one", "two"), Files.readAllLines(file));
    }

    @Test
    void aFileWithNothingButACutOffLineBeginsAnew() throws Exception {
        Path file = folder.resolve("received.jsonl");
        Files.writeString(file, "x".repeat(20_000));
        try (LineFile lines = LineFile.open(file)) {
            lines.append(List.of("one"));
        }
        assertEquals(List.of("one"), Files.readAllLines(file));
    }

    @Test
    void appendingToAClosedFileIsAnError() throws Exception {
        LineFile lines = LineFile.open(folder.resolve("received.jsonl"));
        lines.close();
        assertThrows(IOException.class, () -> lines.append(List.of("lost")));
        assertEquals(0, lines.size());
    }
}
