package io.smartpole.console;

import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Value;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One of {@code GET /api/v1/readings}.
 *
 * @param component the part of the pole that measured
 * @param quantity what it measured
 * @param unit SenML symbol (RFC 8428, RFC 8798); null for yes/no and text
 * @param value a number in that unit, true or false, or a text
 * @param time when, in the world's time; null if the clock was not trusted
 * @param alarm whether it goes into the alarm lane
 */
record ReadingView(
        String component,
        String quantity,
        @Nullable String unit,
        Object value,
        @Nullable Instant time,
        boolean alarm) {

    static ReadingView of(Reading reading) {
        return new ReadingView(
                reading.series().component(),
                reading.series().quantity(),
                reading.series().unit() == null ? null : reading.series().unit().symbol(),
                value(reading.value()),
                reading.time().trusted() ? reading.time().instant() : null,
                reading.lane() == Lane.ALARM);
    }

    private static Object value(Value value) {
        if (value instanceof Value.Numeric numeric) {
            return numeric.number();
        }
        if (value instanceof Value.Flag flag) {
            return flag.set();
        }
        return ((Value.Text) value).text();
    }
}
