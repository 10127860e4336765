package io.smartpole.hardware.chips.gp8403;

import com.pi4j.io.i2c.I2C;

/**
 * The GP8403 (Guestgood; DFRobot DFR0971): two outputs of 0-10 V with 12 bits, error below 0.5 %. Nothing can be read
 * from it, so only the acknowledge on the bus tells that it is there.
 */
public final class Gp8403 {

    /** What its pins A0 to A2 select. */
    public static final int FIRST_ADDRESS = 0x58;

    public static final int LAST_ADDRESS = 0x5F;

    public static final double FULL_SCALE_VOLTS = 10;

    private static final int RANGE_REGISTER = 0x01;
    private static final byte BOTH_TO_TEN_VOLTS = 0x11;
    /** That of output 0; output 1 has 0x04. */
    private static final int OUTPUT_REGISTER = 0x02;

    private static final int FULL_SCALE = 0xFFF;
    /** The 12 bits stand at the upper end of 16, of which the low byte goes first. */
    private static final int ALIGNMENT = 4;

    private final I2C i2c;

    public Gp8403(I2C i2c) {
        this.i2c = i2c;
    }

    /**
     * Sets one output. The range is written each time: a chip that lost its power for a moment is back at 0-5 V, and would
     * give half the voltage for ever.
     *
     * @param output 0 or 1
     * @param volts 0 to 10
     */
    public void set(int output, double volts) {
        if (!(volts >= 0 && volts <= FULL_SCALE_VOLTS)) {
            throw new IllegalArgumentException("a GP8403 gives 0 to 10 V, not " + volts);
        }
        int value = (int) Math.round(volts / FULL_SCALE_VOLTS * FULL_SCALE) << ALIGNMENT;
        i2c.writeRegister(RANGE_REGISTER, BOTH_TO_TEN_VOLTS);
        i2c.writeRegister(OUTPUT_REGISTER + 2 * output, new byte[] {(byte) value, (byte) (value >> 8)});
    }
}
