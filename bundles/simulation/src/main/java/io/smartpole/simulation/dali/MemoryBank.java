package io.smartpole.simulation.dali;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A memory bank (IEC 62386-102, 9.10): location 0x00 tells the last location; in all banks but 0, location 0x02 is the
 * lock byte. In the banks of Parts 252 and 253 that byte latches too: 0xAA freezes all values as they are, so that one of
 * several bytes can be read without being torn; anything else lets them go on.
 */
final class MemoryBank {

    static final int NOT_IMPLEMENTED = -1;

    private static final int LAST_LOCATION = 0x00;
    private static final int LOCK_BYTE = 0x02;
    private static final int LATCH = 0xAA;
    private static final int LOCK_BYTE_AT_POWER_UP = 0xFF;

    /** The values of a bank at one moment. */
    static final class Values {

        private final int[] bytes;

        private Values(int last) {
            bytes = new int[last + 1];
            Arrays.fill(bytes, NOT_IMPLEMENTED);
            bytes[LAST_LOCATION] = last;
        }

        /** @param length in bytes; the most significant one stands at {@code location} */
        void put(int location, int length, long value) {
            for (int i = 0; i < length; i++) {
                bytes[location + i] = (int) (value >>> (8 * (length - 1 - i))) & 0xFF;
            }
        }

        /** Not measured by this gear. */
        void mask(int location, int length) {
            put(location, length, -1);
        }

        /** Not known at this moment (Parts 252 and 253: TMASK). */
        void temporarilyMask(int location, int length) {
            put(location, length, -2);
        }
    }

    private final int last;
    private final boolean lockable;
    private final Consumer<Values> live;
    private int lockByte = LOCK_BYTE_AT_POWER_UP;
    private @Nullable Values latched;

    /**
     * @param last the last location
     * @param lockable false for bank 0, which has another byte in place of the lock byte
     * @param live puts in the present values
     */
    MemoryBank(int last, boolean lockable, Consumer<Values> live) {
        this.last = last;
        this.lockable = lockable;
        this.live = live;
    }

    /** @return the byte, or {@link #NOT_IMPLEMENTED} */
    int read(int location) {
        if (location > last) {
            return NOT_IMPLEMENTED;
        }
        if (lockable && location == LOCK_BYTE) {
            return lockByte;
        }
        return (latched == null ? values() : latched).bytes[location];
    }

    /** @return whether it was written: only the lock byte can be */
    boolean write(int location, int value) {
        if (!lockable || location != LOCK_BYTE) {
            return false;
        }
        lockByte = value;
        latched = value == LATCH ? values() : null;
        return true;
    }

    void powerLost() {
        lockByte = LOCK_BYTE_AT_POWER_UP;
        latched = null;
    }

    private Values values() {
        Values values = new Values(last);
        live.accept(values);
        return values;
    }
}
