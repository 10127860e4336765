package io.smartpole.lighting;

import io.smartpole.core.light.LightLevel;
import java.time.LocalDate;

/**
 * The record that allows this pole to be dimmed: who agreed to which lower class of EN 13201, and to which level that
 * comes. Without one there is no dimming: 100 % from dusk to dawn.
 *
 * @param floor the lowest level that keeps the reduced class, above 0 %: no night-off
 * @param rated the class that the installation was planned for
 * @param reduced the lower class that was approved for quiet hours, of the same series
 * @param approver who approved it
 * @param date when
 */
record Commissioning(LightLevel floor, LightingClass rated, LightingClass reduced, String approver, LocalDate date) {

    Commissioning {
        if (floor.equals(LightLevel.OFF)) {
            throw new IllegalArgumentException("the floor must be above 0 %");
        }
        if (!reduced.isLowerThan(rated)) {
            throw new IllegalArgumentException(
                    "the reduced class must be lower than %s in the same series, but is %s".formatted(rated, reduced));
        }
        if (approver.isBlank()) {
            throw new IllegalArgumentException("the approver is missing");
        }
    }
}
