package io.smartpole.health.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.smartpole.core.link.Outbox;
import io.smartpole.health.FakeTime;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusTextTest {

    private static final Map<String, String> POLE = Map.of("site", "dormagen", "pole", "p-0001");

    @TempDir
    Path root;

    private PrometheusText metrics = new PrometheusText(new FakeTime(), "0.1.0", Path.of("/none"), Path.of("/none"));

    @BeforeEach
    void fill() throws Exception {
        metrics = FullGateway.make(new FakeTime(), root);
    }

    private Map<String, Map<Map<String, String>, String>> families() {
        return ExpositionParser.parse(metrics.text()).families;
    }

    private Map<Map<String, String>, String> family(String name) {
        return families().getOrDefault(name, Map.of());
    }

    private static Map<String, String> with(String label, String value) {
        Map<String, String> labels = new LinkedHashMap<>(POLE);
        labels.put(label, value);
        return labels;
    }

    @Test
    void everySampleNamesItsPole() {
        families()
                .forEach((name, samples) -> samples.keySet()
                        .forEach(labels -> assertTrue(labels.entrySet().containsAll(POLE.entrySet()), name)));
        assertEquals(
                Set.of(Map.of(
                        "site",
                        "dormagen",
                        "pole",
                        "p-0001",
                        "cabinet",
                        "S-12 \"Nord\"",
                        "circuit",
                        "3",
                        "phase",
                        "L1")),
                family("smartpole_pole_info").keySet());
    }

    @Test
    void figuresAreInBaseUnits() {
        Map<String, String> figures = new LinkedHashMap<>();
        families().forEach((name, samples) -> {
            if (samples.containsKey(POLE) && !name.startsWith("smartpole_jvm") && !name.startsWith("smartpole_disk")) {
                figures.put(name.substring("smartpole_".length()), samples.get(POLE));
            }
        });
        assertEquals(
                "{uptime_seconds=60, clock_trusted=1, health_status=2, health_maintenance=1, uplink_connected=1,"
                        + " uplink_connects_total=2, uplink_failovers_total=1, uplink_acknowledged_messages_total=17,"
                        + " uplink_received_bytes_total=2048, uplink_sent_bytes_total=65536,"
                        + " uplink_set_aside_batches=4, uplink_last_acknowledged_age_seconds=3.9,"
                        + " evidence_waiting_batches=3, evidence_waiting_bytes=4096,"
                        + " evidence_oldest_waiting_timestamp_seconds=1793530800, evidence_batches_total=100,"
                        + " evidence_dropped_readings_total=1, light_level_ratio=0.5, light_floor_ratio=0.25,"
                        + " light_output_ratio=0.48, lamp_power_watts=31.04, lamp_energy_joules_total=3600000,"
                        + " lamp_burning_seconds_total=7200, lamp_switch_ons_total=7, lamp_alarms=1,"
                        + " host_temperature_celsius=45.123, host_memory_available_bytes=512000000,"
                        + " host_under_voltage=1, host_throttled=0}",
                figures.toString());
    }

    @Test
    void eachCheckHasItsStatusAndWhetherSomebodyKnows() {
        assertEquals(
                Map.of(with("check", "clock"), "0", with("check", "lamp"), "2", with("check", "uplink"), "1"),
                family("smartpole_health_check_status"));
        assertEquals(
                Map.of(with("check", "clock"), "0", with("check", "lamp"), "0", with("check", "uplink"), "1"),
                family("smartpole_health_check_acknowledged"));
    }

    @Test
    void theRuleInForceAndTheBrokerInUseAreMarked() {
        Map<Map<String, String>, String> rules = family("smartpole_light_rule");
        assertEquals("1", rules.get(with("rule", "program")));
        assertEquals("0", rules.get(with("rule", "fail-safe")));
        assertEquals(
                Map.of(with("endpoint", "cloud1"), "1", with("endpoint", "local1"), "0"),
                family("smartpole_uplink_endpoint_active"));
    }

    @Test
    void whatIsNotKnownIsLeftOutRatherThanZero() {
        Outbox outbox = mock(Outbox.class);
        when(outbox.status()).thenReturn(FullGateway.link(null));
        metrics.outbox = outbox;
        metrics.lighting = null;
        Map<String, ?> families = families();
        assertTrue(families.containsKey("smartpole_uplink_connected"));
        assertFalse(families.containsKey("smartpole_uplink_last_acknowledged_age_seconds"));
        assertFalse(families.containsKey("smartpole_light_level_ratio"));
    }

    @Test
    void whereEverythingIsMissingTheProcessIsStillTold() {
        PrometheusText bare = new PrometheusText(new FakeTime(), "0.1.0", root.resolve("none"), root);
        Map<String, Map<Map<String, String>, String>> families = ExpositionParser.parse(bare.text()).families;
        assertEquals(Map.of(Map.of(), "60"), families.get("smartpole_uptime_seconds"));
        assertFalse(families.containsKey("smartpole_host_temperature_celsius"));
    }

    @Test
    void theNonceIsNotGivenAway() {
        assertFalse(metrics.text().contains("nonce"));
    }
}
