package io.smartpole.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.Test;

class SettingsTest {

    static EvidenceConfig defaults() {
        EvidenceConfig config = mock(EvidenceConfig.class);
        when(config.batch_interval()).thenReturn(10);
        when(config.batch_largest()).thenReturn(256);
        when(config.store_size()).thenReturn(256);
        when(config.store_retain()).thenReturn(48);
        when(config.heartbeat()).thenReturn(15);
        return config;
    }

    private static void refused(EvidenceConfig config, String message) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Settings.of(config));
        assertEquals(message, e.getMessage());
    }

    @Test
    void theDefaultsOfTheConfigurationAreThoseOfTheSource() throws Exception {
        assertEquals(Settings.DEFAULT, Settings.of(defaults()));
        for (var method : EvidenceConfig.class.getDeclaredMethods()) {
            Object mocked = method.invoke(defaults());
            assertEquals(method.getDefaultValue(), mocked, method.getName());
        }
    }

    @Test
    void valuesOutOfRangeAreRefusedWithKeyAndRange() {
        EvidenceConfig config = defaults();
        when(config.batch_interval()).thenReturn(0);
        refused(config, "batch.interval must be 1 to 900, but is 0");
        when(config.batch_interval()).thenReturn(901);
        refused(config, "batch.interval must be 1 to 900, but is 901");

        config = defaults();
        when(config.batch_largest()).thenReturn(257);
        refused(config, "batch.largest must be 1 to 256, but is 257");

        config = defaults();
        when(config.store_size()).thenReturn(31);
        refused(config, "store.size must be 32 to 1024, but is 31");

        config = defaults();
        when(config.store_retain()).thenReturn(-1);
        refused(config, "store.retain must be 0 to 8760, but is -1");

        config = defaults();
        when(config.heartbeat()).thenReturn(16);
        refused(config, "heartbeat must be 1 to 15, but is 16");
    }

    @Test
    void aValueOfTheWrongTypeIsRefusedLikeAnyOther() {
        EvidenceConfig config = defaults();
        when(config.store_size()).thenThrow(new IllegalStateException("DS cannot turn abc into a number"));
        refused(config, "store.size must be 32 to 1024, but is no number");
    }

    @Test
    void theSmallestStoreCanBeUsed() {
        EvidenceConfig config = defaults();
        when(config.store_size()).thenReturn(32);
        assertTrue(Settings.of(config).limits().segments() >= 8);
    }
}
