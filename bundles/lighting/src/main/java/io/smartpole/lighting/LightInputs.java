package io.smartpole.lighting;

import org.jspecify.annotations.Nullable;

/**
 * All that a light decision depends on, besides the time: read once per cycle, then frozen.
 *
 * @param settings what was configured
 * @param daylight whether it is day; null while time or place is not known
 * @param override what somebody asked for; null if nobody did
 */
record LightInputs(
        Settings settings,
        @Nullable Daylight daylight,
        @Nullable LightOverride override) {}
