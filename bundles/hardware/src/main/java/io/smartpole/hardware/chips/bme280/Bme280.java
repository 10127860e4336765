package io.smartpole.hardware.chips.bme280;

import com.pi4j.io.i2c.I2C;
import io.smartpole.core.reading.Unit;
import io.smartpole.hardware.chips.ChipException;
import io.smartpole.hardware.chips.Measured;
import io.smartpole.hardware.chips.Pause;
import io.smartpole.hardware.chips.Quantity;
import io.smartpole.hardware.chips.SensorChip;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The BME280 as a weather station: asleep, woken for one measurement at a time, no oversampling, no filter (3.5.1). So
 * it does not warm itself.
 */
public final class Bme280 implements SensorChip {

    public static final Quantity TEMPERATURE = new Quantity("temperature", Unit.CELSIUS, 2);
    public static final Quantity PRESSURE = new Quantity("pressure", Unit.PASCAL, 2);
    public static final Quantity HUMIDITY = new Quantity("humidity", Unit.RELATIVE_HUMIDITY, 2);
    public static final List<Quantity> QUANTITIES = List.of(TEMPERATURE, PRESSURE, HUMIDITY);

    private static final int ID = 0xD0; // 5.4.1
    private static final int RESET = 0xE0; // 5.4.2
    private static final int CTRL_HUM = 0xF2; // 5.4.3
    private static final int STATUS = 0xF3; // 5.4.4
    private static final int CTRL_MEAS = 0xF4; // 5.4.5
    private static final int CONFIG = 0xF5; // 5.4.6
    private static final int DATA = 0xF7; // 5.4.7 to 5.4.9
    private static final int CALIBRATION_LOW = 0x88; // 4.2.2
    private static final int CALIBRATION_HIGH = 0xE1; // 4.2.2

    private static final int CHIP_ID = 0x60;
    private static final byte RESET_WORD = (byte) 0xB6;
    private static final int MEASURING = 1 << 3;
    private static final int COPYING_CALIBRATION = 1;
    private static final byte HUMIDITY_ONCE = 0b001;
    /** Temperature once, pressure once, forced mode. */
    private static final byte FORCED_ONCE = 0b001_001_01;

    private static final Duration START_UP = Duration.ofMillis(2); // table 1
    private static final Duration LONGEST_MEASUREMENT = Duration.ofMillis(10); // 9.1 gives 9.3 ms
    private static final Duration ANOTHER_LOOK = Duration.ofMillis(2);
    private static final int LOOKS = 20;

    private static final int DATA_BYTES = 8;
    private static final int SKIPPED = 0x80000; // 5.4.7, 5.4.8: what stands there before the first measurement
    private static final int ALL_ONES = 0xFFFFF;

    private final I2C i2c;
    private final Pause pause;
    private @Nullable Bme280Calibration calibration;

    public Bme280(I2C i2c, Pause pause) {
        this.i2c = i2c;
        this.pause = pause;
    }

    @Override
    public void initialise() {
        int id = i2c.readRegister(ID);
        if (id != CHIP_ID) {
            throw new ChipException("is not a BME280: chip id is 0x%02X instead of 0x60%s"
                    .formatted(id, id == 0x58 ? " (a BMP280)" : ""));
        }
        i2c.writeRegister(RESET, RESET_WORD);
        pause.pause(START_UP);
        waitWhile(COPYING_CALIBRATION, "copying its calibration after reset");
        byte[] low = new byte[Bme280Calibration.LOW_BYTES];
        i2c.readRegister(CALIBRATION_LOW, low);
        byte[] high = new byte[Bme280Calibration.HIGH_BYTES];
        i2c.readRegister(CALIBRATION_HIGH, high);
        calibration = Bme280Calibration.of(low, high);
        i2c.writeRegister(CONFIG, (byte) 0); // filter off
    }

    @Override
    public List<Measured> measure() {
        Bme280Calibration trim = calibration;
        if (trim == null) {
            throw new ChipException("has not been initialised");
        }
        i2c.writeRegister(CTRL_HUM, HUMIDITY_ONCE); // becomes effective with the next write of CTRL_MEAS (5.4.3)
        i2c.writeRegister(CTRL_MEAS, FORCED_ONCE);
        pause.pause(LONGEST_MEASUREMENT);
        waitWhile(MEASURING, "measuring");

        byte[] data = new byte[DATA_BYTES];
        i2c.readRegister(DATA, data);
        int pressure = twentyBits(data, 0);
        int temperature = twentyBits(data, 3);
        int humidity = (data[6] & 0xFF) << 8 | (data[7] & 0xFF);
        if (temperature == SKIPPED || temperature == ALL_ONES || pressure == SKIPPED || pressure == ALL_ONES) {
            throw new ChipException("has not measured: its data registers hold temperature 0x%05X, pressure 0x%05X"
                    .formatted(temperature, pressure));
        }
        double fine = trim.fineTemperature(temperature);
        return List.of(
                within(-40, 85, TEMPERATURE.is(Bme280Calibration.celsius(fine))),
                within(30_000, 110_000, PRESSURE.is(trim.pascal(pressure, fine))),
                within(0, 100, HUMIDITY.is(trim.relativeHumidity(humidity, fine))));
    }

    /** Outside of what the chip can measure (tables 2, 3, 4), its registers hold nonsense. */
    private static Measured within(double lowest, double highest, Measured measured) {
        if (!(measured.value() >= lowest && measured.value() <= highest)) {
            throw new ChipException("cannot be right: %s of %.1f %s"
                    .formatted(
                            measured.quantity().name(),
                            measured.value(),
                            measured.quantity().unit().symbol()));
        }
        return measured;
    }

    private void waitWhile(int bit, String doing) {
        for (int look = 0; look < LOOKS; look++) {
            if ((i2c.readRegister(STATUS) & bit) == 0) {
                return;
            }
            pause.pause(ANOTHER_LOOK);
        }
        throw new ChipException("is stuck: still " + doing + " after " + LOOKS + " looks at its status");
    }

    private static int twentyBits(byte[] data, int offset) {
        return (data[offset] & 0xFF) << 12 | (data[offset + 1] & 0xFF) << 4 | (data[offset + 2] & 0xFF) >> 4;
    }
}
