package io.smartpole.core.light;

import org.jspecify.annotations.Nullable;

/**
 * What the lamp has done since its counters began. Not for billing.
 *
 * @param energy Wh, measured or estimated
 * @param estimatedEnergy the part of it that no meter measured: worked out from level and rated power, in Wh
 * @param burningHours time with light, in h; constant light output depends on it
 * @param switchOns how often the lamp went from off to on
 * @param co2 grams of CO2 for that energy; null while no factor is configured
 */
public record LampFigures(
        double energy,
        double estimatedEnergy,
        double burningHours,
        long switchOns,
        @Nullable Double co2) {

    public static final LampFigures NONE = new LampFigures(0, 0, 0, 0, null);
}
