package io.smartpole.simulation.chips;

import java.time.Duration;

/**
 * A chip's measurement, once or again and again.
 *
 * @param start when it was started
 * @param busy how long one measurement takes
 * @param pause between two measurements
 * @param repeated false for a single measurement
 */
record MeasuringCycle(Duration start, Duration busy, Duration pause, boolean repeated) {

    static MeasuringCycle once(Duration start, Duration busy) {
        return new MeasuringCycle(start, busy, Duration.ZERO, false);
    }

    /** @return how many measurements are complete */
    long completed(Duration now) {
        Duration passed = now.minus(start);
        if (passed.compareTo(busy) < 0) {
            return 0;
        }
        return repeated ? passed.minus(busy).dividedBy(busy.plus(pause)) + 1 : 1;
    }

    boolean measuring(Duration now) {
        Duration passed = now.minus(start);
        if (!repeated) {
            return passed.compareTo(busy) < 0;
        }
        Duration period = busy.plus(pause);
        return passed.minus(period.multipliedBy(passed.dividedBy(period))).compareTo(busy) < 0;
    }
}
