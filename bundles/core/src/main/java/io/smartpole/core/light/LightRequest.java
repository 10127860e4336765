package io.smartpole.core.light;

import java.time.Duration;

/** What a technician, the platform, emergency services or a neighbouring pole ask of the light. */
public sealed interface LightRequest {

    /** Whatever is asked for lasts at least this long; shorter is refused. */
    Duration SHORTEST = Duration.ofSeconds(1);

    /**
     * Level 3, override: hold a level for a while, whatever the program says. It replaces an override that is in force.
     *
     * @param level the level asked for; the safety floor still holds while it is not proven day
     * @param duration {@link #SHORTEST} to {@link #LONGEST}; anything else is refused when requested
     */
    record SetLevel(LightLevel level, Duration duration) implements LightRequest {

        public static final Duration LONGEST = Duration.ofHours(24);

        /** An override always has an end: this one if nobody names another: 7200 s (LwM2M objects 3416 and 53). */
        public static final Duration DEFAULT = Duration.ofHours(2);
    }

    /** End the override that is in force, if there is one, and go back to the program. */
    record Resume() implements LightRequest {}

    /**
     * Level 2, emergency: full light at once. It beats everything but local service.
     *
     * @param duration {@link #SHORTEST} to {@link #LONGEST}; anything else is refused when requested
     */
    record Emergency(Duration duration) implements LightRequest {

        public static final Duration LONGEST = Duration.ofHours(24);
        public static final Duration DEFAULT = Duration.ofHours(2);
    }

    /** End the emergency, if there is one. */
    record EndEmergency() implements LightRequest {}

    /**
     * Level 1, local service: a technician at the pole holds the lamp at a level, also below the safety floor. It always
     * ends by itself, and with a restart. A lamp that software switched off is not isolated: work on the mast needs the
     * fuse.
     *
     * @param duration {@link #SHORTEST} to {@link #LONGEST}; anything else is refused when requested
     */
    record LocalService(LightLevel level, Duration duration) implements LightRequest {

        public static final Duration LONGEST = Duration.ofHours(2);
        public static final Duration DEFAULT = Duration.ofMinutes(15);
    }

    /** End local service, if there is one. */
    record EndLocalService() implements LightRequest {}

    /**
     * Level 4, presence: somebody comes along from a neighbouring pole. May only raise the light, and only as far as the
     * control program lets presence raise it. Not kept over a restart.
     *
     * @param duration for how long, {@link #SHORTEST} to {@link #LONGEST}; anything else is refused when requested
     */
    record Approach(Duration duration) implements LightRequest {

        public static final Duration LONGEST = Duration.ofMinutes(5);
    }
}
