package io.smartpole.lighting.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LampReadingsTest {

    private static final Moment NOW = new Moment(Instant.EPOCH, true, Duration.ZERO);

    private final LampReadings readings = new LampReadings();

    @ParameterizedTest
    @CsvSource({
        "lamp, output,      true",
        "lamp, power,       true",
        "lamp, voltage,     true",
        "lamp, powerFactor, true",
        "gear, answers,     true",
        "gear, lampFailure, true",
        "gear, failure,     true",
        "any,  active,      true",
        "lamp, lampFailure, false", // our own
        "lamp, energy,      false",
        "lamp, level,       false",
        "gear, temperature, false",
        "door, open,        false",
        "bme280, power,     false",
    })
    void whatTellsAboutTheLampIsTakenAndNothingElse(String component, String quantity, boolean taken)
            throws InterruptedException {
        Reading reading = new Series(component, quantity, null).reading(Value.of(true), NOW);
        readings.onReading(reading);
        assertEquals(taken ? reading : null, readings.next(Duration.ZERO));
    }

    @Test
    void theNewestPowerIsKept() {
        assertNull(readings.power());
        readings.onReading(power(41));
        Reading newest = power(42);
        readings.onReading(newest);
        readings.onReading(new Series("lamp", "power", null).reading(Value.of("none"), NOW));
        assertEquals(newest, readings.power());
    }

    @Test
    void ifNobodyTakesThemTheOldestAreDroppedAndCounted() throws InterruptedException {
        for (int i = 0; i < LampReadings.ROOM + 3; i++) {
            readings.onReading(power(i));
        }
        assertEquals(3, readings.dropped());
        assertEquals(power(3), readings.next(Duration.ZERO));
    }

    private static Reading power(double watts) {
        return new Series("lamp", "power", Unit.WATT).reading(Value.of(watts), NOW);
    }
}
