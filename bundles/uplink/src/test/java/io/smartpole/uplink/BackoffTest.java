package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.uplink.Problem.Side;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BackoffTest {

    private static final int DRAWS = 10_000;

    @ParameterizedTest
    @EnumSource(Side.class)
    void whereNobodyElseComesTheRangeDoublesFromOneSecondToFiveMinutes(Side side) {
        int[] seconds = {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300};
        for (int failures = 1; failures <= seconds.length; failures++) {
            Duration expected = Duration.ofSeconds(seconds[failures - 1]);
            assertEquals(expected, Backoff.delay(failures, side, false, highest()));
            assertEquals(Duration.ZERO, Backoff.delay(failures, side, false, lowest()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LINE, 1, 0, 1",
        "LINE, 2, 0, 240",
        "LINE, 3, 150, 300",
        "LINE, 2147483647, 150, 300",
        "BROKER, 1, 0, 240",
        "BROKER, 2, 150, 300",
        "BROKER, 2147483647, 150, 300"
    })
    void wherePolesCouldComeTogetherOnlyALineIsTriedOnceAtOnce(Side side, int failures, int least, int most) {
        assertEquals(Duration.ofSeconds(least), Backoff.delay(failures, side, true, lowest()));
        assertEquals(Duration.ofSeconds(most), Backoff.delay(failures, side, true, highest()));
    }

    @Test
    void aStandbyPutsItselfOffForUpToFourMinutes() {
        assertEquals(Duration.ofMinutes(4), Backoff.standby(highest()));
        assertEquals(Duration.ZERO, Backoff.standby(lowest()));
    }

    @Test
    void manyFailuresStayAtFiveMinutes() {
        assertEquals(Duration.ofMinutes(5), Backoff.delay(Integer.MAX_VALUE, Side.LINE, false, highest()));
    }

    @Test
    void delaysAreSpreadEvenlyOverTheWholeRange() {
        for (long seed = 1; seed <= 10; seed++) {
            String hint = "seed " + seed;
            Random random = new Random(seed);
            int[] fifths = new int[5];
            for (int i = 0; i < DRAWS; i++) {
                long delay = Backoff.delay(5, Side.LINE, false, random).toMillis();
                assertTrue(delay >= 0 && delay <= 16_000, hint);
                fifths[(int) Math.min(4, delay * 5 / 16_000)]++;
            }
            for (int count : fifths) {
                // 2,000 are expected, with a standard deviation of 40
                assertTrue(count > 1_700 && count < 2_300, hint);
            }
        }
    }

    private static RandomGenerator highest() {
        return drawing(1);
    }

    private static RandomGenerator lowest() {
        return drawing(0);
    }

    private static RandomGenerator drawing(double share) {
        return new Random() {
            @Override
            public long nextLong(long bound) {
                return (long) ((bound - 1) * share);
            }
        };
    }
}
