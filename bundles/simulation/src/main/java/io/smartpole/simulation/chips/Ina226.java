package io.smartpole.simulation.chips;

import io.smartpole.simulation.world.Feed;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Texas Instruments INA226: voltage, current, power. After its datasheet SBOS547, chapter "Register Maps".
 *
 * <p>Registers have 16 bits, most significant byte first; the pointer stays where it is. Not simulated: the alert pin.
 */
public final class Ina226 implements Chip {

    private static final int CONFIGURATION = 0x00;
    private static final int SHUNT_VOLTAGE = 0x01;
    private static final int BUS_VOLTAGE = 0x02;
    private static final int POWER = 0x03;
    private static final int CURRENT = 0x04;
    private static final int CALIBRATION = 0x05;
    private static final int MASK_ENABLE = 0x06;
    private static final int ALERT_LIMIT = 0x07;
    private static final int MANUFACTURER_ID = 0xFE;
    private static final int DIE_ID = 0xFF;

    private static final int CONFIGURATION_AT_RESET = 0x4127;
    private static final int RESET_BIT = 1 << 15;
    private static final int CONVERSION_READY = 1 << 3;

    private static final double SHUNT_VOLTAGE_LSB = 2.5e-6;
    private static final double BUS_VOLTAGE_LSB = 1.25e-3;

    private static final int[] AVERAGES = {1, 4, 16, 64, 128, 256, 512, 1024};

    /** Conversion times in microseconds, typical. */
    private static final int[] CONVERSION_US = {140, 204, 332, 588, 1_100, 2_116, 4_156, 8_244};

    private final Supplier<Feed> feed;
    private final double shunt;
    private final int[] registers = new int[256];
    private int pointer;
    private @Nullable MeasuringCycle cycle;
    private long shown;
    private Feed sampled;

    /**
     * @param feed what is measured, at the moment of asking
     * @param shunt resistance of the shunt, in Ohm
     * @param now when it got power
     */
    public Ina226(Supplier<Feed> feed, double shunt, Duration now) {
        this.feed = feed;
        this.shunt = shunt;
        this.sampled = feed.get();
        reset(now);
    }

    private void reset(Duration now) {
        Arrays.fill(registers, 0);
        registers[MANUFACTURER_ID] = 0x5449;
        registers[DIE_ID] = 0x2260;
        configure(CONFIGURATION_AT_RESET, now);
    }

    @Override
    public void write(byte[] message, Duration now) {
        advance(now);
        if (message.length > 0) {
            pointer = message[0] & 0xFF;
        }
        if (message.length > 2) {
            writeRegister((message[1] & 0xFF) << 8 | (message[2] & 0xFF), now);
        }
    }

    @Override
    public byte[] read(int length, Duration now) {
        advance(now);
        int value = registers[pointer];
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = switch (i) {
                case 0 -> (byte) (value >> 8);
                case 1 -> (byte) value;
                default -> NOT_DRIVEN;
            };
        }
        if (pointer == MASK_ENABLE) {
            registers[MASK_ENABLE] &= ~CONVERSION_READY;
        }
        return bytes;
    }

    private void writeRegister(int value, Duration now) {
        switch (pointer) {
            case CONFIGURATION -> {
                if ((value & RESET_BIT) != 0) {
                    reset(now);
                } else {
                    configure(value, now);
                }
            }
            case CALIBRATION -> registers[CALIBRATION] = value & 0x7FFF;
            case MASK_ENABLE -> registers[MASK_ENABLE] = (value & 0xFC03) | (registers[MASK_ENABLE] & CONVERSION_READY);
            case ALERT_LIMIT -> registers[ALERT_LIMIT] = value;
            default -> {
                // All others are read only.
            }
        }
    }

    /** Writing the configuration stops a running conversion and starts a new one. */
    private void configure(int value, Duration now) {
        registers[CONFIGURATION] = value;
        registers[MASK_ENABLE] &= ~CONVERSION_READY;
        long micros = 0;
        micros += measuresShunt() ? CONVERSION_US[(value >> 3) & 0x07] : 0;
        micros += measuresBus() ? CONVERSION_US[(value >> 6) & 0x07] : 0;
        Duration busy = Duration.ofNanos(1000 * micros * AVERAGES[(value >> 9) & 0x07]);
        boolean continuous = (value & 0x04) != 0;
        cycle = micros == 0 ? null : new MeasuringCycle(now, busy, Duration.ZERO, continuous);
        shown = 0;
        sampled = feed.get();
    }

    private void advance(Duration now) {
        if (cycle == null) {
            return;
        }
        long completed = cycle.completed(now);
        if (completed > shown) {
            if (cycle.repeated()) {
                sampled = feed.get();
            }
            showSample();
            shown = completed;
        }
    }

    private void showSample() {
        if (measuresShunt()) {
            long counts = Math.round(sampled.current() * shunt / SHUNT_VOLTAGE_LSB);
            registers[SHUNT_VOLTAGE] = (int) Math.max(-0x8000, Math.min(0x7FFF, counts)) & 0xFFFF;
        }
        if (measuresBus()) {
            registers[BUS_VOLTAGE] = (int) Math.min(0x7FFF, Math.round(sampled.voltage() / BUS_VOLTAGE_LSB));
        }
        // The chip computes both from its registers, not from what is there; zero until calibrated.
        int current = (short) registers[SHUNT_VOLTAGE] * registers[CALIBRATION] / 2048;
        registers[CURRENT] = current & 0xFFFF;
        registers[POWER] = (int) Math.min(0xFFFF, (long) Math.abs(current) * registers[BUS_VOLTAGE] / 20_000);
        registers[MASK_ENABLE] |= CONVERSION_READY;
    }

    private boolean measuresShunt() {
        return (registers[CONFIGURATION] & 0x01) != 0;
    }

    private boolean measuresBus() {
        return (registers[CONFIGURATION] & 0x02) != 0;
    }
}
