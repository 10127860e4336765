package io.smartpole.lighting.request;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.time.Moment;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a request over a restart, as three lines of text; an empty file means none.
 *
 * <pre>
 *   level=0.5
 *   from=2026-11-02T21:00:00Z
 *   end=2026-11-02T23:00:00Z
 * </pre>
 */
final class RequestFile {

    /** Nothing that outlives a restart lasts longer. */
    static final Duration LONGEST = Duration.ofHours(24);

    private final Path file;

    /**
     * @param folder made when first written
     * @param name of the kind of request, such as {@code override}
     * @param simulated a simulated world has a file of its own: its times must never meet the real ones
     */
    RequestFile(Path folder, String name, boolean simulated) {
        this.file = folder.resolve(simulated ? name + "-simulated" : name);
    }

    /**
     * A request as it is kept.
     *
     * @param from when it was asked for
     * @param end at most {@link #LONGEST} later
     */
    record Kept(LightLevel level, Instant from, Instant end) {

        Kept {
            Duration length = Duration.between(from, end);
            if (length.isNegative() || length.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a request lasts 0 to 24 h, but is kept with " + length);
            }
        }

        /**
         * @param now trusted
         * @return the request with what is left of it; null if it ended, or was asked for in what is now the future: then
         *     one of the two clocks was wrong
         */
        @Nullable
        TimedRequest resumedAt(Moment now) {
            if (now.instant().isBefore(from) || !now.instant().isBefore(end)) {
                return null;
            }
            return new TimedRequest(level, end, now.sinceBoot().plus(Duration.between(now.instant(), end)));
        }
    }

    /**
     * @return null if none is kept
     * @throws IOException if the file cannot be read or understood
     */
    @Nullable
    Kept read() throws IOException {
        if (Files.notExists(file)) {
            return null;
        }
        String text = Files.readString(file);
        if (text.isEmpty()) {
            return null;
        }
        try {
            Properties lines = new Properties();
            lines.load(new StringReader(text));
            return new Kept(
                    new LightLevel(Double.parseDouble(lines.getProperty("level", ""))),
                    Instant.parse(lines.getProperty("from", "")),
                    Instant.parse(lines.getProperty("end", "")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    void write(Kept kept) throws IOException {
        String text = "level=%s%nfrom=%s%nend=%s%n".formatted(kept.level().ratio(), kept.from(), kept.end());
        DataFolder.replace(file, text.getBytes(StandardCharsets.UTF_8));
    }

    void clear() throws IOException {
        if (Files.exists(file) && Files.size(file) > 0) {
            DataFolder.replace(file, new byte[0]);
        }
    }
}
