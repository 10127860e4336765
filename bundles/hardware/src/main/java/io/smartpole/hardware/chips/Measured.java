package io.smartpole.hardware.chips;

/**
 * One quantity, measured once.
 *
 * @param value in the unit of the quantity
 */
public record Measured(Quantity quantity, double value) {}
