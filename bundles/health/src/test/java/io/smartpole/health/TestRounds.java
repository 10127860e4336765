package io.smartpole.health;

import static org.mockito.Mockito.mock;

import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.osgi.framework.BundleContext;

/** Makes rounds that nobody starts: the test asks for each. */
public final class TestRounds {

    private TestRounds() {}

    /** Waits long enough for a check that answers, on any computer. */
    public static HealthRounds patient(TimeSource time) {
        return of(time, Duration.ofSeconds(30), desk(time), new Records(time));
    }

    public static HealthRounds of(TimeSource time, Duration patience, NoteDesk desk, Records records) {
        return new HealthRounds(mock(BundleContext.class), "0.1.0", time, patience, desk, records);
    }

    public static void stop(HealthRounds rounds) {
        rounds.stop();
    }

    public static void watch(HealthRounds rounds, String name, HealthCheck check) {
        rounds.watch(name, name, check);
    }

    /** Begins without notes. */
    public static NoteDesk desk(TimeSource time) {
        return desk(time, Path.of("target", "notes-of-tests", UUID.randomUUID().toString()));
    }

    public static NoteDesk desk(TimeSource time, Path folder) {
        return new NoteDesk(folder, time);
    }
}
