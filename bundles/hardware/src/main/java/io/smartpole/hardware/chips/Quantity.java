package io.smartpole.hardware.chips;

import io.smartpole.core.reading.Unit;

/**
 * Something that a chip measures.
 *
 * @param name as it stands in readings, such as {@code temperature}
 * @param unit of its numbers
 * @param decimals how many say something, given the chip's resolution; 0 to 6
 */
public record Quantity(String name, Unit unit, int decimals) {

    /** @param value in the unit of this quantity; what is finer than the chip's resolution is rounded away */
    public Measured is(double value) {
        double shift = Math.pow(10, decimals);
        return new Measured(this, Math.rint(value * shift) / shift);
    }
}
