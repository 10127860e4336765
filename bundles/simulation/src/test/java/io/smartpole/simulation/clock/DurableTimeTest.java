package io.smartpole.simulation.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.time.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableTimeTest {

    private static final Instant REAL = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void afterAKillTheWorldNeverGoesBack() throws IOException {
        for (int lived : new int[] {0, 1, 29, 31, 59, 61, 1000}) {
            Path data = folder.resolve("lived-" + lived);
            DurableTime killed = started(data, 60);
            Instant ended = REAL;
            for (int second = 0; second <= lived; second++) {
                ended = killed.at(real(second)).instant();
            }
            Instant reserved = Objects.requireNonNull(new WorldTimeFile(data).read());
            assertFalse(reserved.isBefore(ended), lived + " s: " + reserved + " < " + ended);
            assertFalse(reserved.isAfter(ended.plusSeconds(60 * 60)), lived + " s: " + reserved);

            DurableTime next = started(data, 60);
            assertFalse(next.at(real(lived + 1)).instant().isBefore(ended), lived + " s");
        }
    }

    @Test
    void theFileIsWrittenTwiceAMinuteAndNotAtEachLook() throws IOException {
        DurableTime clock = started(folder, 1);
        int writes = 0;
        Instant former = Instant.MIN;
        for (int second = 0; second <= 600; second++) {
            clock.at(real(second));
            Instant reserved = new WorldTimeFile(folder).read();
            if (reserved != null && !reserved.equals(former)) {
                writes++;
                former = reserved;
            }
        }
        // At the first look, and each 30 s of the following 10 min.
        assertEquals(20, writes, 1);
    }

    @Test
    void aFasterWorldReservesFartherAtOnce() throws IOException {
        DurableTime clock = started(folder, 1);
        clock.at(real(0));
        clock.speed(3600);
        clock.at(real(1));
        Instant reserved = new WorldTimeFile(folder).read();
        assertTrue(reserved != null && reserved.isAfter(REAL.plusSeconds(30 * 3600)), "reserved " + reserved);
    }

    @Test
    void aDamagedFileIsPassedOver() throws IOException {
        Files.writeString(folder.resolve("world-time"), "yesterday");
        DurableTime clock = started(folder, 1);
        assertEquals(REAL, clock.at(real(0)).instant());
    }

    @Test
    void aRenewalThatIsOnItsWayDoesNotHideASpeedChange() throws IOException {
        Deque<Runnable> disk = new ArrayDeque<>();
        DurableTime clock = new DurableTime(new WorldTimeFile(folder), 1, disk::add);
        clock.at(real(0));
        clock.speed(3600);
        while (!disk.isEmpty()) {
            disk.remove().run();
        }
        clock.at(real(1));
        Instant ended = clock.at(real(2)).instant();
        while (!disk.isEmpty()) {
            disk.remove().run();
        }
        Instant reserved = new WorldTimeFile(folder).read();
        assertTrue(reserved != null && reserved.isAfter(ended), reserved + " <= " + ended);
    }

    @Test
    void aDiskThatFailsIsReportedUntilItWorksAgain() throws IOException {
        Path blocked = folder.resolve("simulation");
        Files.writeString(blocked, "in the way");
        DurableTime clock = started(blocked, 1);
        clock.at(real(0));
        assertTrue(clock.failing());
        Files.delete(blocked);
        clock.at(real(31));
        assertFalse(clock.failing());
    }

    private static DurableTime started(Path data, int speed) {
        return new DurableTime(new WorldTimeFile(data), speed, Runnable::run);
    }

    private static Moment real(int seconds) {
        return new Moment(REAL, true, Duration.ofSeconds(seconds));
    }
}
