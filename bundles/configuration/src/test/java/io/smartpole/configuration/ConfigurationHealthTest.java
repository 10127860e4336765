package io.smartpole.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConfigurationHealthTest {

    private static final String A = "smartpole.a";
    private static final String B = "smartpole.b";

    private final FakeConfigAdmin admin = new FakeConfigAdmin();
    private final CheckedConfigurations configurations = new CheckedConfigurations(admin.service, known());
    private final ConfigurationHealth health = new ConfigurationHealth(configurations);

    private static ConcernTracker known() {
        ConcernTracker known = mock(ConcernTracker.class);
        when(known.concerns()).thenReturn(new TreeMap<>(Map.of(A, TestConcerns.test(A), B, TestConcerns.test(B))));
        return known;
    }

    @Test
    void nothingStoredIsFine() {
        assertEquals(HealthResult.ok("all values of 2 concerns are valid"), health.check());
    }

    @Test
    void validValuesAndOtherPeoplesPropertiesAreFine() {
        admin.put(A, Map.of("interval", 30, "kura.service.pid", A));
        assertEquals(HealthStatus.OK, health.check().status());
    }

    @Test
    void aValueStoredPastTheChecksIsNamedWithWhatIsExpected() {
        admin.put(A, Map.of("interval", 1000));
        HealthResult result = health.check();
        assertEquals(HealthStatus.WARN, result.status());
        assertEquals("smartpole.a interval must be a whole number from 1 to 900 s, but is 1000", result.message());
        assertTrue(result.action().contains("defaults"), result.action());
    }

    @Test
    void itIsFineAgainOnceItIsMended() {
        admin.put(A, Map.of("interval", 1000));
        health.check();
        admin.put(A, Map.of("interval", 10));
        assertEquals(HealthStatus.OK, health.check().status());
    }

    @Test
    void valuesThatDoNotFitEachOtherAreNamed() {
        configurations.rules = List.of(change -> change.pid().equals(B)
                ? List.of(new ConfigurationProblem(B, "latitude", "51", "must fit the longitude"))
                : List.of());
        assertEquals(
                "smartpole.b latitude must fit the longitude, but is 51",
                health.check().message());
    }

    @Test
    void ofManyProblemsThreeAreNamedAndTheOthersCounted() {
        admin.put(A, Map.of("interval", 1000, "latitude", 1000, "seed", "x"));
        admin.put(B, Map.of("interval", 0, "latitude", -1000));
        String message = health.check().message();
        assertTrue(message.endsWith("; and 2 more"), message);
        assertEquals(4, message.split(";").length, message);
    }

    @Test
    void anUnreadableStoreIsToldAndNotThrown() throws Exception {
        when(admin.service.listConfigurations("(service.pid=smartpole.*)")).thenThrow(new IOException("disk gone"));
        HealthResult result = health.check();
        assertEquals(HealthStatus.WARN, result.status());
        assertEquals("the stored configuration cannot be read: disk gone", result.message());
    }
}
