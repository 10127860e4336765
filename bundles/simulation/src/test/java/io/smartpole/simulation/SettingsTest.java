package io.smartpole.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.simulation.dali.DaliBus;
import io.smartpole.simulation.world.Luminaire.Defect;
import java.util.Collections;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        Faults expected =
                new Faults(Set.of("bme280", "light"), Defect.OPEN, Set.of(), Photocell.Fault.NONE, false, Set.of());
        assertEquals(expected, settings.faults());
    }

    @Test
    void everyKindOfFaultIsRead() {
        assertEquals(Defect.FULL, faults("lamp:full").lamp());
        assertEquals(Defect.STUCK, faults("lamp:stuck").lamp());
        assertEquals(Defect.CYCLING, faults("lamp:cycling").lamp());
        assertEquals(Defect.WEAK, faults("lamp:weak").lamp());
        assertEquals(Set.of(DaliBus.Fault.SILENT), faults("gear:silent").dali());
        assertEquals(
                Set.of(DaliBus.Fault.GARBLED, DaliBus.Fault.TWIN),
                faults("gear:garbled", "gear:twin").dali());
        assertEquals(Photocell.Fault.STUCK, faults("cell:stuck").cell());
        assertEquals(Photocell.Fault.DARK, faults("cell:dark").cell());
        assertEquals(Photocell.Fault.BRIGHT, faults("cell:bright").cell());
        assertTrue(faults("mains:off").mainsOff());
        assertEquals(
                Set.of("key-switch", "door"),
                faults("contact:key-switch", "contact:door").contacts());
    }

    @ParameterizedTest
    @CsvSource({"lamp:open, lamp:full", "cell:dark, cell:stuck"})
    void twoFaultsThatExcludeEachOtherAreRefused(String one, String other) {
        String part = one.substring(0, one.indexOf(':'));
        assertRefused(TestConfig.of(1, 1, one, other), "faults", part);
        assertEquals(faults(one), faults(one, one), "the same twice is one");
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
    @ValueSource(
            strings = {
                "unplug:",
                "unplug",
                "bme280",
                "lamp:",
                "lamp:dim",
                "lamp:none",
                "lamp:OPEN",
                "UNPLUG:bme280",
                "gear:",
                "gear:loud",
                "cell:none",
                "cell",
                "mains:on",
                "mains:",
                "contact:",
                ":"
            })
    void anUnknownFaultIsRefusedByName(String fault) {
        assertRefused(TestConfig.of(1, 1, "lamp:open", fault), "faults", "'" + fault + "'");
    }

    @Test
    void moreThanTenFaultsAreRefused() {
        String[] eleven = Collections.nCopies(11, "unplug:bme280").toArray(String[]::new);
        assertRefused(TestConfig.of(1, 1, eleven), "faults", "11");
    }

    private static Faults faults(String... words) {
        return Settings.of(TestConfig.of(1, 1, words)).faults();
    }

    private static void assertRefused(SimulationClock.Config config, String key, String given) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Settings.of(config))
                .getMessage());
        assertTrue(message.contains(key) && message.contains(given), message);
    }
}
