package io.smartpole.core.light;

import java.time.Duration;

/** What a technician or the platform asks of the light. */
public sealed interface LightRequest {

    /**
     * Override: hold a level for a while, whatever the program says. It replaces an override that is in force.
     *
     * @param level the level asked for; the safety floor still holds while it is not proven day
     * @param duration {@link #SHORTEST} to {@link #LONGEST}; anything else is refused when requested
     */
    record SetLevel(LightLevel level, Duration duration) implements LightRequest {

        public static final Duration SHORTEST = Duration.ofSeconds(1);
        public static final Duration LONGEST = Duration.ofHours(24);

        /** An override always has an end: this one if nobody names another: 7200 s (LwM2M objects 3416 and 53). */
        public static final Duration DEFAULT = Duration.ofHours(2);
    }

    /** End the override that is in force, if there is one, and go back to the program. */
    record Resume() implements LightRequest {}
}
