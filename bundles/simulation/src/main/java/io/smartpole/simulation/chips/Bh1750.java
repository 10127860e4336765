package io.smartpole.simulation.chips;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Rohm BH1750FVI: illuminance. After its datasheet's instruction set and measurement mode tables. */
public final class Bh1750 implements Chip {

    private static final int POWER_DOWN = 0x00;
    private static final int POWER_ON = 0x01;
    private static final int RESET = 0x07;

    /** Sensitivity at power-on. A longer measurement counts more for the same light. */
    private static final int DEFAULT_MEASUREMENT_TIME = 69;

    /** The longest that the datasheet allows, at the default measurement time; 120 ms and 16 ms are typical. */
    private static final Duration HIGH_RESOLUTION = Duration.ofMillis(180);

    private static final Duration LOW_RESOLUTION = Duration.ofMillis(24);

    private static final double COUNTS_PER_LUX = 1.2;

    private final DoubleSupplier illuminance;
    private boolean powered;
    private int measurementTime = DEFAULT_MEASUREMENT_TIME;
    private @Nullable MeasuringCycle cycle;
    private long shown;
    private double countsPerLux;
    private double sampled;
    private int data;

    /** @param illuminance in lx, at the moment of asking */
    public Bh1750(DoubleSupplier illuminance) {
        this.illuminance = illuminance;
    }

    @Override
    public void write(byte[] message, Duration now) {
        for (byte instruction : message) {
            advance(now);
            execute(instruction & 0xFF, now);
        }
    }

    @Override
    public byte[] read(int length, Duration now) {
        advance(now);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = switch (i) {
                case 0 -> (byte) (data >> 8);
                case 1 -> (byte) data;
                default -> NOT_DRIVEN;
            };
        }
        return bytes;
    }

    private void execute(int instruction, Duration now) {
        switch (instruction) {
            case POWER_DOWN -> {
                powered = false;
                cycle = null;
            }
            case POWER_ON -> powered = true;
            case RESET -> {
                // "Not acceptable in power down mode."
                if (powered) {
                    data = 0;
                }
            }
            case 0x10, 0x20 -> start(HIGH_RESOLUTION, 1, instruction < 0x20, now);
            case 0x11, 0x21 -> start(HIGH_RESOLUTION, 2, instruction < 0x20, now);
            case 0x13, 0x23 -> start(LOW_RESOLUTION, 1, instruction < 0x20, now);
            default -> changeMeasurementTime(instruction);
        }
    }

    /** A measurement instruction also powers the chip on. */
    private void start(Duration busy, int countsFactor, boolean continuous, Duration now) {
        powered = true;
        countsPerLux = COUNTS_PER_LUX * countsFactor * measurementTime / DEFAULT_MEASUREMENT_TIME;
        Duration scaled = busy.multipliedBy(measurementTime).dividedBy(DEFAULT_MEASUREMENT_TIME);
        cycle = new MeasuringCycle(now, scaled, Duration.ZERO, continuous);
        shown = 0;
        sampled = illuminance.getAsDouble();
    }

    /** 01000xxx sets the upper three bits, 011xxxxx the lower five. */
    private void changeMeasurementTime(int instruction) {
        if (instruction >> 3 == 0b01000) {
            measurementTime = (measurementTime & 0x1F) | (instruction & 0x07) << 5;
        } else if (instruction >> 5 == 0b011) {
            measurementTime = (measurementTime & 0xE0) | (instruction & 0x1F);
        }
    }

    private void advance(Duration now) {
        if (cycle == null) {
            return;
        }
        long completed = cycle.completed(now);
        if (completed > shown) {
            if (cycle.repeated()) {
                sampled = illuminance.getAsDouble();
            }
            data = (int) Math.min(0xFFFF, Math.round(sampled * countsPerLux));
            shown = completed;
            if (!cycle.repeated()) {
                powered = false;
                cycle = null;
            }
        }
    }
}
