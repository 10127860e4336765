package io.smartpole.simulation.chips;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeasuringCycleTest {

    private static final Duration START = Duration.ofSeconds(1);

    @Test
    void aSingleMeasurementIsCompleteAfterItsTimeAndNeverRepeats() {
        MeasuringCycle once = MeasuringCycle.once(START, Duration.ofMillis(10));
        assertEquals(0, once.completed(Duration.ofNanos(1_009_999_999)));
        assertEquals(1, once.completed(Duration.ofMillis(1010)));
        assertEquals(1, once.completed(Duration.ofMillis(9999)));
        assertEquals(true, once.measuring(START));
        assertEquals(false, once.measuring(Duration.ofMillis(1010)));
    }

    @Test
    void repeatedMeasurementsAreCountedAndPauseInBetween() {
        MeasuringCycle cycle = new MeasuringCycle(START, Duration.ofMillis(10), Duration.ofMillis(90), true);
        assertEquals(0, cycle.completed(Duration.ofMillis(1009)));
        assertEquals(1, cycle.completed(Duration.ofMillis(1010)));
        assertEquals(1, cycle.completed(Duration.ofMillis(1109)));
        assertEquals(2, cycle.completed(Duration.ofMillis(1110)));
        assertEquals(11, cycle.completed(Duration.ofMillis(2010)));
        assertEquals(true, cycle.measuring(Duration.ofMillis(1005)));
        assertEquals(false, cycle.measuring(Duration.ofMillis(1050)));
        assertEquals(true, cycle.measuring(Duration.ofMillis(1100)));
    }
}
