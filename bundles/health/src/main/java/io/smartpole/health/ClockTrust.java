package io.smartpole.health;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Tells whether the host's calendar clock can be trusted: somebody synchronised it, and it is not before the software
 * was built.
 *
 * @param floor build time of this software, UTC
 * @param marks files of which one exists once NTP has set the clock
 */
record ClockTrust(Instant floor, List<Path> marks) {

    /** Made by systemd-timesyncd after its first answer from a time server. */
    private static final Path TIMESYNCD = Path.of("/run/systemd/timesync/synchronized");

    static ClockTrust ofThisHost(Instant floor) {
        return new ClockTrust(floor, List.of(TIMESYNCD));
    }

    boolean trusted(Instant clock) {
        return !clock.isBefore(floor) && marks.stream().anyMatch(Files::exists);
    }
}
