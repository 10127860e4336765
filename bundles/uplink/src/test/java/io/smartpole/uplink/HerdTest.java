package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.uplink.Herd.Outcome;
import io.smartpole.uplink.Herd.Trouble;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten thousand poles must not throw down the broker that has just come back. */
class HerdTest {

    private static final int SEEDS = 5;
    private static final int MOST_PER_SECOND = 100;
    private static final double LONGEST_MEDIAN_SECONDS = 150;

    static List<Trouble> troubles() {
        return Herd.TROUBLES;
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void thePolesComeBackOneByOneAndStillSoon(Trouble trouble) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Outcome gateway = Herd.follow(trouble, Herd.GATEWAY, seed);
            String hint = "seed " + seed + ": " + gateway;
            assertTrue(gateway.peak() <= MOST_PER_SECOND, hint);
            assertTrue(gateway.medianSeconds() <= LONGEST_MEDIAN_SECONDS, hint);
        }
    }

    /** The price of being back at once when the line failed for one pole alone. */
    @Test
    void afterABlinkOfTheNetworkThePolesComeAsFastAsTheirModems() {
        Outcome gateway = Herd.follow(Herd.BLINK, Herd.GATEWAY, 1);
        assertTrue(gateway.peak() > MOST_PER_SECOND && gateway.peak() <= 5 * MOST_PER_SECOND, gateway.toString());
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void clientsThatDoubleAFixedDelayComeAllAtOnce(Trouble trouble) {
        Outcome naive = Herd.follow(trouble, Herd.NAIVE, 1);
        assertTrue(naive.peak() > 3 * MOST_PER_SECOND, naive.toString());
    }
}
