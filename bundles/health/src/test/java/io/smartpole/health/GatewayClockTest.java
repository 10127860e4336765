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

    private static final ClockTrust UNSET = new ClockTrust(BUILT, List.of(), () -> false);
    private static final NtpQuestion NOBODY = new NtpQuestion(() -> "");

    @TempDir
    Path folder;

    @Test
    void aClockThatNobodySetIsNotTrustedHoweverRightItLooks() {
        ClockTrust trust = new ClockTrust(BUILT, List.of(folder.resolve("synchronized")), () -> false);
        assertFalse(trust.trusted(BUILT.plusSeconds(1)));
    }

    @Test
    void aClockSetByNtpIsTrusted() throws Exception {
        ClockTrust trust =
                new ClockTrust(BUILT, List.of(Files.createFile(folder.resolve("synchronized"))), () -> false);
        assertTrue(trust.trusted(BUILT));
    }

    @Test
    void aClockThatTheHostCallsSetIsTrustedWithoutAMark() {
        ClockTrust trust = new ClockTrust(BUILT, List.of(), () -> true);
        assertTrue(trust.trusted(BUILT));
        assertFalse(trust.trusted(BUILT.minusMillis(1)));
    }

    @Test
    void aClockBeforeTheBuildIsNeverTrusted() throws Exception {
        ClockTrust trust =
                new ClockTrust(BUILT, List.of(Files.createFile(folder.resolve("synchronized"))), () -> false);
        assertFalse(trust.trusted(BUILT.minusMillis(1)));
        assertFalse(trust.trusted(Instant.EPOCH));
    }

    @Test
    void withoutASimulationTheWorldIsTheRealOneAndHealthSaysThatTheClockIsNotSet() {
        GatewayClock clock = new GatewayClock(UNSET, NOBODY);
        assertFalse(clock.now().trusted());
        assertFalse(clock.world().trusted());
        assertEquals(HealthStatus.WARN, clock.check().status());
    }

    @Test
    void aSimulatedWorldVouchesForTheTimeAndRunsApart() {
        Moment noon = new Moment(Instant.parse("2030-06-21T12:00:00Z"), true, Duration.ofDays(25));
        GatewayClock clock = new GatewayClock(UNSET, NOBODY);
        clock.world = now -> noon;
        assertEquals(noon, clock.world());
        assertEquals("simulation", clock.clockSource().name());
        assertTrue(clock.now().trusted());
        assertTrue(clock.now().sinceBoot().compareTo(Duration.ofDays(25)) < 0);
        assertEquals(HealthStatus.OK, clock.check().status());
    }
}
