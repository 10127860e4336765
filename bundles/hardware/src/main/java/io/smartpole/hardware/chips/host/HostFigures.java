package io.smartpole.hardware.chips.host;

import io.smartpole.core.reading.Unit;
import io.smartpole.hardware.chips.Measured;
import io.smartpole.hardware.chips.Quantity;
import io.smartpole.hardware.chips.SensorChip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the computer itself is doing. A figure that this computer does not have is left out, and the log says so once. */
public final class HostFigures implements SensorChip {

    public static final Quantity CPU_TEMPERATURE = new Quantity("cpu-temperature", Unit.CELSIUS, 3);
    /** Processes that run or wait to run, averaged over one minute, per processor: above 1 they wait. */
    public static final Quantity LOAD = new Quantity("load", Unit.RATIO, 3);
    /** What programs can still have without swapping. */
    public static final Quantity MEMORY_FREE = new Quantity("memory-free", Unit.BYTE, 0);
    /** What this process can still write to the disk that holds the data folder. */
    public static final Quantity DISK_FREE = new Quantity("disk-free", Unit.BYTE, 0);

    public static final List<Quantity> QUANTITIES = List.of(CPU_TEMPERATURE, LOAD, MEMORY_FREE, DISK_FREE);

    private static final Logger LOG = LoggerFactory.getLogger(HostFigures.class);

    private final Path root;
    private final Path dataFolder;
    private final int processors;
    private final Set<Quantity> missing = new HashSet<>();

    /**
     * @param root what holds {@code proc} and {@code sys}
     * @param dataFolder a folder on the disk that matters; it need not exist yet
     * @param processors of this computer, at least 1
     */
    public HostFigures(Path root, Path dataFolder, int processors) {
        this.root = root;
        this.dataFolder = dataFolder;
        this.processors = processors;
    }

    @Override
    public void initialise() {
        // The kernel keeps these figures; there is nothing to set up.
    }

    @Override
    public List<Measured> measure() {
        List<Measured> figures = new ArrayList<>();
        add(figures, CPU_TEMPERATURE, this::cpuTemperature);
        add(figures, LOAD, this::load);
        add(figures, MEMORY_FREE, this::memoryFree);
        add(figures, DISK_FREE, this::diskFree);
        return figures;
    }

    private double cpuTemperature() throws IOException {
        return Integer.parseInt(text("sys/class/thermal/thermal_zone0/temp").strip()) / 1000.0;
    }

    private double load() throws IOException {
        String text = text("proc/loadavg");
        return Double.parseDouble(text.substring(0, text.indexOf(' '))) / processors;
    }

    private double memoryFree() throws IOException {
        String available = text("proc/meminfo")
                .lines()
                .filter(line -> line.startsWith("MemAvailable:"))
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/meminfo has no MemAvailable"));
        return Long.parseLong(available.replaceAll("\\D", "")) * 1024.0;
    }

    private double diskFree() throws IOException {
        Path folder = dataFolder.toAbsolutePath();
        while (Files.notExists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return Files.getFileStore(folder).getUsableSpace();
    }

    private String text(String path) throws IOException {
        return Files.readString(root.resolve(path));
    }

    private void add(List<Measured> figures, Quantity quantity, Figure figure) {
        try {
            figures.add(quantity.is(figure.get()));
            missing.remove(quantity);
        } catch (IOException | RuntimeException e) {
            if (missing.add(quantity)) {
                LOG.info(
                        "this computer does not tell its {} ({}), so there are no readings of it",
                        quantity.name(),
                        e.getMessage());
            }
        }
    }

    private interface Figure {
        double get() throws IOException;
    }
}
