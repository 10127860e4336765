package io.smartpole.lighting.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.config.ConfigurationChange;
import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.lighting.Scenes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LightingRuleTest {

    private static final Map<String, Object> PRESENT = Map.of(
            "programs", "",
            "default.level", 100.0,
            "commissioned.floor", 50.0,
            "commissioned.rated-class", "P3",
            "commissioned.reduced-class", "P5",
            "commissioned.crossing", true,
            "commissioned.night.off", false,
            "commissioned.approver", "City of Dormagen",
            "commissioned.date", "2026-11-01");

    private static List<ConfigurationProblem> check(Origin origin, Map<String, Object> changes) {
        Map<String, Object> proposed = new HashMap<>(PRESENT);
        proposed.putAll(changes);
        return new LightingRule().check(new ConfigurationChange("smartpole.lighting", PRESENT, proposed, origin));
    }

    @ParameterizedTest
    @EnumSource(Origin.class)
    void whatIsThereMayStay(Origin origin) {
        assertEquals(List.of(), check(origin, Map.of()));
    }

    @ParameterizedTest
    @EnumSource(Origin.class)
    void programsWithAnErrorAreRefusedWithItsPlace(Origin origin) {
        String wrong = Scenes.CITY_PROGRAM.replace("level: 50", "level: 150");
        List<ConfigurationProblem> problems = check(origin, Map.of("programs", wrong));
        assertEquals(1, problems.size());
        assertEquals("programs", problems.get(0).key());
        assertTrue(problems.get(0).message().contains("programs[0].fixedTimeControls[1].level"), problems.toString());
    }

    @ParameterizedTest
    @EnumSource(Origin.class)
    void anotherProgramAndNoneAtAllArePermitted(Origin origin) {
        assertEquals(List.of(), check(origin, Map.of("programs", Scenes.CITY_PROGRAM)));
        assertEquals(List.of(), check(origin, Map.of("programs", "")));
    }

    @Test
    void thePlatformCannotLowerTheFloor() {
        assertEquals(
                List.of(new ConfigurationProblem(
                        "smartpole.lighting",
                        "commissioned.floor",
                        "49.9 %",
                        "can be lowered at the pole only, from the platform it must be at least 50.0")),
                check(Origin.PLATFORM, Map.of("commissioned.floor", 49.9)));
    }

    @Test
    void thePlatformCannotMakeARecordValidByRaisingAFloorThatWasTooLow() {
        // 0 % without night-off is no record, so 100 % is in force.
        Map<String, Object> present = new HashMap<>(PRESENT);
        present.put("commissioned.crossing", false);
        present.put("commissioned.floor", 0.0);
        Map<String, Object> proposed = new HashMap<>(present);
        proposed.put("commissioned.floor", 1.0);
        ConfigurationChange change = new ConfigurationChange("smartpole.lighting", present, proposed, Origin.PLATFORM);
        List<ConfigurationProblem> problems = new LightingRule().check(change);
        assertEquals(1, problems.size(), problems.toString());
        assertEquals("commissioned.floor", problems.get(0).key());
    }

    @Test
    void thePlatformCanRaiseTheFloor() {
        assertEquals(List.of(), check(Origin.PLATFORM, Map.of("commissioned.floor", 50.1)));
    }

    @ParameterizedTest
    @CsvSource({
        "commissioned.rated-class, P4",
        "commissioned.reduced-class, P6",
        "commissioned.crossing, false",
        "commissioned.night.off, true",
        "commissioned.approver, Mallory",
        "commissioned.approver, ''",
        "commissioned.date, 2026-11-02"
    })
    void thePlatformCannotTouchTheRecord(String key, String value) {
        List<ConfigurationProblem> problems = check(Origin.PLATFORM, Map.of(key, value));
        assertEquals(1, problems.size());
        assertEquals(key, problems.get(0).key());
        assertEquals("'" + value + "'", problems.get(0).given());
    }

    @Test
    void thePlatformCannotCompleteARecordThatIsNotThere() {
        Map<String, Object> present = Map.of("programs", "", "commissioned.floor", 30.0);
        Map<String, Object> proposed = new HashMap<>(PRESENT);
        proposed.put("commissioned.floor", 30.0);
        ConfigurationChange change = new ConfigurationChange("smartpole.lighting", present, proposed, Origin.PLATFORM);
        assertEquals(
                List.of(
                        "commissioned.rated-class",
                        "commissioned.reduced-class",
                        "commissioned.crossing",
                        "commissioned.night.off",
                        "commissioned.approver",
                        "commissioned.date"),
                new LightingRule()
                        .check(change).stream().map(ConfigurationProblem::key).toList());
    }

    @Test
    void atThePoleAllOfItCanBeChanged() {
        assertEquals(
                List.of(),
                check(Origin.ON_SITE, Map.of("commissioned.floor", 30.0, "commissioned.approver", "Somebody else")));
    }

    @Test
    void otherConcernsAreNotItsBusiness() {
        ConfigurationChange change = new ConfigurationChange(
                "smartpole.identity", Map.of("program", "x"), Map.of("program", "y"), Origin.PLATFORM);
        assertEquals(List.of(), new LightingRule().check(change));
    }
}
