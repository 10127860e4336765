package io.smartpole.hardware.chips.ina226;

import com.pi4j.io.i2c.I2C;
import io.smartpole.core.reading.Unit;
import io.smartpole.hardware.chips.ChipException;
import io.smartpole.hardware.chips.Measured;
import io.smartpole.hardware.chips.Pause;
import io.smartpole.hardware.chips.Quantity;
import io.smartpole.hardware.chips.SensorChip;
import java.time.Duration;
import java.util.List;

/** The INA226 as the lamp's meter: measures without end, averaging 16 conversions, up to 36 V. Not for billing. */
public final class Ina226 implements SensorChip {

    public static final Quantity POWER = new Quantity("power", Unit.WATT, 4);
    public static final Quantity VOLTAGE = new Quantity("voltage", Unit.VOLT, 5);
    public static final Quantity CURRENT = new Quantity("current", Unit.AMPERE, 6);
    public static final List<Quantity> QUANTITIES = List.of(POWER, VOLTAGE, CURRENT);

    /** Profile setting: resistance of the shunt, in Ohm. */
    public static final String SHUNT_OHMS = "shunt-ohms";

    private static final int CONFIGURATION_REGISTER = 0x00; // 7.6.1
    private static final int BUS_VOLTAGE_REGISTER = 0x02; // 7.6.3
    private static final int POWER_REGISTER = 0x03; // 7.6.4
    private static final int CURRENT_REGISTER = 0x04; // 7.6.5
    private static final int CALIBRATION_REGISTER = 0x05; // 7.6.6
    private static final int MANUFACTURER_ID_REGISTER = 0xFE; // 7.6.9

    private static final int TEXAS_INSTRUMENTS = 0x5449;
    private static final int RESET = 1 << 15;
    /** 16 averages, 1.1 ms for bus and shunt each, both without end (tables 6 to 9): a new value every 35 ms. */
    private static final int AVERAGE_16_CONTINUOUS = 0x4527;

    private static final Duration FIRST_CONVERSION = Duration.ofMillis(40);

    private static final double BUS_VOLTAGE_LSB = 1.25e-3; // V
    private static final double SHUNT_VOLTAGE_LSB = 2.5e-6; // V
    /**
     * With this calibration one step of the current register is one step of the shunt's voltage, whatever the shunt
     * (7.5.1, equation 3): the chip's full range at full resolution.
     */
    private static final int CALIBRATION = 2048;

    /** A power step is 25 current steps (7.5.1). */
    private static final int CURRENT_STEPS_PER_POWER_STEP = 25;

    private final I2C i2c;
    private final Pause pause;
    private final double currentLsb;

    /** @param shuntOhms resistance of the shunt, above 0 Ohm; 0.02 measures up to 4.1 A */
    public Ina226(I2C i2c, double shuntOhms, Pause pause) {
        this.i2c = i2c;
        this.pause = pause;
        this.currentLsb = SHUNT_VOLTAGE_LSB / shuntOhms;
    }

    @Override
    public void initialise() {
        int manufacturer = read(MANUFACTURER_ID_REGISTER);
        if (manufacturer != TEXAS_INSTRUMENTS) {
            throw new ChipException(
                    "is not an INA226: manufacturer id is 0x%04X instead of 0x5449".formatted(manufacturer));
        }
        write(CONFIGURATION_REGISTER, RESET);
        write(CALIBRATION_REGISTER, CALIBRATION);
        write(CONFIGURATION_REGISTER, AVERAGE_16_CONTINUOUS);
        pause.pause(FIRST_CONVERSION);
    }

    @Override
    public List<Measured> measure() {
        // A chip that lost its power for a moment has lost its calibration, and would measure 0 A for ever.
        int calibration = read(CALIBRATION_REGISTER);
        if (calibration != CALIBRATION) {
            throw new ChipException("lost its settings: calibration is " + calibration + " instead of " + CALIBRATION);
        }
        short current = (short) read(CURRENT_REGISTER);
        if (current == Short.MAX_VALUE || current == Short.MIN_VALUE) {
            throw new ChipException("cannot measure more than %.1f A with this shunt".formatted(32767 * currentLsb));
        }
        int voltage = read(BUS_VOLTAGE_REGISTER);
        int power = read(POWER_REGISTER);
        return List.of(
                POWER.is(power * CURRENT_STEPS_PER_POWER_STEP * currentLsb),
                VOLTAGE.is(voltage * BUS_VOLTAGE_LSB),
                CURRENT.is(current * currentLsb));
    }

    private int read(int register) {
        byte[] word = new byte[2];
        i2c.readRegister(register, word);
        return (word[0] & 0xFF) << 8 | (word[1] & 0xFF);
    }

    private void write(int register, int value) {
        i2c.writeRegister(register, new byte[] {(byte) (value >> 8), (byte) value});
    }
}
