package io.smartpole.health.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostStateTest {

    private static final String TEMPERATURE = "sys/class/thermal/thermal_zone0/temp";
    private static final String MEMORY = "proc/meminfo";
    private static final String THROTTLED = "sys/devices/platform/soc/soc:firmware/get_throttled";

    @TempDir
    Path root;

    private void says(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private HealthResult health() {
        return HostState.read(root).health();
    }

    @Test
    void whatTheComputerDoesNotTellIsNotSaid() throws Exception {
        assertEquals(HealthResult.ok("this computer tells nothing of itself"), health());
        says(TEMPERATURE, "45123\n");
        assertEquals(HealthResult.ok("processor 45.1 °C"), health());
    }

    @Test
    void whatIsNoFigureIsNotSaidEither() throws Exception {
        for (String text : List.of("", "warm", "1e9", "99999999999999999999", "-", "\0")) {
            says(TEMPERATURE, text);
            says(MEMORY, "MemAvailable: " + text + " kB\n");
            says(THROTTLED, text.equals("1e9") ? "xyz" : text);
            assertEquals(HealthResult.ok("this computer tells nothing of itself"), health(), text);
        }
    }

    @Test
    void heatIsToldInTwoSteps() throws Exception {
        says(TEMPERATURE, "79999");
        assertEquals(HealthStatus.OK, health().status());
        says(TEMPERATURE, "80000");
        assertEquals(HealthStatus.WARN, health().status());
        says(TEMPERATURE, "85000");
        assertEquals(HealthStatus.CRITICAL, health().status());
        assertFalse(health().action().isEmpty());
    }

    @Test
    void memoryIsWhatProgramsCanStillHave() throws Exception {
        says(MEMORY, "MemTotal:        3884136 kB\nMemFree:           10000 kB\nMemAvailable:     500000 kB\n");
        assertEquals(HealthResult.ok("memory 512 MB available"), health());
        says(MEMORY, "MemAvailable:      90000 kB\n");
        assertEquals(HealthStatus.WARN, health().status());
        says(MEMORY, "MemAvailable:      20000 kB\n");
        assertEquals(HealthStatus.CRITICAL, health().status());
    }

    @Test
    void tooLittleVoltageIsAFaultNowAndAMentionLater() throws Exception {
        says(THROTTLED, "50005\n");
        assertEquals(HealthStatus.WARN, health().status());
        assertTrue(health().message().contains("under-voltage, the computer gets less"), health().message());
        assertTrue(health().action().startsWith("bring a power supply"));
        says(THROTTLED, "50000\n");
        assertEquals(HealthResult.ok("under-voltage occurred since it was switched on"), health());
        says(THROTTLED, "20002\n");
        assertEquals(HealthStatus.WARN, health().status());
        says(THROTTLED, "0\n");
        assertEquals(HealthResult.ok("this computer tells nothing of itself"), health());
    }

    @Test
    void theWorstComesFirst() throws Exception {
        says(TEMPERATURE, "90000");
        says(THROTTLED, "50005");
        assertEquals(HealthStatus.CRITICAL, health().status());
    }
}
