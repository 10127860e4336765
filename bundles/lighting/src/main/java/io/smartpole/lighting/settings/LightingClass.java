package io.smartpole.lighting.settings;

import java.util.regex.Pattern;

/**
 * A lighting class of EN 13201-2: M1 to M6 for motor traffic, P1 to P6 for pedestrians, C0 to C5 for conflict areas. A
 * higher number asks for less light.
 *
 * @param series M, P or C
 * @param number place in the series
 */
public record LightingClass(char series, int number) {

    private static final Pattern NAMES = Pattern.compile("M[1-6]|P[1-6]|C[0-5]");

    private static boolean isName(String text) {
        return NAMES.matcher(text).matches();
    }

    /** @throws IllegalArgumentException if there is no such class */
    public static LightingClass of(String text) {
        if (!isName(text)) {
            throw new IllegalArgumentException("'" + text + "' is no class of EN 13201-2: M1-M6, P1-P6 or C0-C5");
        }
        return new LightingClass(text.charAt(0), text.charAt(1) - '0');
    }

    /** @return true if this class asks for less light than the other, in the same series */
    boolean isLowerThan(LightingClass other) {
        return series == other.series && number > other.number;
    }

    @Override
    public String toString() {
        return series + Integer.toString(number);
    }
}
