package io.smartpole.lighting.settings;

import io.smartpole.core.light.LightLevel;
import java.time.LocalDate;

/**
 * The record that allows this pole to be dimmed: who agreed to which lower class of EN 13201, and to which level that
 * comes. Without one there is no dimming: 100 % from dusk to dawn.
 *
 * @param floor the lowest level that keeps the reduced class; 0 % only where night-off was approved
 * @param rated the class that the installation was planned for
 * @param reduced the lower class that was approved for quiet hours, of the same series
 * @param crossing true at a pedestrian crossing: never dimmed, whatever the floor says
 * @param nightOff true where the lamp may go off at night; its mast then carries traffic sign 394
 * @param approver who approved it
 * @param date when
 */
public record Commissioning(
        LightLevel floor,
        LightingClass rated,
        LightingClass reduced,
        boolean crossing,
        boolean nightOff,
        String approver,
        LocalDate date) {

    public Commissioning {
        if (floor.equals(LightLevel.OFF) && !nightOff) {
            throw new IllegalArgumentException("a floor of 0 % needs commissioned.night.off");
        }
        if (crossing && nightOff) {
            throw new IllegalArgumentException("a crossing is lit at 100 %, so there can be no night-off");
        }
        if (!reduced.isLowerThan(rated)) {
            throw new IllegalArgumentException(
                    "the reduced class must be lower than %s in the same series, but is %s".formatted(rated, reduced));
        }
        if (approver.isBlank()) {
            throw new IllegalArgumentException("the approver is missing");
        }
    }

    /** @return the safety floor that follows */
    LightLevel lowest() {
        return crossing ? LightLevel.FULL : floor;
    }
}
