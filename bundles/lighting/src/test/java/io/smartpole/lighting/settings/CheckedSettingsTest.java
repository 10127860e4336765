package io.smartpole.lighting.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.LightLevel;
import io.smartpole.lighting.Scenes;
import io.smartpole.lighting.program.Programs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckedSettingsTest {

    private static final Settings CITY =
            TestSettings.of(Scenes.cityConfig()).checked().settings();

    @Test
    void theDefaultsOfTheConfigurationAreThoseWithoutConfiguration() {
        CheckedSettings checked = CheckedSettings.of(Scenes.config(Map.of()), Settings.DEFAULT);
        assertEquals(new CheckedSettings(Settings.DEFAULT, List.of()), checked);
        assertEquals(LightLevel.FULL, checked.settings().floor());
    }

    @Test
    void aCompleteRecordAllowsDimmingToItsFloor() {
        CheckedSettings checked = CheckedSettings.of(Scenes.cityConfig(), Settings.DEFAULT);
        assertEquals(List.of(), checked.problems());
        assertEquals(LightLevel.percent(50), checked.settings().floor());
        assertEquals(Scenes.recordWithFloor(50), checked.settings().commissioning());
        assertEquals(Programs.parse(Scenes.CITY_PROGRAM), checked.settings().programs());
    }

    @ParameterizedTest
    @CsvSource({"M1, M2", "M1, M6", "P1, P6", "C0, C5", "C4, C5"})
    void theReducedClassIsLowerInTheSameSeries(String rated, String reduced) {
        assertEquals(
                LightLevel.percent(50),
                cityWith(Map.of("commissioned_rated$_$class", rated, "commissioned_reduced$_$class", reduced))
                        .settings()
                        .floor());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            commissioned_rated$_$class   | ''         | commissioned.rated-class: '' is no class of EN 13201-2
            commissioned_rated$_$class   | M0         | commissioned.rated-class: 'M0' is no class
            commissioned_rated$_$class   | M7         | commissioned.rated-class: 'M7' is no class
            commissioned_rated$_$class   | P0         | commissioned.rated-class: 'P0' is no class
            commissioned_rated$_$class   | C6         | commissioned.rated-class: 'C6' is no class
            commissioned_rated$_$class   | P33        | commissioned.rated-class: 'P33' is no class
            commissioned_rated$_$class   | M2         | commissioned.*: the reduced class must be lower than M2 in the same
            commissioned_rated$_$class   | P5         | commissioned.*: the reduced class must be lower than P5
            commissioned_rated$_$class   | P6         | commissioned.*: the reduced class must be lower than P6
            commissioned_reduced$_$class | ''         | commissioned.reduced-class: '' is no class of EN 13201-2
            commissioned_approver        | ' '        | commissioned.*: the approver is missing
            commissioned_date            | ''         | commissioned.date: must be a date such as 2026-11-01, but is ''
            commissioned_date            | 1.11.2026  | commissioned.date: must be a date such as 2026-11-01
            commissioned_date            | 2026-02-30 | commissioned.date: must be a date such as 2026-11-01
            """)
    void anIncompleteRecordAllowsNoDimmingAndSaysWhatIsWrong(String key, String value, String problem) {
        CheckedSettings checked = cityWith(Map.of(key, value));
        assertNull(checked.settings().commissioning());
        assertEquals(LightLevel.FULL, checked.settings().floor());
        assertEquals(1, checked.problems().size());
        assertTrue(
                checked.problems().get(0).startsWith(problem),
                checked.problems().get(0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 100.1, Double.NaN, Double.POSITIVE_INFINITY})
    void aFloorOutOfRangeAllowsNoDimming(double floor) {
        CheckedSettings checked = cityWith(Map.of("commissioned_floor", floor));
        assertEquals(LightLevel.FULL, checked.settings().floor());
        assertTrue(checked.problems().get(0).startsWith("commissioned.floor: must be 0 to 100 %, but is"));
    }

    @Test
    void aFloorAloneIsNoRecord() {
        CheckedSettings checked =
                CheckedSettings.of(Scenes.config(Map.of("commissioned_floor", 50.0)), Settings.DEFAULT);
        assertEquals(LightLevel.FULL, checked.settings().floor());
        assertEquals(3, checked.problems().size(), checked.problems().toString());
    }

    @Test
    void aBadProgramLeavesTheLastGoodOneInForce() {
        CheckedSettings checked = cityWith(Map.of("programs", "programs: [{id: 7 7}]"));
        assertEquals(CITY, checked.settings());
        assertEquals(1, checked.problems().size());
        assertTrue(checked.problems().get(0).startsWith("programs: "), checked.toString());
        assertTrue(checked.problems().get(0).endsWith("the last good value stays in force"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 101, Double.NaN})
    void aBadDefaultLevelLeavesTheLastGoodOneInForce(double level) {
        CheckedSettings checked = cityWith(Map.of("default_level", level));
        assertEquals(CITY, checked.settings());
        assertTrue(checked.problems().get(0).startsWith("default.level: must be 1 to 100 %"));
    }

    @Test
    void aValueOfTheWrongTypeLeavesTheLastGoodOneInForce() {
        CheckedSettings checked = cityWith(Map.of("default_level", new IllegalStateException("no double: 'full'")));
        assertEquals(CITY, checked.settings());
        assertEquals(
                List.of("default.level: no double: 'full'; the last good value stays in force"), checked.problems());
    }

    @Test
    void anIdenticalUpdateChangesNothing() {
        LightSettings settings = TestSettings.of(Scenes.cityConfig());
        CheckedSettings before = settings.checked();
        settings.configure(Scenes.cityConfig());
        assertSame(before, settings.checked());
    }

    @Test
    void aCorrectedConfigurationClearsItsProblems() {
        LightSettings settings = TestSettings.of(Scenes.config(Map.of("programs", "?")));
        assertEquals(1, settings.checked().problems().size());
        settings.configure(Scenes.cityConfig());
        assertEquals(new CheckedSettings(CITY, List.of()), settings.checked());
    }

    @Test
    void aFloorOfZeroNeedsTheNightOffOnRecord() {
        CheckedSettings without = cityWith(Map.of("commissioned_floor", 0.0));
        assertEquals(LightLevel.FULL, without.settings().floor());
        assertEquals(
                List.of("commissioned.*: a floor of 0 % needs commissioned.night.off; there is no dimming without a"
                        + " complete record"),
                without.problems());
        CheckedSettings with = cityWith(Map.of("commissioned_floor", 0.0, "commissioned_night_off", true));
        assertEquals(List.of(), with.problems());
        assertEquals(LightLevel.OFF, with.settings().floor());
    }

    @Test
    void aCrossingIsNeverDimmedWhateverItsRecordAllows() {
        CheckedSettings crossing = cityWith(Map.of("commissioned_crossing", true));
        assertEquals(List.of(), crossing.problems());
        assertEquals(LightLevel.FULL, crossing.settings().floor());
        assertEquals(
                1,
                cityWith(Map.of("commissioned_crossing", true, "commissioned_night_off", true))
                        .problems()
                        .size());
    }

    @ParameterizedTest
    @CsvSource({
        "photocell_on, 0.5",
        "photocell_on, 1001",
        "photocell_on, NaN",
        "photocell_off, 0",
        "photocell_off, 5000"
    })
    void aPhotocellThatCannotSwitchSoLeavesTheLastGoodRuleInForce(String key, double lux) {
        CheckedSettings checked = cityWith(Map.of(key, lux));
        assertEquals(CITY.photocell(), checked.settings().photocell());
        assertTrue(checked.problems().get(0).contains(" must be 1 to 1000 lx"), checked.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 61, Integer.MAX_VALUE})
    void aPhotocellWindowOutOfRangeLeavesTheLastGoodRuleInForce(int minutes) {
        CheckedSettings checked = cityWith(Map.of("photocell_window", minutes));
        assertEquals(CITY.photocell(), checked.settings().photocell());
        assertTrue(checked.problems().get(0).contains("photocell.window must be 0 to 60 min"), checked.toString());
    }

    @Test
    void aCo2FactorOfZeroIsNoFactorAndABadOneLeavesTheLastGoodInForce() {
        assertNull(CITY.co2Factor());
        CheckedSettings told = cityWith(Map.of("co2_factor", 363.0));
        assertEquals(363.0, told.settings().co2Factor());
        CheckedSettings bad = CheckedSettings.of(Scenes.config(Map.of("co2_factor", -1.0)), told.settings());
        assertEquals(363.0, bad.settings().co2Factor());
        assertTrue(bad.problems().get(0).startsWith("co2.factor: must be 0 to 2000 g/kWh"));
    }

    private static CheckedSettings cityWith(Map<String, Object> changed) {
        Map<String, Object> values = new HashMap<>(Scenes.CITY_VALUES);
        values.putAll(changed);
        return CheckedSettings.of(Scenes.config(values), CITY);
    }
}
