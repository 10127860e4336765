package io.smartpole.kura;

import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.time.Instant;

/** Readings as the health checks record them. */
final class Said {

    static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private Said() {}

    static Reading alarm(String check, String text) {
        return reading("health", check, text, Lane.ALARM, true);
    }

    static Reading reading(String component, String quantity, String text, Lane lane, boolean trusted) {
        return new Reading(
                new Series(component, quantity, null),
                Value.of(text),
                new Moment(NOON, trusted, Duration.ofMinutes(10)),
                lane);
    }
}
