package io.smartpole.hardware.chips.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.hardware.chips.Measured;
import io.smartpole.hardware.chips.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFiguresTest {

    private static final String TEMPERATURE = "sys/class/thermal/thermal_zone0/temp";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path root;

    @BeforeEach
    void computer() throws IOException {
        write(TEMPERATURE, "48312\n");
        write("proc/loadavg", "0.50 0.40 0.30 1/123 4567\n");
        write("proc/meminfo", "MemTotal:        3884304 kB\nMemFree: 1 kB\nMemAvailable:    2000000 kB\n");
    }

    @Test
    void givesWhatTheKernelSays() {
        Map<Quantity, Double> figures = measure();
        assertEquals(48.312, figures.get(HostFigures.CPU_TEMPERATURE));
        assertEquals(0.125, figures.get(HostFigures.LOAD), "per processor");
        assertEquals(2_048_000_000.0, figures.get(HostFigures.MEMORY_FREE));
    }

    @Test
    void givesTheDiskOfADataFolderThatDoesNotExistYet() {
        assertTrue(measure().getOrDefault(HostFigures.DISK_FREE, -1.0) >= 0);
        assertFalse(Files.exists(root.resolve("data")));
    }

    @Test
    void leavesOutWhatThisComputerDoesNotHave() throws IOException {
        Files.delete(root.resolve(TEMPERATURE));
        Files.delete(root.resolve("proc/meminfo"));
        Map<Quantity, Double> figures = measure();
        assertEquals(Set.of(HostFigures.LOAD, HostFigures.DISK_FREE), figures.keySet());
    }

    @Test
    void leavesOutWhatItCannotUnderstand() throws IOException {
        write(TEMPERATURE, "warm");
        write("proc/loadavg", "");
        write("proc/meminfo", "MemTotal: 3884304 kB\n");
        assertEquals(Set.of(HostFigures.DISK_FREE), measure().keySet());
    }

    private Map<Quantity, Double> measure() {
        HostFigures host = new HostFigures(root, root.resolve("data/deep"), 4);
        host.initialise();
        return host.measure().stream().collect(Collectors.toMap(Measured::quantity, Measured::value));
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
