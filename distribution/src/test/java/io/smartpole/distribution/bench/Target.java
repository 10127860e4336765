package io.smartpole.distribution.bench;

import java.util.Locale;

/**
 * What a figure should be.
 *
 * @param of what is bounded
 * @param most whether the bound is the most, or the least
 */
record Target(Of of, boolean most, double bound) {

    enum Of {
        VALUE,
        RATIO
    }

    static Target valueAtMost(double bound) {
        return new Target(Of.VALUE, true, bound);
    }

    static Target ratioAtMost(double bound) {
        return new Target(Of.RATIO, true, bound);
    }

    static Target ratioAtLeast(double bound) {
        return new Target(Of.RATIO, false, bound);
    }

    boolean isMetBy(double measured) {
        return most ? measured <= bound : measured >= bound;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %s %s", of.name().toLowerCase(Locale.ROOT), most ? "<=" : ">=", bound);
    }
}
