package io.smartpole.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.smartpole.core.health.HealthStatus;
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
