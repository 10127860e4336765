package io.smartpole.kura;

import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Value;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.message.KuraPayload;
import org.jspecify.annotations.Nullable;

/**
 * A health check got worse or better.
 *
 * @param check its name
 * @param status what it is now
 * @param message what is the case, in words
 * @param time when, in the world's time; null while the clock was not trusted
 */
record Alarm(
        String check,
        HealthStatus status,
        String message,
        @Nullable Instant time) {

    /**
     * The gateway records its alarms as readings {@code health/CHECK} with a text {@code STATUS: MESSAGE}. What it
     * suppresses there is therefore not published either.
     *
     * @return empty for any other reading
     */
    static Optional<Alarm> of(Reading reading) {
        if (reading.lane() != Lane.ALARM
                || !reading.series().component().equals("health")
                || !(reading.value() instanceof Value.Text value)) {
            return Optional.empty();
        }
        for (HealthStatus status : HealthStatus.values()) {
            String begin = status + ": ";
            if (value.text().startsWith(begin)) {
                return Optional.of(new Alarm(
                        reading.series().quantity(),
                        status,
                        value.text().substring(begin.length()),
                        reading.time().trusted() ? reading.time().instant() : null));
            }
        }
        return Optional.empty(); // such as that somebody asked for a self-test
    }

    KuraMessage toMessage() {
        KuraPayload payload = new KuraPayload();
        payload.setTimestamp(time == null ? null : Date.from(time));
        payload.addMetric("check", check);
        payload.addMetric("status", status.name());
        payload.addMetric("message", message);
        return new KuraMessage(payload);
    }
}
