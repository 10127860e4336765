package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final int DRAWS = 10_000;

    @Test
    void theCeilingDoublesFromOneSecondToFiveMinutes() {
        int[] seconds = {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300};
        for (int failures = 1; failures <= seconds.length; failures++) {
            assertEquals(Duration.ofSeconds(seconds[failures - 1]), Backoff.delay(failures, highest()));
        }
    }

    @Test
    void manyFailuresStayAtFiveMinutes() {
        assertEquals(Duration.ofMinutes(5), Backoff.delay(Integer.MAX_VALUE, highest()));
    }

    @Test
    void delaysAreSpreadEvenlyOverTheWholeRange() {
        for (long seed = 1; seed <= 10; seed++) {
            String hint = "seed " + seed;
            Random random = new Random(seed);
            int[] fifths = new int[5];
            for (int i = 0; i < DRAWS; i++) {
                long delay = Backoff.delay(5, random).toMillis();
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
        return new Random() {
            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        };
    }
}
