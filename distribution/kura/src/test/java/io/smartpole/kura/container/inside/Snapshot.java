package io.smartpole.kura.container.inside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The file in which Kura keeps the configuration of all components, line by line PID, key and {@link Value}. Unlike Kura's, the file
 * as a whole is neither XML nor encrypted, so that tests can look into it.
 */
public record Snapshot(Path file) {

    /** @return by PID; empty if there is no file yet */
    public Map<String, Map<String, Object>> read() {
        Map<String, Map<String, Object>> all = new TreeMap<>();
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    String[] words = line.split("\t", -1);
                    all.computeIfAbsent(words[0], pid -> new TreeMap<>()).put(words[1], Value.read(words[2]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** Empty lists are left out, as Kura does it. */
    public void write(Map<String, Map<String, Object>> all) {
        List<String> lines = new ArrayList<>();
        all.forEach((pid, values) -> new TreeMap<>(values).forEach((key, value) -> {
            String text = Value.write(value);
            if (!text.endsWith("[]:")) {
                lines.add(pid + "\t" + key + "\t" + text);
            }
        }));
        try {
            Path next = file.resolveSibling(file.getFileName() + ".new");
            Files.write(next, lines);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
