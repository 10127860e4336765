package io.smartpole.simulation.chips;

import io.smartpole.simulation.world.Air;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bosch BME280: temperature, pressure, humidity. Section numbers are those of the datasheet BST-BME280-DS002.
 *
 * <p>Not simulated: the IIR filter, and the noise that oversampling takes away.
 */
public final class Bme280 implements Chip {

    private static final int ID = 0xD0;
    private static final int RESET = 0xE0;
    private static final int CTRL_HUM = 0xF2;
    private static final int STATUS = 0xF3;
    private static final int CTRL_MEAS = 0xF4;
    private static final int CONFIG = 0xF5;
    private static final int DATA = 0xF7;

    private static final byte CHIP_ID = 0x60;
    private static final int RESET_WORD = 0xB6;
    private static final byte MEASURING = 1 << 3;
    private static final byte COPYING_TRIMMING = 1;
    private static final int SLEEP = 0;
    private static final int NORMAL = 3;

    /** Data registers of a quantity that was not measured (5.4.7, 5.4.8, 5.4.9). */
    private static final int SKIPPED_20_BIT = 0x80000;

    private static final int SKIPPED_16_BIT = 0x8000;

    private static final Duration START_UP = Duration.ofMillis(2);

    /** t_standby in microseconds (table 27). */
    private static final int[] STANDBY_US = {500, 62_500, 125_000, 250_000, 500_000, 1_000_000, 10_000, 20_000};

    private final Supplier<Air> air;
    private final byte[] registers = new byte[256];
    private int pointer;
    private Duration startedUp;
    private int humidityOversampling;
    private @Nullable MeasuringCycle cycle;
    private long shown;
    private Air sampled;

    /**
     * @param air the air at the moment of asking
     * @param now when it got power
     */
    public Bme280(Supplier<Air> air, Duration now) {
        this.air = air;
        this.sampled = air.get();
        this.startedUp = now;
        reset(now);
    }

    private void reset(Duration now) {
        Arrays.fill(registers, (byte) 0);
        Bme280Trimming.store(registers);
        registers[ID] = CHIP_ID;
        showData(SKIPPED_20_BIT, SKIPPED_20_BIT, SKIPPED_16_BIT);
        humidityOversampling = 0;
        cycle = null;
        startedUp = now.plus(START_UP);
    }

    /** Pairs of register address and data; a write does not count addresses up (6.2.1). */
    @Override
    public void write(byte[] message, Duration now) {
        advance(now);
        for (int i = 0; i < message.length; i += 2) {
            pointer = message[i] & 0xFF;
            if (i + 1 < message.length) {
                writeRegister(pointer, message[i + 1] & 0xFF, now);
            }
        }
    }

    /** A read counts the address up after each byte (6.2.2). */
    @Override
    public byte[] read(int length, Duration now) {
        advance(now);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = registers[pointer];
            pointer = (pointer + 1) & 0xFF;
        }
        return bytes;
    }

    private void writeRegister(int register, int value, Duration now) {
        switch (register) {
            case RESET -> {
                if (value == RESET_WORD) {
                    reset(now);
                    advance(now);
                }
            }
            case CTRL_HUM -> registers[CTRL_HUM] = (byte) (value & 0x07);
            case CONFIG -> registers[CONFIG] = (byte) (value & 0xFD);
            case CTRL_MEAS -> {
                registers[CTRL_MEAS] = (byte) value;
                // A new ctrl_hum takes effect only now (5.4.3).
                humidityOversampling = registers[CTRL_HUM];
                start(now);
                advance(now);
            }
            default -> {
                // All others are read only.
            }
        }
    }

    private void start(Duration now) {
        sampled = air.get();
        shown = 0;
        cycle = switch (mode()) {
            case SLEEP -> null;
            case NORMAL -> new MeasuringCycle(now, measuringTime(), standby(), true);
            default -> MeasuringCycle.once(now, measuringTime());
        };
    }

    private void advance(Duration now) {
        int status = now.compareTo(startedUp) < 0 ? COPYING_TRIMMING : 0;
        if (cycle != null) {
            long completed = cycle.completed(now);
            if (completed > shown) {
                if (cycle.repeated()) {
                    sampled = air.get();
                }
                showSample();
                shown = completed;
            }
            if (cycle.measuring(now)) {
                status |= MEASURING;
            } else if (mode() != NORMAL) {
                // Forced mode falls back to sleep by itself (3.3.3).
                registers[CTRL_MEAS] &= (byte) ~0x03;
                cycle = null;
            }
        }
        registers[STATUS] = (byte) status;
    }

    private void showSample() {
        int temperature = Bme280Trimming.rawTemperature(sampled.temperature());
        double fine = Bme280Trimming.fineTemperature(temperature);
        showData(
                pressureOversampling() == 0 ? SKIPPED_20_BIT : Bme280Trimming.rawPressure(sampled.pressure(), fine),
                temperatureOversampling() == 0 ? SKIPPED_20_BIT : temperature,
                humidityOversampling == 0 ? SKIPPED_16_BIT : Bme280Trimming.rawHumidity(sampled.humidity(), fine));
    }

    /** Pressure and temperature have 20 bits in three registers, humidity 16 bits in two; most significant first. */
    private void showData(int pressure, int temperature, int humidity) {
        for (int i = 0; i < 3; i++) {
            int shift = 12 - 8 * i;
            registers[DATA + i] = (byte) (shift < 0 ? pressure << -shift : pressure >> shift);
            registers[DATA + 3 + i] = (byte) (shift < 0 ? temperature << -shift : temperature >> shift);
        }
        registers[DATA + 6] = (byte) (humidity >> 8);
        registers[DATA + 7] = (byte) humidity;
    }

    /** The maximum (9.1): a driver that waits only for the typical time reads old values now and then. */
    private Duration measuringTime() {
        double ms = 1.25 + 2.3 * samples(temperatureOversampling());
        ms += pressureOversampling() == 0 ? 0 : 2.3 * samples(pressureOversampling()) + 0.575;
        ms += humidityOversampling == 0 ? 0 : 2.3 * samples(humidityOversampling) + 0.575;
        return Duration.ofNanos((long) (ms * 1_000_000));
    }

    private Duration standby() {
        return Duration.ofNanos(1000L * STANDBY_US[(registers[CONFIG] & 0xFF) >> 5]);
    }

    private int mode() {
        return registers[CTRL_MEAS] & 0x03;
    }

    private int temperatureOversampling() {
        return (registers[CTRL_MEAS] & 0xFF) >> 5;
    }

    private int pressureOversampling() {
        return (registers[CTRL_MEAS] >> 2) & 0x07;
    }

    /** Codes 1 to 5 mean 1, 2, 4, 8, 16 samples; 6 and 7 mean 16 too (tables 20, 23, 24). */
    private static int samples(int oversampling) {
        return oversampling == 0 ? 0 : 1 << (Math.min(oversampling, 5) - 1);
    }
}
