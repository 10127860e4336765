package io.smartpole.kura;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import java.util.Date;
import java.util.Optional;
import org.eclipse.kura.message.KuraPayload;
import org.junit.jupiter.api.Test;

class AlarmTest {

    @Test
    void whatTheHealthChecksRecordIsAnAlarm() {
        assertEquals(
                Optional.of(new Alarm("disk", HealthStatus.CRITICAL, "full: 0 MiB free", Said.NOON)),
                Alarm.of(Said.alarm("disk", "CRITICAL: full: 0 MiB free")));
        assertEquals(
                Optional.of(new Alarm("disk", HealthStatus.OK, "30 MiB free", Said.NOON)),
                Alarm.of(Said.alarm("disk", "OK: 30 MiB free")));
    }

    @Test
    void aTimeThatIsNotTrustedIsLeftOut() {
        Reading reading = Said.reading("health", "clock", "WARN: no time server", Lane.ALARM, false);
        Alarm alarm = Alarm.of(reading).orElseThrow();
        assertNull(alarm.time());
        assertNull(alarm.toMessage().getPayload().getTimestamp());
    }

    @Test
    void otherReadingsAreNone() {
        none(Said.reading("lamp", "failure", "WARN: dark", Lane.ALARM, true));
        none(Said.reading("health", "disk", "WARN: full", Lane.MEASUREMENT, true));
        none(Said.alarm("selftest", "asked for by ops"));
        none(Said.alarm("disk", "WARNING: full"));
        none(Said.alarm("disk", ""));
        Reading number = Said.alarm("disk", "WARN: full");
        none(new Reading(new Series("health", "disk", Unit.COUNT), Value.of(1), number.time(), Lane.ALARM));
    }

    @Test
    void theMessageSaysWhatHowAndWhenAsMetrics() {
        KuraPayload payload = new Alarm("disk", HealthStatus.WARN, "half full", Said.NOON)
                .toMessage()
                .getPayload();
        assertEquals("disk", payload.getMetric("check"));
        assertEquals("WARN", payload.getMetric("status"));
        assertEquals("half full", payload.getMetric("message"));
        assertEquals(Date.from(Said.NOON), payload.getTimestamp());
    }

    private static void none(Reading reading) {
        assertEquals(Optional.empty(), Alarm.of(reading));
    }
}
