package io.smartpole.lighting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.core.time.Moment;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SteadyClockTest {

    private final FakeTime time = new FakeTime("2026-12-21T21:00:00Z");
    private final SteadyClock steady = new SteadyClock();

    @ParameterizedTest
    @CsvSource({"PT0S, true", "PT4M59S, true", "PT-5M, true", "PT5M1S, false", "PT-9H, false", "P3650D, false"})
    void aCalendarThatStepsByMoreThanFiveMinutesIsDoubted(Duration step, boolean trusted) {
        steady.look(time.now());
        time.pass(Duration.ofMillis(200));
        time.jump(time.now().instant().plus(step));
        assertEquals(trusted, steady.look(time.now()).trusted());
    }

    @Test
    void theDoubtLastsHoweverLongNobodyConfirmsTheJump() {
        jumpBackNineHours();
        time.pass(Duration.ofDays(30));
        assertEquals(false, steady.look(time.now()).trusted());
    }

    @Test
    void theDoubtEndsWhenTheCalendarIsBack() {
        jumpBackNineHours();
        time.pass(Duration.ofHours(1));
        steady.look(time.now());
        time.jump(time.now().instant().plus(Duration.ofHours(9)));
        assertEquals(true, steady.look(time.now()).trusted());
    }

    @Test
    void theDoubtEndsWhenTheClockIsConfirmedAnew() {
        jumpBackNineHours();
        time.trust(false);
        assertEquals(false, steady.look(time.now()).trusted());
        time.trust(true);
        assertEquals(true, steady.look(time.now()).trusted());
        time.pass(Duration.ofSeconds(1));
        assertEquals(true, steady.look(time.now()).trusted());
    }

    private void jumpBackNineHours() {
        steady.look(time.now());
        time.jump(time.now().instant().minus(Duration.ofHours(9)));
        assertEquals(false, steady.look(time.now()).trusted());
    }

    @Test
    void aClockThatBecomesRightAfterItWasNotTrustedIsBelievedAtOnce() {
        time.trust(false);
        steady.look(time.now());
        time.jump(time.now().instant().plus(Duration.ofDays(20_000)));
        time.trust(true);
        assertEquals(true, steady.look(time.now()).trusted());
    }

    @Test
    void timeThatPassesOnBothClocksIsNoStep() {
        steady.look(time.now());
        time.pass(Duration.ofDays(3));
        Moment later = time.now();
        assertEquals(later, steady.look(later));
    }
}
