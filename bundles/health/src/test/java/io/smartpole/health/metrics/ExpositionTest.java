package io.smartpole.health.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smartpole.health.metrics.Exposition.Sample;
import io.smartpole.health.metrics.Exposition.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpositionTest {

    @Test
    void aFamilyHasHelpTypeAndSamplesWithTheCommonLabelsFirst() {
        Exposition out = new Exposition(Map.of("pole", "p-1"));
        out.family("smartpole_light_rule", Type.GAUGE, "Which.", List.of(new Sample(Map.of("rule", "program"), 1)));
        out.counter("smartpole_sent_total", "Sent.", 1.5);
        assertEquals("""
                # HELP smartpole_light_rule Which.
                # TYPE smartpole_light_rule gauge
                smartpole_light_rule{pole="p-1",rule="program"} 1
                # HELP smartpole_sent_total Sent.
                # TYPE smartpole_sent_total counter
                smartpole_sent_total{pole="p-1"} 1.5
                """, out.text());
    }

    @Test
    void whateverStandsInALabelComesThrough() {
        for (String value : List.of("", "a\"b", "a\\b", "a\nb", "\\n", "\\\"\n\\\\", "},{x=\"", "S-12 Nord ä€")) {
            Exposition out = new Exposition(Map.of("cabinet", value));
            out.gauge("smartpole_up", "One\nline \\ or two.", 1);
            assertEquals(
                    Map.of("smartpole_up", Map.of(Map.of("cabinet", value), "1")),
                    ExpositionParser.parse(out.text()).families);
        }
    }

    @Test
    void numbersAreWrittenAsPrometheusReadsThem() {
        Exposition out = new Exposition(Map.of());
        double[] values = {0, -0.0, 1e14, 1e300, 1e-9, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN};
        for (int i = 0; i < values.length; i++) {
            out.gauge("smartpole_n" + i, "A number.", values[i]);
        }
        assertEquals(
                List.of("0", "0", "100000000000000", "1.0E300", "1.0E-9", "+Inf", "-Inf", "NaN"),
                ExpositionParser.parse(out.text()).families.values().stream()
                        .map(samples -> samples.get(Map.of()))
                        .toList());
    }

    @Test
    void namesThatPrometheusOrTheNextReaderWouldMisreadAreRefused() {
        Exposition out = new Exposition(Map.of());
        for (String name : List.of("up", "smartpole_", "smartpole_Up", "smartpole_a-b", "smartpole__a")) {
            assertThrows(IllegalArgumentException.class, () -> out.gauge(name, "x", 1), name);
        }
        assertThrows(IllegalArgumentException.class, () -> out.gauge("smartpole_a_total", "a gauge is no total", 1));
        assertThrows(IllegalArgumentException.class, () -> out.counter("smartpole_a", "a counter is one", 1));
        out.gauge("smartpole_a", "x", 1);
        assertThrows(IllegalArgumentException.class, () -> out.gauge("smartpole_a", "twice", 1));
    }

    @Test
    void aFamilyWithoutSamplesIsLeftOut() {
        Exposition out = new Exposition(Map.of());
        out.family("smartpole_a", Type.GAUGE, "x", List.of());
        assertEquals("", out.text());
    }

    @Test
    void theParserOfTheseTestsIsStrict() {
        for (String wrong : List.of(
                "smartpole_a 1\n",
                "# TYPE smartpole_a gauge\nsmartpole_a 1\n",
                "# HELP smartpole_a x\nsmartpole_a 1\n",
                "# HELP smartpole_a x\n# TYPE smartpole_a gauge\n",
                "# HELP smartpole_a x\n# TYPE smartpole_a gauge\nsmartpole_b 1\n",
                "# HELP smartpole_a x\n# TYPE smartpole_a gauge\nsmartpole_a 1",
                "# HELP smartpole_a x\n# TYPE smartpole_a gauge\nsmartpole_a 1\nsmartpole_a 2\n",
                "# HELP smartpole_a x\n# TYPE smartpole_a gauge\nsmartpole_a{b=\"c\",b=\"d\"} 1\n",
                "# HELP smartpole_a x\n# TYPE smartpole_a gauge\nsmartpole_a{b=\"\"\"} 1\n",
                "# HELP smartpole_a x\n# TYPE smartpole_a gauge\nsmartpole_a one\n",
                "# HELP smartpole_a x\n# TYPE smartpole_a counter\nsmartpole_a 1\n")) {
            assertThrows(AssertionError.class, () -> ExpositionParser.parse(wrong), wrong);
        }
    }
}
