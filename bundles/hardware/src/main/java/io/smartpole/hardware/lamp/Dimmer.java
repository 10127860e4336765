package io.smartpole.hardware.lamp;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.light.LightLevel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What carries a level to the lamp. Used by one thread at a time, and may block it. */
interface Dimmer {

    /** Begins what it does by itself, if anything. The lamp is not touched. */
    default void start() {}

    /** Ends that, also while {@link #dim} hangs; from any thread. */
    default void stop() {}

    /** @throws RuntimeException if the level may not have reached the lamp; it will be tried again */
    void dim(LightLevel level);

    /** @return after what time an unchanged level is to be said again, in case what carries it forgot it */
    default Duration sayAgain() {
        return Duration.ofMinutes(1);
    }

    /** Lets go of the output and leaves the lamp as it is. Called last, and never while {@link #dim} hangs. */
    void close();

    /** @return what a technician should check when levels do not reach the lamp */
    String advice();

    /** @return what is wrong behind an output that works, if it can tell; from memory, on any thread */
    default @Nullable HealthResult trouble() {
        return null;
    }
}
