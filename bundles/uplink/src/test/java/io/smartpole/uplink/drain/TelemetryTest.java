package io.smartpole.uplink.drain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TelemetryTest {

    private final Telemetry telemetry = new Telemetry();

    @Test
    void withoutAConnectionReadingsAreDropped() {
        assertFalse(telemetry.offer(reading(1)));
        telemetry.live(true);
        assertNull(telemetry.poll());
    }

    @Test
    void whatWaitedWhenTheConnectionBrokeIsDropped() {
        telemetry.live(true);
        assertTrue(telemetry.offer(reading(1)));
        telemetry.live(false);
        telemetry.live(true);
        assertNull(telemetry.poll());
    }

    @Test
    void theOldestGivesWay() {
        telemetry.live(true);
        for (int i = 0; i < Telemetry.CAPACITY + 2; i++) {
            telemetry.offer(reading(i));
        }
        for (int i = 2; i < Telemetry.CAPACITY + 2; i++) {
            assertEquals(reading(i), telemetry.poll());
        }
        assertNull(telemetry.poll());
    }

    static Reading reading(double celsius) {
        return new Series("bme280", "temperature", Unit.CELSIUS)
                .reading(Value.of(celsius), new Moment(Instant.EPOCH, false, Duration.ZERO));
    }
}
