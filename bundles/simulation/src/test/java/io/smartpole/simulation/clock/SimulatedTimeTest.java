package io.smartpole.simulation.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimulatedTimeTest {

    private static final Instant REAL = Instant.parse("2026-11-01T12:00:00Z");

    @Test
    void withoutAnEarlierRunTheWorldStartsAtRealTime() {
        SimulatedTime time = new SimulatedTime(null, 60);
        assertNull(time.latest());
        assertEquals(new Moment(REAL, true, seconds(5)), time.at(real(5)));
        assertEquals(REAL, time.latest());
    }

    @Test
    void theWorldRunsAtItsSpeed() {
        SimulatedTime time = new SimulatedTime(null, 60);
        time.at(real(5));
        Moment later = time.at(real(15));
        assertEquals(REAL.plusSeconds(600), later.instant());
        assertEquals(seconds(605), later.sinceBoot());
        assertTrue(later.trusted());
    }

    @Test
    void theWorldIsTrustedEvenWhenTheRealClockIsNot() {
        assertTrue(new SimulatedTime(null, 1)
                .at(new Moment(REAL, false, seconds(1)))
                .trusted());
    }

    @Test
    void anEarlierRunThatGotFartherIsContinued() {
        Instant ended = REAL.plus(Duration.ofDays(3));
        SimulatedTime time = new SimulatedTime(ended, 60);
        assertEquals(ended, time.at(real(5)).instant());
        assertEquals(ended.plusSeconds(60), time.at(real(6)).instant());
    }

    @Test
    void anEarlierRunThatRealTimeHasOvertakenIsNot() {
        SimulatedTime time = new SimulatedTime(REAL.minusSeconds(1), 60);
        assertEquals(REAL, time.at(real(5)).instant());
    }

    @Test
    void aSpeedChangeBendsTheLineWithoutAJump() {
        SimulatedTime time = new SimulatedTime(null, 10);
        time.at(real(0));
        time.speed(100);
        Moment turn = time.at(real(10));
        assertEquals(REAL.plusSeconds(100), turn.instant());
        assertEquals(REAL.plusSeconds(200), time.at(real(11)).instant());
        time.speed(1);
        assertEquals(REAL.plusSeconds(300), time.at(real(12)).instant());
        assertEquals(REAL.plusSeconds(301), time.at(real(13)).instant());
        assertEquals(seconds(301), time.at(real(13)).sinceBoot());
    }

    @Test
    void aStepOfTheRealClockDoesNotMoveTheWorld() {
        SimulatedTime time = new SimulatedTime(null, 1);
        time.at(real(0));
        Moment stepped = time.at(new Moment(Instant.EPOCH, false, seconds(10)));
        assertEquals(REAL.plusSeconds(10), stepped.instant());
    }

    @Test
    void timeNeverFallsForLooksInOrderWhateverSpeedsAreSet() {
        long seed = 42;
        SplittableRandom random = new SplittableRandom(seed);
        SimulatedTime time = new SimulatedTime(null, 1);
        Moment former = time.at(real(0));
        Duration now = Duration.ZERO;
        for (int round = 0; round < 20_000; round++) {
            if (random.nextInt(5) == 0) {
                time.speed(random.nextInt(1, 3601));
            }
            now = now.plusMillis(random.nextInt(0, 50));
            // Some other thread took its moment a little earlier.
            Duration stale = now.minusMillis(random.nextInt(0, 20));
            if (!stale.isNegative()) {
                time.at(new Moment(REAL, true, stale));
            }
            Moment world = time.at(new Moment(REAL, true, now));
            assertFalse(world.instant().isBefore(former.instant()), "seed " + seed + ", round " + round);
            assertTrue(world.sinceBoot().compareTo(former.sinceBoot()) >= 0, "seed " + seed + ", round " + round);
            assertFalse(world.instant().isAfter(time.latest()), "seed " + seed + ", round " + round);
            former = world;
        }
    }

    private static Moment real(int seconds) {
        return new Moment(REAL, true, seconds(seconds));
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
