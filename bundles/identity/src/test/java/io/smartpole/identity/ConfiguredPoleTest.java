package io.smartpole.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.smartpole.core.health.HealthStatus;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredPoleTest {

    private final ConfiguredPole pole = new ConfiguredPole();

    @Test
    void isWhatItWasConfiguredToBe() {
        pole.configure(config("dormagen", "p-1", 51.09, 6.84, "Europe/Berlin"));
        assertEquals("p-1", pole.identity().pole());
        assertEquals(HealthStatus.OK, pole.check().status());
    }

    @Test
    void withoutAPlaceItSaysWhatThatMeansForTheLamp() {
        pole.configure(config("dormagen", "p-1", 0, 0, "Europe/Berlin"));
        assertNull(pole.identity().place());
        assertEquals(HealthStatus.WARN, pole.check().status());
    }

    @ParameterizedTest
    @CsvSource({
        "'', p-1, 51, 6, Europe/Berlin, site",
        "a/b, p-1, 51, 6, Europe/Berlin, site",
        "dormagen, +, 51, 6, Europe/Berlin, pole",
        "dormagen, group, 51, 6, Europe/Berlin, pole must not be",
        "dormagen, zone, 51, 6, Europe/Berlin, pole must not be",
        "dormagen, p-1, 91, 6, Europe/Berlin, latitude",
        "dormagen, p-1, NaN, 6, Europe/Berlin, latitude",
        "dormagen, p-1, 51, -181, Europe/Berlin, longitude",
        "dormagen, p-1, 51, 6, Europe/Dormagen, Dormagen",
    })
    void aBadValueLeavesTheLastGoodIdentityAndIsNamed(
            String site, String number, double latitude, double longitude, String zone, String named) {
        pole.configure(config("dormagen", "p-1", 51.09, 6.84, "Europe/Berlin"));
        pole.configure(config(site, number, latitude, longitude, zone));

        assertEquals("dormagen", pole.identity().site());
        assertEquals("p-1", pole.identity().pole());
        assertEquals(HealthStatus.WARN, pole.check().status());
        assertTrue(pole.check().message().contains(named), pole.check().message());
    }

    @Test
    void aValueThatIsNoNumberLeavesTheLastGoodIdentityToo() {
        ConfiguredPole.Config good = config("dormagen", "p-1", 51.09, 6.84, "Europe/Berlin");
        pole.configure(good);
        ConfiguredPole.Config bad = config("dormagen", "p-2", 51.09, 6.84, "Europe/Berlin");
        when(bad.latitude()).thenThrow(new IllegalStateException("as SCR does"));
        pole.configure(bad);
        assertEquals("p-1", pole.identity().pole());
        assertEquals(
                "smartpole.identity latitude must be a number from -90 to 90 degrees, but is no number."
                        + " The last good identity stays in use",
                pole.check().message());

        pole.configure(good);
        assertEquals(HealthStatus.OK, pole.check().status());
    }

    @Test
    void afterAStartWithABadValueItIsStillThePoleThatTheOthersName() {
        ConfiguredPole.Config bad = inGroupsAndZones(array("a/b"), array("market"));
        when(bad.phase()).thenReturn("L4");
        when(bad.cabinet()).thenReturn("S-12");
        pole.configure(bad);

        assertTrue(pole.identity().named());
        assertNotNull(pole.identity().place());
        assertEquals("S-12", pole.identity().cabinet());
        assertEquals("", pole.identity().phase());
        assertEquals(List.of(), pole.identity().groups());
        assertEquals(List.of("market"), pole.identity().zones());
        assertEquals(
                "smartpole.identity phase must be L1, L2, L3 or empty, but is 'L4'; and 1 more. What is right is in use",
                pole.check().message());
    }

    @Test
    void afterAStartWithABadNameOrPlaceItHasNone() {
        pole.configure(config("dormagen", "p/1", 51.09, 200, "Europe/Berlin"));
        assertFalse(pole.identity().named());
        assertNull(pole.identity().place());
        assertTrue(pole.check().message().contains("and 1 more"), pole.check().message());
    }

    @Test
    void saysWhatToDoUntilBothSiteAndNumberAreSet() {
        assertEquals("set site and pole number", pole.check().action());
        pole.configure(config("dormagen", "unnamed", 51.09, 6.84, "Europe/Berlin"));
        assertEquals(HealthStatus.WARN, pole.check().status());
        assertTrue(pole.check().message().contains("no name yet"), pole.check().message());
        pole.configure(config("dormagen", "p-1", 51.09, 6.84, "Europe/Berlin"));
        assertEquals(HealthStatus.OK, pole.check().status());
    }

    @Test
    void belongsToTheGroupsAndZonesItWasGiven() {
        pole.configure(inGroupsAndZones(array("old-town", "schools"), array("market")));
        assertEquals(List.of("old-town", "schools"), pole.identity().groups());
        assertEquals(List.of("market"), pole.identity().zones());
    }

    @Test
    void belongsToNoneWhereNothingOrEmptyLinesAreGiven() {
        pole.configure(inGroupsAndZones(array("old-town"), array("market")));
        pole.configure(inGroupsAndZones(array("", " "), array()));
        assertEquals(List.of(), pole.identity().groups());
        assertEquals(List.of(), pole.identity().zones());
        assertEquals(HealthStatus.OK, pole.check().status());

        pole.configure(inGroupsAndZones(array("old-town"), array("market")));
        pole.configure(config("dormagen", "p-1", 51.09, 6.84, "Europe/Berlin")); // null for both lists
        assertEquals(List.of(), pole.identity().groups());
        assertEquals(List.of(), pole.identity().zones());
    }

    @Test
    void aNameThatStandsTwiceCountsOnceAndTenAreAllowed() {
        pole.configure(inGroupsAndZones(numbered(10, "g-0"), array("market", "market")));
        assertEquals(10, pole.identity().groups().size());
        assertEquals(List.of("market"), pole.identity().zones());
    }

    @Test
    void aBadGroupOrZoneLeavesTheLastGoodListsAndIsNamed() {
        String[] good = array("old-town");
        String[] bad = array("schools", "a/b");
        assertListRefused(good, inGroupsAndZones(bad, good), "groups must be names, each 1 to 64 letters");
        assertListRefused(good, inGroupsAndZones(bad, good), "'a/b'");
        assertListRefused(good, inGroupsAndZones(good, bad), "zones must be names, each 1 to 64 letters");
        assertListRefused(good, inGroupsAndZones(array("#"), good), "'#'");
        assertListRefused(good, inGroupsAndZones(numbered(11), good), "groups must be at most 10 names, but is 11");
        assertListRefused(good, inGroupsAndZones(good, numbered(11)), "zones must be at most 10 names, but is 11");
    }

    private void assertListRefused(String[] good, ConfiguredPole.Config bad, String named) {
        pole.configure(inGroupsAndZones(good, good));
        pole.configure(bad);
        assertEquals(List.of(good), pole.identity().groups());
        assertEquals(List.of(good), pole.identity().zones());
        assertEquals(HealthStatus.WARN, pole.check().status());
        assertTrue(pole.check().message().contains(named), pole.check().message());
    }

    private static ConfiguredPole.Config inGroupsAndZones(String[] groups, String[] zones) {
        ConfiguredPole.Config config = config("dormagen", "p-1", 51.09, 6.84, "Europe/Berlin");
        when(config.groups()).thenReturn(groups);
        when(config.zones()).thenReturn(zones);
        return config;
    }

    private static String[] array(String... names) {
        return names;
    }

    private static String[] numbered(int count, String... more) {
        return Stream.concat(IntStream.range(0, count).mapToObj(i -> "g-" + i), Arrays.stream(more))
                .toArray(String[]::new);
    }

    private static ConfiguredPole.Config config(
            String site, String number, double latitude, double longitude, String zone) {
        ConfiguredPole.Config config = mock(ConfiguredPole.Config.class);
        when(config.site()).thenReturn(site);
        when(config.pole()).thenReturn(number);
        when(config.latitude()).thenReturn(latitude);
        when(config.longitude()).thenReturn(longitude);
        when(config.zone()).thenReturn(zone);
        return config;
    }
}
