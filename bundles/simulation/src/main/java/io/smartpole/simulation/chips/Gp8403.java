package io.smartpole.simulation.chips;

import java.time.Duration;
import java.util.Arrays;

/**
 * Guestgood GP8403: two outputs of 0 to 5 V or 0 to 10 V, 12 bits each. After its datasheet's chapter on the I2C frame:
 * a register address, then bytes that go to this and the following registers.
 *
 * <p>Not simulated: storing values in its non-volatile memory. It describes no way to read, so nothing drives the line.
 */
public final class Gp8403 implements Chip {

    /** What hangs on the outputs. */
    @FunctionalInterface
    public interface Outputs {

        /** @param volts at the output of this channel, 0 or 1 */
        void set(int channel, double volts);
    }

    private static final int RANGE = 0x01;

    /** Low byte first; the upper 12 of the 16 bits count. Channel 1 follows at 0x04. */
    private static final int FIRST_OUTPUT = 0x02;

    private static final int CHANNELS = 2;
    private static final int TEN_VOLTS = 0x11;
    private static final int FULL_SCALE = 0xFFF;

    private final Outputs outputs;
    private final int[] registers = new int[FIRST_OUTPUT + 2 * CHANNELS];

    /** Until it is told a voltage, an output gives what its surroundings make of it. */
    private final boolean[] told = new boolean[CHANNELS];

    public Gp8403(Outputs outputs) {
        this.outputs = outputs;
    }

    @Override
    public void write(byte[] message, Duration now) {
        for (int i = 1; i < message.length; i++) {
            int register = (message[0] & 0xFF) + i - 1;
            if (register < registers.length) {
                registers[register] = message[i] & 0xFF;
                if (register >= FIRST_OUTPUT) {
                    told[(register - FIRST_OUTPUT) / 2] = true;
                }
            }
        }
        for (int channel = 0; channel < CHANNELS; channel++) {
            if (told[channel]) {
                outputs.set(channel, volts(channel));
            }
        }
    }

    private double volts(int channel) {
        int low = FIRST_OUTPUT + 2 * channel;
        int value = (registers[low + 1] << 8 | registers[low]) >> 4;
        return (registers[RANGE] == TEN_VOLTS ? 10.0 : 5.0) * value / FULL_SCALE;
    }

    @Override
    public byte[] read(int length, Duration now) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, NOT_DRIVEN);
        return bytes;
    }
}
