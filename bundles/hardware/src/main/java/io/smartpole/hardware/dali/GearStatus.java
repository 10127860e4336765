package io.smartpole.hardware.dali;

/**
 * The answer to QUERY STATUS (IEC 62386-102, 9.16.2).
 *
 * @param bits bit 0 gear failure, 1 lamp failure, 4 fade running, 7 power cycle seen
 */
record GearStatus(int bits) {

    boolean failure() {
        return bit(0);
    }

    boolean lampFailure() {
        return bit(1);
    }

    boolean fadeRunning() {
        return bit(4);
    }

    /** @return true if the gear had no power for a moment, and was told no level since */
    boolean powerCycleSeen() {
        return bit(7);
    }

    private boolean bit(int number) {
        return (bits >> number & 1) == 1;
    }
}
