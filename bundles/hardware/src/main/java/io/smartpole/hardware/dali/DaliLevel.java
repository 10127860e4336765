package io.smartpole.hardware.dali;

import io.smartpole.core.light.LightLevel;

/**
 * The standard dimming curve of control gear (IEC 62386-102, 9.3): 253 steps from 0.1 % to 100 % light, each 2.8 %
 * brighter than the one before, as the eye sees it. 50 % light is level 229, not 127.
 */
public final class DaliLevel {

    public static final int OFF = 0;
    public static final int LOWEST = 1;
    public static final int HIGHEST = 254;

    /** No level: "leave it as it is" in a setting, "not known" in an answer. */
    public static final int MASK = 255;

    private static final double LEVELS_PER_DECADE = 253 / 3.0;
    private static final double LOWEST_PERCENT = 0.1;

    private DaliLevel() {}

    /** @return the nearest level; light that is below the curve gives {@link #LOWEST}, only no light gives {@link #OFF} */
    public static int of(LightLevel light) {
        if (light.ratio() == 0) {
            return OFF;
        }
        long level = LOWEST + Math.round(LEVELS_PER_DECADE * Math.log10(light.percent() / LOWEST_PERCENT));
        return (int) Math.max(LOWEST, level);
    }

    /** @param level 0 to 254 */
    public static LightLevel light(int level) {
        if (level < OFF || level > HIGHEST) {
            throw new IllegalArgumentException("a DALI level is 0 to 254, not " + level);
        }
        if (level == HIGHEST) {
            return LightLevel.FULL;
        }
        return level == OFF
                ? LightLevel.OFF
                : LightLevel.percent(LOWEST_PERCENT * Math.pow(10, (level - LOWEST) / LEVELS_PER_DECADE));
    }
}
