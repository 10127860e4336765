package io.smartpole.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.simulation.world.Luminaire.Defect;
import java.util.Collections;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void theDefaultsOfTheConfigurationAreTheDefaultSettings() throws ReflectiveOperationException {
        Class<?> config = SimulationClock.Config.class;
        int speed = (int) config.getDeclaredMethod("speed").getDefaultValue();
        long seed = (long) config.getDeclaredMethod("seed").getDefaultValue();
        assertEquals(Settings.DEFAULT, Settings.of(TestConfig.of(speed, seed)));
    }

    @Test
    void faultsAreRead() {
        Settings settings = Settings.of(TestConfig.of(60, 7, "unplug:bme280", " unplug:light ", "lamp:open"));
        assertEquals(60, settings.speed());
        assertEquals(7, settings.seed());
        assertEquals(new Faults(Set.of("bme280", "light"), Defect.OPEN), settings.faults());
        assertEquals(
                Defect.FULL,
                Settings.of(TestConfig.of(1, 1, "lamp:full")).faults().lamp());
    }

    @Test
    void emptyFaultsAreNoFaults() {
        assertEquals(Settings.DEFAULT, Settings.of(TestConfig.of(1, 1, "", "  ")));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 3601, Integer.MAX_VALUE})
    void aSpeedOutOfRangeIsRefusedByName(int speed) {
        assertRefused(TestConfig.of(speed, 1), "speed", String.valueOf(speed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unplug:", "unplug", "bme280", "lamp:", "lamp:dim", "UNPLUG:bme280"})
    void anUnknownFaultIsRefusedByName(String fault) {
        assertRefused(TestConfig.of(1, 1, "lamp:open", fault), "faults", "'" + fault + "'");
    }

    @Test
    void moreThanTenFaultsAreRefused() {
        String[] eleven = Collections.nCopies(11, "unplug:bme280").toArray(String[]::new);
        assertRefused(TestConfig.of(1, 1, eleven), "faults", "11");
    }

    private static void assertRefused(SimulationClock.Config config, String key, String given) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Settings.of(config))
                .getMessage());
        assertTrue(message.contains(key) && message.contains(given), message);
    }
}
