package io.smartpole.health;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Tells whether the host's calendar clock can be trusted: somebody synchronised it, and it is not before the software
 * was built.
 *
 * @param floor build time of this software, UTC
 * @param marks files of which one exists once NTP has set the clock
 * @param otherwise whether the host says so in another way; asked often, so it must answer from memory
 */
record ClockTrust(Instant floor, List<Path> marks, BooleanSupplier otherwise) {

    /** Made by systemd-timesyncd after its first answer from a time server. */
    private static final Path TIMESYNCD = Path.of("/run/systemd/timesync/synchronized");

    static ClockTrust ofThisHost(Instant floor, BooleanSupplier otherwise) {
        return new ClockTrust(floor, List.of(TIMESYNCD), otherwise);
    }

    boolean trusted(Instant clock) {
        return !clock.isBefore(floor)
                && (otherwise.getAsBoolean() || marks.stream().anyMatch(Files::exists));
    }
}
