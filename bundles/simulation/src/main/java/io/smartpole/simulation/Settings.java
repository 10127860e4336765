package io.smartpole.simulation;

import java.util.Arrays;
import java.util.List;

/**
 * The configuration of the virtual pole, checked.
 *
 * @param speed how many times faster than real time the world's time runs, 1 to 3600
 * @param seed of weather, passers-by and noise
 * @param faults what is broken
 */
record Settings(int speed, long seed, Faults faults) {

    static final Settings DEFAULT = new Settings(1, 1, Faults.NONE);

    private static final int FASTEST = 3600;
    private static final int MOST_FAULTS = 10;

    Settings {
        if (speed < 1 || speed > FASTEST) {
            throw new IllegalArgumentException("speed: must be 1 to " + FASTEST + ", but is " + speed);
        }
    }

    /** @throws IllegalArgumentException which names the key, what was given and what is expected */
    static Settings of(SimulationClock.Config config) {
        List<String> faults = Arrays.stream(config.faults()).map(String::strip).toList();
        if (faults.size() > MOST_FAULTS) {
            throw new IllegalArgumentException(
                    "faults: at most " + MOST_FAULTS + " entries, but there are " + faults.size());
        }
        return new Settings(config.speed(), config.seed(), Faults.parse(faults));
    }
}
