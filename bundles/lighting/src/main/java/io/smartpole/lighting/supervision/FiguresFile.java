package io.smartpole.lighting.supervision;

import io.smartpole.core.light.LampFigures;
import io.smartpole.core.pole.DataFolder;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.zip.CRC32;

/**
 * Keeps the lamp's counters over a restart, as five lines of text. The last one is the CRC-32 of those above: one flipped
 * digit in the burning hours would change the light for years.
 *
 * <pre>
 *   energy=123456.7
 *   estimated-energy=120.0
 *   burning-hours=2941.5
 *   switch-ons=734
 *   check=1b2c3d4e
 * </pre>
 */
final class FiguresFile {

    private static final String CHECK = "check=";

    private final Path file;

    /**
     * @param folder made when first written
     * @param simulated what a simulated lamp burns is not counted for the real one
     */
    FiguresFile(Path folder, boolean simulated) {
        this.file = folder.resolve(simulated ? "figures-simulated" : "figures");
    }

    /**
     * @return {@link LampFigures#NONE} if none are kept
     * @throws IOException if the file cannot be read or understood; it is then kept aside as {@code *.damaged}
     */
    LampFigures read() throws IOException {
        if (Files.notExists(file)) {
            return LampFigures.NONE;
        }
        try {
            return parse(Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            Path aside = damaged();
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            throw new IOException(
                    "%s is damaged (%s) and was kept aside as %s".formatted(file, e.getMessage(), aside.getFileName()),
                    e);
        }
    }

    /** @return where damaged counters are kept; as long as they are there, the counters are not those of the lamp's life */
    Path damaged() {
        return file.resolveSibling(file.getFileName() + ".damaged");
    }

    void write(LampFigures figures) throws IOException {
        String lines = "energy=%s\nestimated-energy=%s\nburning-hours=%s\nswitch-ons=%s\n"
                .formatted(figures.energy(), figures.estimatedEnergy(), figures.burningHours(), figures.switchOns());
        DataFolder.replace(file, (lines + CHECK + check(lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static LampFigures parse(String text) throws IOException {
        int end = text.lastIndexOf(CHECK);
        if (end < 0 || !text.substring(end).trim().equals(CHECK + check(text.substring(0, end)))) {
            throw new IllegalArgumentException("its check sum is not right");
        }
        Properties lines = new Properties();
        lines.load(new StringReader(text));
        return new LampFigures(
                counter(lines, "energy"),
                counter(lines, "estimated-energy"),
                counter(lines, "burning-hours"),
                (long) counter(lines, "switch-ons"),
                null);
    }

    private static double counter(Properties lines, String key) {
        double value = Double.parseDouble(lines.getProperty(key, ""));
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(key + " must be a number from 0, but is " + value);
        }
        return value;
    }

    private static String check(String lines) {
        CRC32 sum = new CRC32();
        sum.update(lines.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(sum.getValue());
    }
}
