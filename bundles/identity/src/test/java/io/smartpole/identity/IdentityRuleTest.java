package io.smartpole.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.core.config.ConfigurationChange;
import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.ConfigurationProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityRuleTest {

    private static final Map<String, Object> GOOD = Map.of(
            "site",
            "dormagen",
            "pole",
            "p-1",
            "phase",
            "L1",
            "latitude",
            51.09,
            "longitude",
            6.84,
            "groups",
            List.of("old-town"));

    private static List<ConfigurationProblem> check(Map<String, Object> proposed) {
        return new IdentityRule().check(new ConfigurationChange(ConfiguredPole.PID, GOOD, proposed, Origin.ON_SITE));
    }

    private static List<ConfigurationProblem> with(String key, Object value) {
        Map<String, Object> proposed = new HashMap<>(GOOD);
        proposed.put(key, value);
        return check(proposed);
    }

    private static void assertRefused(String key, String given, List<ConfigurationProblem> problems) {
        assertEquals(1, problems.size(), problems.toString());
        assertEquals(ConfiguredPole.PID, problems.get(0).pid());
        assertEquals(key, problems.get(0).key());
        assertEquals(given, problems.get(0).given());
    }

    @Test
    void aGoodIdentityAndOneThatIsNotSetAreFine() {
        assertEquals(List.of(), check(GOOD));
        assertEquals(List.of(), check(Map.of()));
    }

    @Test
    void onlyAtThePoleItsNameCanBeTakenSinceItDisconnectsThen() {
        Map<String, Object> unnamed = new HashMap<>(GOOD);
        unnamed.remove("site");
        unnamed.put("pole", "unnamed");
        List<ConfigurationProblem> problems =
                new IdentityRule().check(new ConfigurationChange(ConfiguredPole.PID, GOOD, unnamed, Origin.PLATFORM));
        assertEquals(
                List.of("site", "pole"),
                problems.stream().map(ConfigurationProblem::key).toList());
        assertEquals(List.of(), check(unnamed));
        assertEquals(
                List.of(),
                new IdentityRule().check(new ConfigurationChange(ConfiguredPole.PID, unnamed, GOOD, Origin.PLATFORM)));
    }

    @Test
    void otherConcernsAreNotItsBusiness() {
        assertEquals(
                List.of(),
                new IdentityRule()
                        .check(new ConfigurationChange(
                                "smartpole.lighting", Map.of(), Map.of("site", "/"), Origin.PLATFORM)));
    }

    @ParameterizedTest
    @CsvSource({
        "site, ''",
        "site, a/b",
        "site, ' dormagen'",
        "pole, +",
        "pole, group",
        "pole, zone",
        "phase, l1",
        "phase, L1-L3",
        "zone, ''",
        "zone, Europe/Dormagen",
    })
    void aBadTextIsRefusedBeforeItIsStored(String key, String given) {
        assertRefused(key, "'" + given + "'", with(key, given));
    }

    @Test
    void aBadPlaceIsRefusedWithTheRangeThatIsRight() {
        assertRefused("latitude", "90.1", with("latitude", 90.1));
        assertRefused("latitude", "NaN", with("latitude", Double.NaN));
        assertRefused("longitude", "-180.1", with("longitude", -180.1));
        assertEquals(
                "smartpole.identity longitude must be a number from -180 to 180 degrees, but is 181.0",
                with("longitude", 181.0).get(0).message());
    }

    @Test
    void aBadListIsRefused() {
        assertRefused("groups", "'#'", with("groups", List.of("schools", "#")));
        List<String> eleven = IntStream.range(0, 11).mapToObj(i -> "g-" + i).toList();
        assertRefused("groups", "11 names", with("groups", eleven));
        assertRefused("zones", "11 names", with("zones", eleven));
    }

    @Test
    void longTextAndControlCharactersComeBackShortAndInOneLine() {
        assertRefused("cabinet", "'" + "x".repeat(64) + "...'", with("cabinet", "x".repeat(60_000)));
        assertRefused("circuit", "'a?b'", with("circuit", "a\nb"));
    }

    @Test
    void everythingThatIsWrongIsNamed() {
        List<ConfigurationProblem> problems = check(Map.of("site", "", "pole", "zone", "latitude", 91.0));
        assertEquals(
                List.of("site", "pole", "latitude"),
                problems.stream().map(ConfigurationProblem::key).toList());
    }
}
