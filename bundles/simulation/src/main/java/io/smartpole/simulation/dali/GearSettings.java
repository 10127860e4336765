package io.smartpole.simulation.dali;

import java.time.Duration;

/**
 * What a control gear keeps when it loses power, and the values that RESET gives (IEC 62386-102, table of variables).
 * Levels are 0 (off) and 1 to 254; 255 (MASK) means the last one.
 */
final class GearSettings {

    static final int MASK = 255;
    static final int HIGHEST = 254;

    /** The least light that this type of gear can give: 1 %. */
    static final int PHYSICAL_MINIMUM = 85;

    private static final int FADE_RATE_AT_RESET = 7;
    private static final int LAST_EXTENDED_FADE_TIME = 0x4F;

    /** Unit of the extended fade time, in ms, by multiplier. */
    private static final int[] EXTENDED_UNIT_MS = {0, 100, 1_000, 10_000, 60_000};

    private int lowest;
    private int highest;
    private int powerOn;
    private int systemFailure;
    private int fadeTime;
    private int fadeRate;
    private int extendedFadeTime;

    GearSettings() {
        reset();
    }

    void reset() {
        lowest = PHYSICAL_MINIMUM;
        highest = HIGHEST;
        powerOn = HIGHEST;
        systemFailure = HIGHEST;
        fadeTime = 0;
        fadeRate = FADE_RATE_AT_RESET;
        extendedFadeTime = 0;
    }

    boolean isReset() {
        return lowest == PHYSICAL_MINIMUM
                && highest == HIGHEST
                && powerOn == HIGHEST
                && systemFailure == HIGHEST
                && fadeTime == 0
                && fadeRate == FADE_RATE_AT_RESET
                && extendedFadeTime == 0;
    }

    /** @return the level nearest to this one that the limits allow */
    int bounded(int level) {
        return level == 0 ? 0 : Math.max(lowest, Math.min(highest, level));
    }

    /** @return zero: no fade */
    Duration fadeLength() {
        if (fadeTime > 0) {
            return Duration.ofMillis(Math.round(500 * Math.pow(2, fadeTime / 2.0)));
        }
        return Duration.ofMillis((long) EXTENDED_UNIT_MS[extendedFadeTime >> 4] * ((extendedFadeTime & 0x0F) + 1));
    }

    int lowest() {
        return lowest;
    }

    int highest() {
        return highest;
    }

    int powerOn() {
        return powerOn;
    }

    int systemFailure() {
        return systemFailure;
    }

    /** @return fade time in the upper, fade rate in the lower four bits */
    int fadeTimeAndRate() {
        return fadeTime << 4 | fadeRate;
    }

    int extendedFadeTime() {
        return extendedFadeTime;
    }

    void lowest(int level) {
        lowest = level == MASK ? highest : Math.max(PHYSICAL_MINIMUM, Math.min(highest, level));
    }

    void highest(int level) {
        highest = level == MASK ? HIGHEST : Math.max(lowest, level);
    }

    void powerOn(int level) {
        powerOn = level;
    }

    void systemFailure(int level) {
        systemFailure = level;
    }

    void fadeTime(int code) {
        fadeTime = Math.min(15, code);
    }

    void fadeRate(int code) {
        fadeRate = Math.max(1, Math.min(15, code));
    }

    void extendedFadeTime(int code) {
        extendedFadeTime = code > LAST_EXTENDED_FADE_TIME ? 0 : code;
    }
}
