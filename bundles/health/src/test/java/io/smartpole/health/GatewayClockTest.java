package io.smartpole.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.time.Moment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayClockTest {

    private static final Instant BUILT = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void aClockThatNobodySetIsNotTrustedHoweverRightItLooks() {
        ClockTrust trust = new ClockTrust(BUILT, List.of(folder.resolve("synchronized")));
        assertFalse(trust.trusted(BUILT.plusSeconds(1)));
    }

    @Test
    void aClockSetByNtpIsTrusted() throws Exception {
        ClockTrust trust = new ClockTrust(BUILT, List.of(Files.createFile(folder.resolve("synchronized"))));
        assertTrue(trust.trusted(BUILT));
    }

    @Test
    void aClockBeforeTheBuildIsNeverTrusted() throws Exception {
        ClockTrust trust = new ClockTrust(BUILT, List.of(Files.createFile(folder.resolve("synchronized"))));
        assertFalse(trust.trusted(BUILT.minusMillis(1)));
        assertFalse(trust.trusted(Instant.EPOCH));
    }

    @Test
    void withoutASimulationTheWorldIsTheRealOneAndHealthSaysThatTheClockIsNotSet() {
        GatewayClock clock = new GatewayClock(new ClockTrust(BUILT, List.of()), null);
        assertFalse(clock.now().trusted());
        assertFalse(clock.world().trusted());
        assertEquals(HealthStatus.WARN, clock.check().status());
    }

    @Test
    void aSimulatedWorldVouchesForTheTimeAndRunsApart() {
        Moment noon = new Moment(Instant.parse("2030-06-21T12:00:00Z"), true, Duration.ofDays(25));
        GatewayClock clock = new GatewayClock(new ClockTrust(BUILT, List.of()), now -> noon);
        assertEquals(noon, clock.world());
        assertTrue(clock.now().trusted());
        assertTrue(clock.now().sinceBoot().compareTo(Duration.ofDays(25)) < 0);
        assertEquals(HealthStatus.OK, clock.check().status());
    }
}
