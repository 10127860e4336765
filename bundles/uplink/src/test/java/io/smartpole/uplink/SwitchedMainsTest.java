package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.profile.HardwareProfile.Supply;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SwitchedMainsTest {

    private static final Duration START = Duration.ofSeconds(4);

    private final SwitchedMains mains = new SwitchedMains(Duration.ofSeconds(104), Duration.ofSeconds(14));

    @ParameterizedTest
    @EnumSource(names = {"NIGHT_SWITCHED", "HALF_NIGHT_PHASE"})
    void aPoleWithSwitchedMainsSleepsAndWaitsForItsTurn(Supply supply) {
        HardwareProfile profile = TestProfile.of(supply);
        assertTrue(SwitchedMains.feed(profile));
        assertFalse(mains.itsTurn(profile, Duration.ofMillis(103_999)));
        assertTrue(mains.itsTurn(profile, Duration.ofSeconds(104)));
    }

    @ParameterizedTest
    @EnumSource(names = {"PERMANENT", "BUFFERED"})
    void noOtherPoleSleepsOrWaits(Supply supply) {
        HardwareProfile profile = TestProfile.of(supply);
        assertFalse(SwitchedMains.feed(profile));
        assertTrue(mains.itsTurn(profile, START));
    }

    @Test
    void aPoleWithoutProfileWaitsAWhileForIt() {
        assertFalse(SwitchedMains.feed(null));
        assertFalse(mains.itsTurn(null, Duration.ofMillis(13_999)));
        assertTrue(mains.itsTurn(null, Duration.ofSeconds(14)));
    }

    @Test
    void theTurnsOfACityFillFiveMinutesEvenly() {
        long seed = 20261121;
        Random random = new Random(seed);
        int[] perMinute = new int[5];
        for (int i = 0; i < 10_000; i++) {
            Duration wait = SwitchedMains.draw(START, random).turn().minus(START);
            assertTrue(!wait.isNegative() && wait.compareTo(SwitchedMains.SPREAD) <= 0, "seed " + seed + ": " + wait);
            perMinute[(int) Math.min(4, wait.toMinutes())]++;
        }
        for (int poles : perMinute) {
            assertEquals(2_000, poles, 200, "seed " + seed);
        }
    }
}
