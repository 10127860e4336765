package io.smartpole.simulation.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChanceTest {

    private static final int MANY = 100_000;

    @Test
    void theSameSeedSlotAndDrawGiveTheSameNumberInAnyOrder() {
        double later = new Chance(7).draw(1000, 3);
        new Chance(7).draw(1, 0);
        assertEquals(later, new Chance(7).draw(1000, 3));
    }

    @Test
    void anotherSeedSlotDrawOrSubjectGivesAnotherNumber() {
        double one = new Chance(7).draw(5, 1);
        assertNotEquals(one, new Chance(8).draw(5, 1));
        assertNotEquals(one, new Chance(7).draw(6, 1));
        assertNotEquals(one, new Chance(7).draw(5, 2));
        assertNotEquals(one, new Chance(7).of("weather").draw(5, 1));
        assertNotEquals(
                new Chance(7).of("door").draw(5, 1), new Chance(7).of("weather").draw(5, 1));
    }

    @Test
    void drawsAreEvenlySpreadFromZeroToOne() {
        int[] tenths = new int[10];
        for (int slot = 0; slot < MANY; slot++) {
            tenths[(int) (new Chance(3).draw(slot, 1) * 10)]++;
        }
        for (int count : tenths) {
            // 5 standard deviations of a fair share
            assertEquals(MANY / 10.0, count, 5 * Math.sqrt(MANY * 0.09));
        }
    }

    @Test
    void poissonHasTheExpectedMeanAndVariance() {
        double mean = 0.6;
        double sum = 0;
        double squares = 0;
        for (int slot = 0; slot < MANY; slot++) {
            int events = new Chance(11).poisson(slot, mean);
            sum += events;
            squares += (events - mean) * (events - mean);
        }
        assertEquals(mean, sum / MANY, 0.02);
        assertEquals(mean, squares / MANY, 0.03);
    }

    @Test
    void noiseStaysWithinItsBoundsAndNeverJumps() {
        SmoothNoise noise = new SmoothNoise(new Chance(1), Duration.ofMinutes(10));
        Instant start = Instant.parse("2026-06-01T00:00:00Z");
        double former = noise.at(start);
        double lowest = 1;
        double highest = -1;
        for (int second = 1; second < 86_400; second++) {
            double value = noise.at(start.plusSeconds(second));
            // The smoothstep rises by at most 1.5 per period, and the values differ by at most 2.
            assertEquals(former, value, 3.0 / 600 + 1e-9);
            former = value;
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
        }
        assertTrue(lowest >= -1 && lowest < -0.8, "lowest " + lowest);
        assertTrue(highest <= 1 && highest > 0.8, "highest " + highest);
    }
}
