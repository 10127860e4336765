package io.smartpole.simulation;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/** Makes a configuration as Declarative Services would hand it over. */
final class TestConfig {

    private TestConfig() {}

    static SimulationClock.Config of(int speed, long seed, String... faults) {
        SimulationClock.Config config = mock(SimulationClock.Config.class);
        when(config.speed()).thenReturn(speed);
        when(config.seed()).thenReturn(seed);
        when(config.faults()).thenReturn(faults);
        return config;
    }
}
