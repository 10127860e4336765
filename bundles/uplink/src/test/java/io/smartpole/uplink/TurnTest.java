package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.evidence.PreviousEnd;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Supply;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TurnTest {

    private static final Duration START = Duration.ofSeconds(4);
    private static final Optional<PreviousEnd> STOPPED = Optional.of(PreviousEnd.AFTER_CLEAN_STOP);
    private static final Optional<PreviousEnd> POWER_CUT = Optional.of(PreviousEnd.AFTER_UNCLEAN_STOP);

    private final Turn turn = new Turn(Duration.ofSeconds(104), Duration.ofSeconds(14));

    @ParameterizedTest
    @EnumSource(names = {"NIGHT_SWITCHED", "HALF_NIGHT_PHASE"})
    void aPoleWithSwitchedMainsWaitsForItsTurn(Supply supply) {
        HardwareProfile profile = TestProfile.of(supply);
        assertTrue(Turn.switchedMains(profile));
        assertFalse(turn.hasCome(profile, STOPPED, Duration.ofMillis(103_999)));
        assertTrue(turn.hasCome(profile, STOPPED, Duration.ofSeconds(104)));
    }

    @ParameterizedTest
    @EnumSource(names = {"PERMANENT", "BUFFERED"})
    void anyOtherPoleWaitsOnlyAfterAPowerCut(Supply supply) {
        HardwareProfile profile = TestProfile.of(supply);
        assertFalse(Turn.switchedMains(profile));
        assertTrue(turn.hasCome(profile, STOPPED, START));
        assertTrue(turn.hasCome(profile, Optional.of(PreviousEnd.NEW_STORE), START));
        assertFalse(turn.hasCome(profile, POWER_CUT, Duration.ofMillis(103_999)));
        assertTrue(turn.hasCome(profile, POWER_CUT, Duration.ofSeconds(104)));
    }

    @Test
    void whatTellsTheReasonOfTheStartIsWaitedForAWhile() {
        HardwareProfile permanent = TestProfile.of(Supply.PERMANENT);
        assertFalse(Turn.switchedMains(null));
        assertFalse(turn.hasCome(null, STOPPED, Duration.ofMillis(13_999)));
        assertFalse(turn.hasCome(permanent, Optional.empty(), Duration.ofMillis(13_999)));
        assertTrue(turn.hasCome(null, STOPPED, Duration.ofSeconds(14)));
        assertTrue(turn.hasCome(permanent, Optional.empty(), Duration.ofSeconds(14)));
        assertFalse(turn.hasCome(null, POWER_CUT, Duration.ofSeconds(14)));
    }

    @Test
    void theTurnsOfACityFillFiveMinutesWithMostOfThemEarly() {
        long seed = 20261121;
        Random random = new Random(seed);
        int[] perMinute = new int[5];
        for (int i = 0; i < 10_000; i++) {
            Duration wait = Turn.draw(START, random).at().minus(START);
            assertTrue(!wait.isNegative() && wait.compareTo(Turn.SPREAD) <= 0, "seed " + seed + ": " + wait);
            perMinute[(int) Math.min(4, wait.toMinutes())]++;
        }
        for (int minute = 0; minute < 5; minute++) {
            // the smaller of two draws is beyond x with (1 - x)^2
            assertEquals(10_000 * (9 - 2 * minute) / 25.0, perMinute[minute], 250, "seed " + seed);
        }
    }
}
