package io.smartpole.hardware.dali;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Numbers in a gear's memory banks: most significant byte first. All ones (MASK) says "not available", one less (TMASK)
 * "not available now"; both are no value.
 *
 * @param first location of the first byte
 */
record MemoryBytes(int first, byte[] bytes) {

    private static final int LARGEST_SCALE = 6;

    OptionalLong number(int location, int length) {
        long number = 0;
        for (int i = 0; i < length; i++) {
            number = number << 8 | (at(location + i) & 0xFF);
        }
        long mask = (1L << (8 * length)) - 1;
        return number >= mask - 1 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /** @return a number whose first byte is its scale: a signed power of ten, -6 to 6 (Part 252) */
    OptionalDouble scaled(int location, int length) {
        int scale = at(location);
        OptionalLong number = number(location + 1, length - 1);
        if (number.isEmpty() || Math.abs(scale) > LARGEST_SCALE) {
            return OptionalDouble.empty();
        }
        // Divided, not multiplied by a fraction: 417 tenths are 41.7.
        return OptionalDouble.of(
                scale < 0 ? number.getAsLong() / Math.pow(10, -scale) : number.getAsLong() * Math.pow(10, scale));
    }

    private byte at(int location) {
        return bytes[location - first];
    }
}
