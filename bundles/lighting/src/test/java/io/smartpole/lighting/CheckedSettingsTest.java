package io.smartpole.lighting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.LightLevel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckedSettingsTest {

    private static final Settings CITY =
            Scenes.settings(Scenes.cityConfig()).checked().settings();

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
        assertEquals(Program.parse(Scenes.CITY_PROGRAM), checked.settings().program());
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
    @ValueSource(doubles = {0, 0.9, -1, 100.1, Double.NaN, Double.POSITIVE_INFINITY})
    void aFloorOutOfRangeAllowsNoDimming(double floor) {
        CheckedSettings checked = cityWith(Map.of("commissioned_floor", floor));
        assertEquals(LightLevel.FULL, checked.settings().floor());
        assertTrue(checked.problems().get(0).startsWith("commissioned.floor: must be 1 to 100 %, but is"));
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
        CheckedSettings checked = cityWith(Map.of("program", "50 % at ten"));
        assertEquals(CITY, checked.settings());
        assertEquals(1, checked.problems().size());
        assertTrue(checked.problems().get(0).startsWith("program: step 1: '50 % at ten' is not of the form"));
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
        LightSettings settings = Scenes.settings(Scenes.cityConfig());
        CheckedSettings before = settings.checked();
        settings.configure(Scenes.cityConfig());
        assertSame(before, settings.checked());
    }

    @Test
    void aCorrectedConfigurationClearsItsProblems() {
        LightSettings settings = Scenes.settings(Scenes.config(Map.of("program", "?")));
        assertEquals(1, settings.checked().problems().size());
        settings.configure(Scenes.cityConfig());
        assertEquals(new CheckedSettings(CITY, List.of()), settings.checked());
    }

    private static CheckedSettings cityWith(Map<String, Object> changed) {
        Map<String, Object> values = new HashMap<>(Scenes.CITY_VALUES);
        values.putAll(changed);
        return CheckedSettings.of(Scenes.config(values), CITY);
    }
}
