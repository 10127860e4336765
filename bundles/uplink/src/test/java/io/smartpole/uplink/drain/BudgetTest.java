package io.smartpole.uplink.drain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;

    private long sent = 5000; // before anything is limited
    private final Budget budget = new Budget(() -> sent);
    private Duration now = Duration.ofSeconds(7);

    @BeforeEach
    void aWhileAfterTheStart() {
        budget.look(now);
    }

    @Test
    void withoutLimitsAllMayGo() {
        look(100 * MIB, Duration.ofSeconds(1));
        assertTrue(budget.allows(MIB));
        assertTrue(budget.allowsLive());
        assertEquals(Optional.empty(), budget.heldBack());
    }

    @Test
    void whatWasSentBeforeALimitWasSetDoesNotCount() {
        look(100 * MIB, Duration.ofSeconds(1));
        budget.limit(1, 1);
        look(0, Duration.ZERO);
        assertTrue(budget.allows(0));
    }

    @Test
    void theLimitPerSecondHoldsBackUntilItIsPaidFor() {
        budget.limit(10, 0);
        look(0, Duration.ZERO);
        assertTrue(budget.allows(0));
        look(25 * KIB, Duration.ZERO); // it had five
        assertFalse(budget.allows(0));
        assertEquals(Optional.of("measurements are sent no faster than limit.second (10 KiB/s)"), budget.heldBack());
        Duration due = budget.due();
        assertEquals(2001, due.minus(now).toMillis());
        look(0, Duration.ofSeconds(2));
        assertFalse(budget.allows(0));
        look(0, Duration.ofMillis(1));
        assertTrue(budget.allows(0));
    }

    @Test
    void whatIsStillOnItsWayCountsAlready() {
        budget.limit(10, 0);
        look(0, Duration.ofSeconds(1));
        assertTrue(budget.allows(10 * KIB - 1));
        assertFalse(budget.allows(10 * KIB));
    }

    @Test
    void aSingleBatchMayBeLargerThanTheBucket() {
        budget.limit(1, 0);
        look(0, Duration.ZERO);
        assertTrue(budget.allows(0));
        look(MIB, Duration.ZERO);
        look(0, Duration.ofSeconds(1000));
        assertFalse(budget.allows(0));
        look(0, Duration.ofSeconds(24));
        assertTrue(budget.allows(0));
    }

    @Test
    void theLimitPerSecondIsNotForTelemetry() {
        budget.limit(1, 0);
        look(MIB, Duration.ZERO);
        assertTrue(budget.allowsLive());
    }

    @Test
    void theDaysBucketStartsHalfFullAndAQuarterOfItIsKeptForLiveData() {
        budget.limit(0, 8);
        look(MIB * 3 / 4 - 1, Duration.ZERO);
        assertTrue(budget.allows(0));
        look(1, Duration.ZERO);
        assertFalse(budget.allows(0));
        assertTrue(budget.allowsLive());
        assertEquals(Optional.of("measurements wait, since limit.day (8 MiB in 24 h) is used up"), budget.heldBack());
        budget.measurementsGo();
        assertEquals(Optional.empty(), budget.heldBack());
    }

    @Test
    void liveDataPaysForItselfHoweverMuchElseIsSent() {
        budget.limit(0, 8);
        look(100 * MIB, Duration.ZERO);
        assertTrue(budget.allowsLive());
        budget.liveSent(MIB / 4 - 1);
        assertTrue(budget.allowsLive());
        budget.liveSent(1);
        assertFalse(budget.allowsLive());
        assertEquals(
                Optional.of("live data is left out, since its quarter of limit.day (8 MiB in 24 h) is used up"),
                budget.heldBack());
        look(0, Duration.ofSeconds(1));
        assertTrue(budget.allowsLive());
    }

    @Test
    void whatLiveDataHasUsedIsNotKeptForItAnyLonger() {
        budget.limit(0, 8);
        look(MIB * 3 / 4, Duration.ZERO);
        assertFalse(budget.allows(0));
        budget.liveSent(KIB);
        assertTrue(budget.allows(0));
    }

    @Test
    void bothAreSaidAndThatLiveDataIsLeftOutForAWhile() {
        budget.limit(0, 8);
        look(10 * MIB, Duration.ZERO);
        budget.liveSent(MIB);
        assertFalse(budget.allows(0));
        assertFalse(budget.allowsLive());
        String both = budget.heldBack().orElseThrow();
        assertTrue(both.startsWith("measurements wait") && both.contains("; live data is left out"), both);

        budget.measurementsGo();
        look(0, Budget.LATELY.minusMillis(1));
        assertTrue(budget.heldBack().orElseThrow().startsWith("live data is left out"));
        look(0, Duration.ofMillis(1));
        assertEquals(Optional.empty(), budget.heldBack());

        assertFalse(budget.allowsLive());
        budget.holdNothing();
        assertEquals(Optional.empty(), budget.heldBack());

        assertFalse(budget.allowsLive());
        budget.limit(0, 0);
        assertEquals(Optional.empty(), budget.heldBack());
    }

    @Test
    void whenItIsDueMeasurementsMayGo() {
        budget.limit(0, 8);
        look(2 * MIB, Duration.ZERO);
        assertFalse(budget.allows(0));
        look(0, budget.due().minus(now));
        assertTrue(budget.allows(0));
    }

    @Test
    void unusedTimeIsNotSavedUpBeyondAQuarter() {
        budget.limit(0, 8);
        look(0, Duration.ofDays(10));
        budget.liveSent(MIB / 2 - 1);
        assertTrue(budget.allowsLive());
        budget.liveSent(1);
        assertFalse(budget.allowsLive());
        look(2 * MIB - 1, Duration.ZERO);
        assertTrue(budget.allows(0));
        look(1, Duration.ZERO);
        assertFalse(budget.allows(0));
    }

    @Test
    void liveDataTakesNoMoreThanAQuarterOfTheDay() {
        budget.limit(0, 8);
        look(0, Duration.ofDays(1));
        long live = 0;
        long before = sent;
        for (int second = 0; second < 86_400; second++) {
            look(0, Duration.ofSeconds(1));
            while (budget.allowsLive()) {
                budget.liveSent(200);
                look(200, Duration.ZERO);
                live += 200;
            }
            while (budget.allows(0)) {
                look(8 * KIB, Duration.ZERO);
            }
        }
        assertTrue(live <= 2 * MIB + 200, "live " + live);
        assertTrue(live >= 2 * MIB - 8 * KIB, "live " + live);
        long used = sent - before;
        assertTrue(used <= 8 * MIB + 8 * KIB, "used " + used);
        assertTrue(used >= 8 * MIB - 8 * KIB, "and it can be used: " + used);
    }

    @Test
    void noTwentyFourHoursSeeMoreThanTheLimitPlusOneBatch() {
        budget.limit(0, 8);
        look(0, Duration.ofDays(1)); // the bucket is full: the worst moment to begin
        long before = sent;
        for (int second = 0; second < 86_400; second++) {
            look(0, Duration.ofSeconds(1));
            while (budget.allows(0)) {
                look(8 * KIB, Duration.ZERO);
            }
        }
        long used = sent - before;
        assertTrue(used <= 8 * MIB + 8 * KIB, "used " + used);
        assertTrue(used >= 7.5 * MIB - 8 * KIB, "and it can be used, but for what is kept for live data: " + used);
    }

    @Test
    void theSameLimitOnceMoreForgetsNothing() {
        budget.limit(10, 8);
        look(100 * MIB, Duration.ZERO);
        budget.limit(10, 8);
        look(0, Duration.ofSeconds(1));
        assertFalse(budget.allows(0));
        budget.limit(0, 0);
        assertTrue(budget.allows(0));
    }

    private void look(long bytes, Duration later) {
        sent += bytes;
        now = now.plus(later);
        budget.look(now);
    }
}
