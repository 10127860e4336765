package io.smartpole.hardware;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A chip as a map of registers, each {@code width} bytes wide, of which a read may take several in a row. */
public class FakeChip {

    private final int width;
    private final byte[] memory;
    private int pointer;

    /** Everything that was written, each message in hex. */
    public final List<String> written = new ArrayList<>();

    public FakeChip(int width) {
        this.width = width;
        this.memory = new byte[(256 + 32) * width];
    }

    public FakeChip set(int register, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            memory[register * width + i] = (byte) bytes[i];
        }
        return this;
    }

    /** @param message register and data, or whatever this chip takes */
    public void write(byte[] message) {
        written.add(HexFormat.of().formatHex(message));
        pointer = message[0] & 0xFF;
        for (int i = 1; i < message.length; i++) {
            memory[pointer * width + i - 1] = message[i];
        }
    }

    /** Begins a read of a register. */
    public void point(int register) {
        pointer = register;
    }

    public byte[] read(int length) {
        return Arrays.copyOfRange(memory, pointer * width, pointer * width + length);
    }
}
