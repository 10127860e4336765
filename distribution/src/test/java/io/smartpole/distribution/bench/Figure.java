package io.smartpole.distribution.bench;

import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param name benchmark and what was measured, such as {@code start.lamp}
 * @param unit such as {@code s}
 * @param comparedWith measured in the same rounds; null if it stands alone
 * @param target null if there is none
 */
record Figure(
        String name,
        Samples samples,
        String unit,
        @Nullable Figure comparedWith,
        @Nullable Target target) {

    double value() {
        return samples.median();
    }

    @Nullable
    Double ratio() {
        return comparedWith == null ? null : value() / comparedWith.value();
    }

    /** @return null if there is no target */
    @Nullable
    Boolean met() {
        if (target == null) {
            return null;
        }
        Double measured = target.of() == Target.Of.RATIO ? ratio() : Double.valueOf(value());
        return measured != null && target.isMetBy(measured);
    }
}
