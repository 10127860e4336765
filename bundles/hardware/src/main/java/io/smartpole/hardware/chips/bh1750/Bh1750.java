package io.smartpole.hardware.chips.bh1750;

import com.pi4j.io.i2c.I2C;
import io.smartpole.core.reading.Unit;
import io.smartpole.hardware.chips.ChipException;
import io.smartpole.hardware.chips.Measured;
import io.smartpole.hardware.chips.Pause;
import io.smartpole.hardware.chips.Quantity;
import io.smartpole.hardware.chips.SensorChip;
import java.time.Duration;
import java.util.List;

/**
 * The BH1750, asked for one measurement at a time. In continuous mode a chip that lost its power for a moment would
 * read 0 lx for ever, which looks like night.
 *
 * <p>It has no identity to check, and ends at 54612 lx: bright sun reads as that.
 */
public final class Bh1750 implements SensorChip {

    public static final Quantity ILLUMINANCE = new Quantity("illuminance", Unit.LUX, 2);
    public static final List<Quantity> QUANTITIES = List.of(ILLUMINANCE);

    private static final byte POWER_ON = 0x01;
    private static final byte RESET = 0x07;
    private static final byte MEASURE_ONCE_HIGH_RESOLUTION = 0x20;

    /** The maximum at high resolution; 120 ms is typical. */
    private static final Duration LONGEST_MEASUREMENT = Duration.ofMillis(180);

    private static final double COUNTS_PER_LUX = 1.2;

    private final I2C i2c;
    private final Pause pause;

    public Bh1750(I2C i2c, Pause pause) {
        this.i2c = i2c;
        this.pause = pause;
    }

    @Override
    public void initialise() {
        i2c.write(POWER_ON);
        i2c.write(RESET); // clears the data register, so that an old value is never taken for a new one
    }

    @Override
    public List<Measured> measure() {
        i2c.write(MEASURE_ONCE_HIGH_RESOLUTION);
        pause.pause(LONGEST_MEASUREMENT);
        byte[] data = new byte[2];
        int length = i2c.read(data, 0, data.length);
        if (length != data.length) {
            throw new ChipException("answered " + length + " bytes instead of 2");
        }
        int counts = (data[0] & 0xFF) << 8 | (data[1] & 0xFF);
        return List.of(ILLUMINANCE.is(counts / COUNTS_PER_LUX));
    }
}
