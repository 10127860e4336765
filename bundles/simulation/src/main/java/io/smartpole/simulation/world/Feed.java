package io.smartpole.simulation.world;

/**
 * The 24 V feed of the pole's LED driver, where its power is measured: on the mains side no INA226 could be used, which
 * stands 36 V at most.
 *
 * @param voltage in V
 * @param current into the LED driver, in A
 */
public record Feed(double voltage, double current) {

    /** Nothing connected. */
    public static final Feed IDLE = new Feed(24, 0);

    /** Its power supply has no mains. */
    public static final Feed DEAD = new Feed(0, 0);

    /** Power supply and wiring together, in Ohm. */
    private static final double INNER_RESISTANCE = 0.05;

    private static final double WANDER = 0.06;

    /**
     * @param power taken by the LED driver, in W
     * @param wander -1 to 1, how far the supply is from its mean
     */
    static Feed under(double power, double wander) {
        double open = IDLE.voltage + WANDER * wander;
        // The LED driver takes a constant power: U = open - R * P / U, solved for U.
        double voltage = (open + Math.sqrt(Math.max(0, open * open - 4 * INNER_RESISTANCE * power))) / 2;
        return new Feed(voltage, power / voltage);
    }
}
