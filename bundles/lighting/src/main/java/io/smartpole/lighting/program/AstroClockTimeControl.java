package io.smartpole.lighting.program;

import io.smartpole.core.light.LightLevel;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is done to the level of the fixed times, from an event of the sun until the next such control of the night.
 *
 * @param offset negative = before the event
 * @param rampToLevelTime null = the program does not say
 */
record AstroClockTimeControl(
        SolarEvent solarEventType,
        Duration offset,
        EffectOperation operation,
        LightLevel level,
        @Nullable Duration rampToLevelTime) {

    enum SolarEvent {
        SUNSET,
        SUNRISE;

        String label() {
            return this == SUNSET ? "sunset" : "sunrise";
        }
    }

    /** @return null if the event does not happen in that night */
    @Nullable
    Instant begin(Night sun) {
        Instant event = solarEventType == SolarEvent.SUNSET ? sun.sunset() : sun.sunrise();
        return event == null ? null : event.plus(offset);
    }

    /** @return in plain words, such as {@code Max 80.0 % from sunset +30 min} */
    String words() {
        String moved = offset.isZero() ? "" : " %+d min".formatted(offset.toMinutes());
        return operation.label() + " " + level + " from " + solarEventType.label() + moved;
    }
}
