package io.smartpole.health.host;

import io.smartpole.core.health.HealthResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the computer is doing. What it does not tell is null.
 *
 * @param celsius temperature of the processor
 * @param memoryAvailable what programs can still have without swapping, in bytes
 * @param throttling flags of the Raspberry Pi's firmware: low half now, high half since it was switched on
 */
public record HostState(
        @Nullable Double celsius,
        @Nullable Long memoryAvailable,
        @Nullable Integer throttling) {

    /** From 80 degrees a Raspberry Pi slows down, at 85 it does so by much; both stand in its documentation. */
    static final double HOT = 80;

    static final double TOO_HOT = 85;

    static final long LITTLE_MEMORY = 100_000_000;
    static final long NO_MEMORY = 30_000_000;

    private static final int UNDER_VOLTAGE = 1;
    private static final int SLOWED_DOWN = 0b1110;
    private static final int SINCE_START = 16;

    /** @param root what holds {@code proc} and {@code sys} */
    public static HostState read(Path root) {
        return new HostState(celsius(root), memoryAvailable(root), throttling(root));
    }

    private static @Nullable Double celsius(Path root) {
        String text = text(root.resolve("sys/class/thermal/thermal_zone0/temp"));
        try {
            return text == null ? null : Integer.parseInt(text) / 1000.0;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Long memoryAvailable(Path root) {
        String text = text(root.resolve("proc/meminfo"));
        if (text == null) {
            return null;
        }
        return text.lines()
                .filter(line -> line.matches("MemAvailable: *[0-9]{1,15} kB"))
                .findFirst()
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .orElse(null);
    }

    private static @Nullable Integer throttling(Path root) {
        String text = text(root.resolve("sys/devices/platform/soc/soc:firmware/get_throttled"));
        try {
            return text == null ? null : Integer.parseInt(text, 16);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return null; // this computer does not have it
        }
    }

    public boolean underVoltage() {
        return throttling != null && (throttling & UNDER_VOLTAGE) != 0;
    }

    public boolean slowedDown() {
        return throttling != null && (throttling & SLOWED_DOWN) != 0;
    }

    HealthResult health() {
        String text = inWords();
        if (celsius != null && celsius >= TOO_HOT) {
            return HealthResult.critical(
                    text + ": too hot, the computer slows down by much",
                    "go there: look for a heat sink or fan that came off, blocked vents, sun on the box");
        }
        if (memoryAvailable != null && memoryAvailable < NO_MEMORY) {
            return HealthResult.critical(
                    text + ": memory is used up, the gateway may be killed any moment",
                    "restart the gateway; if it comes back, fetch diagnostics and report this");
        }
        if (underVoltage()) {
            return HealthResult.warn(
                    text + ": under-voltage, the computer gets less than 4.63 V and may fail or spoil its SD card",
                    "bring a power supply, and a cable: check plug and terminals first");
        }
        if ((celsius != null && celsius >= HOT) || slowedDown()) {
            return HealthResult.warn(
                    text + ": hot, the computer slows itself down", "check heat sink, fan and vents at the next visit");
        }
        if (memoryAvailable != null && memoryAvailable < LITTLE_MEMORY) {
            return HealthResult.warn(
                    text + ": little memory is left", "fetch diagnostics; restart the gateway if it becomes less");
        }
        return HealthResult.ok(text);
    }

    private String inWords() {
        List<String> said = new ArrayList<>();
        if (celsius != null) {
            said.add(String.format(Locale.ROOT, "processor %.1f °C", celsius));
        }
        if (memoryAvailable != null) {
            said.add("memory %d MB available".formatted(memoryAvailable / 1_000_000));
        }
        if (throttling != null && throttling >> SINCE_START != 0) {
            boolean voltage = (throttling >> SINCE_START & UNDER_VOLTAGE) != 0;
            said.add((voltage ? "under-voltage" : "throttling") + " occurred since it was switched on");
        }
        return said.isEmpty() ? "this computer tells nothing of itself" : String.join(", ", said);
    }
}
