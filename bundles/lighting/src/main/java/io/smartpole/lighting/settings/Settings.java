package io.smartpole.lighting.settings;

import io.smartpole.core.light.LightLevel;
import io.smartpole.lighting.program.Programs;
import io.smartpole.lighting.sensing.PhotocellRule;
import org.jspecify.annotations.Nullable;

/**
 * What was configured about the light, checked.
 *
 * @param programs the calendar and its control programs
 * @param defaultLevel defaultLightState: the level from dusk to dawn where no program says another
 * @param commissioning what allows dimming; null = nothing does
 * @param photocell how the photocell is listened to
 * @param co2Factor grams of CO2 for a kWh; null = not told
 */
public record Settings(
        Programs programs,
        LightLevel defaultLevel,
        @Nullable Commissioning commissioning,
        PhotocellRule photocell,
        @Nullable Double co2Factor) {

    /** What holds without any configuration. */
    public static final Settings DEFAULT =
            new Settings(Programs.NONE, LightLevel.FULL, null, PhotocellRule.DEFAULT, null);

    /** @return the safety floor: the lamp is never below it while it is not proven day */
    public LightLevel floor() {
        return commissioning == null ? LightLevel.FULL : commissioning.lowest();
    }
}
