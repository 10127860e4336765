package io.smartpole.tools.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.core.reading.Value;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.senml.SenmlRecord;
import io.smartpole.tools.TestPole;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadingsTest {

    private static final double TIME = 1_790_000_000.25;
    private final BatchHeader header;

    ReadingsTest() throws Exception {
        header = EvidenceBatch.decode(new TestPole().next()).header();
    }

    @Test
    void aRowShowsLocalTimePoleNameValueAndUnit() {
        assertEquals(
                "2026-09-21 16:13:20.250  dormagen/p-1      bme280/temperature                25.08 Cel",
                row("bme280/temperature", "Cel", Value.of(25.08), TIME));
    }

    @Test
    void withoutAClockTheTimeIsRelative() {
        assertEquals(
                "-2.500 s, no clock       dormagen/p-1      door/open                           yes",
                row("door/open", null, Value.of(true), -2.5));
        assertEquals(
                "{\"relative\":-2.5,\"site\":\"dormagen\",\"pole\":\"p-1\",\"name\":\"door/open\",\"value\":true,"
                        + "\"lane\":\"measurement\",\"seq\":1}",
                Readings.json(record("door/open", null, Value.of(true), -2.5), header));
    }

    @Test
    void jsonHasTheTimeInUtc() {
        assertEquals(
                "{\"time\":\"2026-09-21T14:13:20.250Z\",\"site\":\"dormagen\",\"pole\":\"p-1\","
                        + "\"name\":\"meter/energy\",\"value\":5.0,\"unit\":\"Wh\",\"lane\":\"measurement\",\"seq\":1}",
                Readings.json(record("meter/energy", "Wh", Value.of(5), TIME), header));
    }

    @Test
    void numbersAreShownWithoutExponent() {
        assertEquals(
                "2026-09-21 16:13:20.250  dormagen/p-1      meter/energy                    1234567 Wh",
                row("meter/energy", "Wh", Value.of(1_234_567), TIME));
    }

    @Test
    void aSignedTextCannotSteerTheTerminal() {
        assertEquals(
                "2026-09-21 16:13:20.250  dormagen/p-1      a/b                             ?[2J?x?",
                row("a/b", null, Value.of("\u001b[2J\u009bx\n"), TIME));
    }

    private String row(String name, @Nullable String unit, Value value, double time) {
        return Readings.row(record(name, unit, value, time), header, ZoneId.of("Europe/Berlin"));
    }

    private static SenmlRecord record(String name, @Nullable String unit, Value value, double time) {
        return new SenmlRecord(TestPole.TOPICS.baseName() + name, unit, value, time);
    }
}
