package io.smartpole.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.keys.KeyId;
import io.smartpole.remote.TokenBucket.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

    private static final KeyId ONE = new KeyId("0123456789abcdef");
    private static final KeyId OTHER = new KeyId("fedcba9876543210");
    private static final Duration START = Duration.ofMinutes(3);

    private final RateLimits limits = new RateLimits();

    @Test
    void sixtyQuickOnesMayComeAtOnceAndThenOneASecond() {
        take(60, START);
        assertFalse(take(RateLimits.QUICK, START));
        assertFalse(take(RateLimits.QUICK, START.plusMillis(999)));
        assertTrue(take(RateLimits.QUICK, START.plusSeconds(1)));
        assertFalse(take(RateLimits.QUICK, START.plusSeconds(1)));
        take(10, START.plusSeconds(11));
        assertFalse(take(RateLimits.QUICK, START.plusSeconds(11)));
    }

    @Test
    void threeLongOnesMayComeAtOnceAndThenOneEachFiveMinutes() {
        for (int i = 0; i < 3; i++) {
            assertTrue(take(RateLimits.LONG, START));
        }
        assertFalse(take(RateLimits.LONG, START.plusSeconds(299)));
        assertTrue(take(RateLimits.LONG, START.plusSeconds(300)));
        assertFalse(take(RateLimits.LONG, START.plusSeconds(300)));
    }

    @Test
    void whoWaitsLongEnoughHasTheWholeBurstAgainAndNoMore() {
        take(60, START);
        Duration later = START.plus(Duration.ofDays(1));
        take(60, later);
        assertFalse(take(RateLimits.QUICK, later));
    }

    @Test
    void beingRefusedCostsNothing() {
        take(60, START);
        for (int i = 0; i < 1000; i++) {
            assertFalse(take(RateLimits.QUICK, START));
        }
        assertTrue(take(RateLimits.QUICK, START.plusSeconds(1)));
    }

    @Test
    void eachKeyAndEachKindHasItsOwnBucket() {
        take(60, START);
        assertTrue(limits.take(OTHER, "light.override", RateLimits.QUICK, START));
        assertTrue(limits.take(ONE, "light.emergency", RateLimits.QUICK, START));
        assertFalse(limits.take(ONE, "light.override", RateLimits.QUICK, START));
    }

    @Test
    void bucketsThatAreFullAgainAreNotKept() {
        for (int i = 0; i < 100; i++) {
            assertTrue(limits.take(ONE, "kind-" + i, RateLimits.QUICK, START));
        }
        assertEquals(100, limits.size());
        assertTrue(take(RateLimits.QUICK, START.plusSeconds(1)));
        assertEquals(1, limits.size());
    }

    private void take(int times, Duration now) {
        for (int i = 0; i < times; i++) {
            assertTrue(take(RateLimits.QUICK, now), "number " + i);
        }
    }

    private boolean take(Rate rate, Duration now) {
        return limits.take(ONE, "light.override", rate, now);
    }
}
