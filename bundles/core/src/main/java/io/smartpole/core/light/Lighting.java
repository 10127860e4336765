package io.smartpole.core.light;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The pole's light: who wants another level asks here. Only the control loop behind it writes the {@link Lamp}, so every
 * request meets the same rules.
 */
public interface Lighting {

    /** The longest stretch that {@link #curve} plans. */
    Duration LONGEST_CURVE = Duration.ofDays(400);

    /**
     * Keeps the request on disk, where it is one that outlives a restart, and wakes the control loop. Waits for the disk, not for the lamp.
     *
     * @return what became of it; never throws for what was asked
     */
    LightResult request(LightRequest request);

    /** @return the latest cycle of the loop, from memory */
    LightStatus status();

    /**
     * What the light will be, if nothing else happens: by the rules, settings, requests and clock trust of now.
     *
     * @param from begin, in the world's time
     * @param to end, at most {@link #LONGEST_CURVE} later
     * @return one point at {@code from} and one at each change before {@code to}
     * @throws IllegalArgumentException if the stretch is empty, negative or too long
     */
    List<PlanPoint> curve(Instant from, Instant to);
}
