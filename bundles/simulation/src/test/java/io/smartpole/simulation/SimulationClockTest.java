package io.smartpole.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.time.Moment;
import io.smartpole.simulation.clock.WorldTimeFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationClockTest {

    private static final Instant REAL = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void aCleanStopContinuesWhereItEnded() throws Exception {
        SimulationClock first = started(60);
        first.worldAt(real(0));
        Instant ended = first.worldAt(real(100)).instant();
        first.deactivate();
        assertEquals(REAL.plusSeconds(6000), ended);

        SimulationClock second = started(60);
        assertEquals(ended, second.worldAt(real(101)).instant());
        second.deactivate();
    }

    @Test
    void aClockThatNobodyAskedWritesNothing() throws Exception {
        started(1).deactivate();
        assertNull(new WorldTimeFile(folder).read());
    }

    @Test
    void theSpeedChangesAtRunTime() throws Exception {
        SimulationClock clock = started(1);
        clock.worldAt(real(0));
        clock.modified(TestConfig.of(60, 1));
        clock.worldAt(real(10));
        assertEquals(REAL.plusSeconds(10 + 600), clock.worldAt(real(20)).instant());
        clock.deactivate();
    }

    @Test
    void aRefusedConfigurationKeepsTheLastGoodOneAndHealthSaysWhichKey() throws Exception {
        SimulationClock clock = started(60);
        assertEquals(HealthStatus.OK, clock.check().status());
        clock.modified(TestConfig.of(0, 1));
        HealthResult refused = clock.check();
        assertEquals(HealthStatus.WARN, refused.status());
        assertTrue(refused.message().contains("speed") && refused.message().contains("0"), refused.message());
        clock.worldAt(real(0));
        assertEquals(REAL.plusSeconds(600), clock.worldAt(real(10)).instant());

        clock.modified(TestConfig.of(2, 1));
        assertEquals(HealthStatus.OK, clock.check().status());
        clock.deactivate();
    }

    @Test
    void aRefusedFirstConfigurationRunsOnDefaults() throws Exception {
        SimulationClock clock = started(-5);
        clock.worldAt(real(0));
        assertEquals(REAL.plusSeconds(10), clock.worldAt(real(10)).instant());
        assertEquals(HealthStatus.WARN, clock.check().status());
        clock.deactivate();
    }

    @Test
    void healthSaysWhenTheTimeCannotBeStored() throws Exception {
        Path file = Files.writeString(folder.resolve("not-a-folder"), "");
        SimulationClock clock = new SimulationClock(file.resolve("simulation"));
        clock.activate(TestConfig.of(1, 1));
        clock.worldAt(real(0));
        clock.deactivate();
        assertEquals(HealthStatus.WARN, clock.check().status());
    }

    private SimulationClock started(int speed) {
        SimulationClock clock = new SimulationClock(folder);
        clock.activate(TestConfig.of(speed, 1));
        return clock;
    }

    private static Moment real(int seconds) {
        return new Moment(REAL, true, Duration.ofSeconds(seconds));
    }
}
