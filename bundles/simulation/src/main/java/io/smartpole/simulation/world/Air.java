package io.smartpole.simulation.world;

/**
 * The air around the pole.
 *
 * @param temperature in degrees Celsius
 * @param pressure at the pole's height, in Pa
 * @param humidity relative, in percent
 */
public record Air(double temperature, double pressure, double humidity) {}
