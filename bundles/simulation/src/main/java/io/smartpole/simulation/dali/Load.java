package io.smartpole.simulation.dali;

/** What hangs on the output of a control gear: the LEDs, and what the gear measures of them. */
public interface Load {

    /** A load that nobody looks at. */
    Load NOTHING = new Load() {
        @Override
        public void drive(double light) {}

        @Override
        public boolean open() {
            return false;
        }

        @Override
        public Figures figures() {
            return new Figures(1, 0, 0, 0, 0, 0, 0, 0, 230, 20);
        }
    };

    /** @param light 0 to 1 of its full light */
    void drive(double light);

    /** @return whether no current can flow */
    boolean open();

    Figures figures();

    /**
     * Measured at one moment.
     *
     * @param ratedPower of gear and LEDs, in W
     * @param power that they take now, in W
     * @param energy that they have taken, in Wh
     * @param light 0 to 1
     * @param operatingTime how long the gear had power, in s
     * @param starts how often it got power
     * @param lightOnTime how long there was light, in s
     * @param lightStarts how often the light went on
     * @param supplyVoltage of the mains, in V
     * @param temperature inside the gear, in degrees Celsius
     */
    record Figures(
            double ratedPower,
            double power,
            double energy,
            double light,
            long operatingTime,
            long starts,
            long lightOnTime,
            long lightStarts,
            double supplyVoltage,
            double temperature) {}
}
