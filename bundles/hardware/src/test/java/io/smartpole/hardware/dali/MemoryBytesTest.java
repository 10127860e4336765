package io.smartpole.hardware.dali;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MemoryBytesTest {

    @Test
    void numbersHaveTheirMostSignificantByteFirst() {
        assertEquals(OptionalLong.of(0x010203), bytes(1, 2, 3).number(0x10, 3));
        assertEquals(OptionalLong.of(0x0203), bytes(1, 2, 3).number(0x11, 2));
        assertEquals(OptionalLong.of(0xFFFD), bytes(0xFF, 0xFD).number(0x10, 2));
    }

    @Test
    void maskAndTemporaryMaskAreNoValueInAnyWidth() {
        for (int width = 1; width <= 6; width++) {
            int[] mask = new int[width];
            java.util.Arrays.fill(mask, 0xFF);
            assertEquals(OptionalLong.empty(), bytes(mask).number(0x10, width), "MASK of " + width);
            mask[width - 1] = 0xFE;
            assertEquals(OptionalLong.empty(), bytes(mask).number(0x10, width), "TMASK of " + width);
            mask[width - 1] = 0xFD;
            assertEquals(1, bytes(mask).number(0x10, width).stream().count(), "the largest value of " + width);
        }
    }

    @Test
    void theScaleIsASignedPowerOfTen() {
        assertEquals(OptionalDouble.of(12_000), bytes(3, 0, 12).scaled(0x10, 3));
        assertEquals(OptionalDouble.of(41.7), bytes(0xFF, 1, 0xA1).scaled(0x10, 3));
        assertEquals(12e-6, bytes(0xFA, 0, 12).scaled(0x10, 3).orElseThrow(), 1e-15);
    }

    @Test
    void aScaleBeyondTheStandardIsNoValue() {
        assertEquals(OptionalDouble.empty(), bytes(7, 0, 12).scaled(0x10, 3));
        assertEquals(OptionalDouble.empty(), bytes(0xF9, 0, 12).scaled(0x10, 3));
        assertEquals(OptionalDouble.empty(), bytes(0x80, 0, 12).scaled(0x10, 3));
    }

    @Test
    void aMaskedNumberIsNoValueWhateverItsScale() {
        assertEquals(OptionalDouble.empty(), bytes(0, 0xFF, 0xFF).scaled(0x10, 3));
        assertEquals(OptionalDouble.empty(), bytes(0xFF, 0xFF, 0xFE).scaled(0x10, 3));
    }

    private static MemoryBytes bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new MemoryBytes(0x10, bytes);
    }
}
