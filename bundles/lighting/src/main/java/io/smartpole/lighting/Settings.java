package io.smartpole.lighting;

import io.smartpole.core.light.LightLevel;
import org.jspecify.annotations.Nullable;

/**
 * What was configured about the light, checked.
 *
 * @param program levels by local time
 * @param defaultLevel the level from dusk to dawn where the program is silent
 * @param commissioning what allows dimming; null = nothing does
 */
record Settings(
        Program program, LightLevel defaultLevel, @Nullable Commissioning commissioning) {

    /** What holds without any configuration. */
    static final Settings DEFAULT = new Settings(Program.NONE, LightLevel.FULL, null);

    /** @return the safety floor: the lamp is never below it while it is not proven day */
    LightLevel floor() {
        return commissioning == null ? LightLevel.FULL : commissioning.floor();
    }
}
