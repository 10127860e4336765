package io.smartpole.lighting.program;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the pole notices now.
 *
 * @param sinceActive name of a source to the time since it was last active, zero while it is; a name that is missing was
 *     never active
 * @param photocellOn whether the photocell says that light is wanted; null = there is no healthy one, which counts as on
 *     where that gives light, and never darkens
 */
public record Sensors(
        Map<String, Duration> sinceActive, @Nullable Boolean photocellOn) {

    /** Any presence detector of this pole. */
    public static final String PRESENCE = "presence";
    /** A neighbouring pole saw somebody. */
    public static final String ZONE = "zone";
    /** The photocell's answer. */
    public static final String PHOTOCELL = "photocell";
    /** The half-night phase of the supply is live. */
    public static final String HALF_NIGHT = "half-night";

    /** The sources that need no input of that name. */
    public static final Set<String> NAMED = Set.of(PRESENCE, ZONE, PHOTOCELL, HALF_NIGHT);

    public Sensors {
        sinceActive = Map.copyOf(sinceActive);
    }

    /** @return false only if a healthy photocell says so */
    boolean photocellWantsLight() {
        return photocellOn == null || photocellOn;
    }
}
