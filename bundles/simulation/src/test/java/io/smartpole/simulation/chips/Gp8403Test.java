package io.smartpole.simulation.chips;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Gp8403Test {

    private final Map<Integer, Double> volts = new HashMap<>();
    private final Gp8403 chip = new Gp8403(volts::put);

    @Test
    void twelveBitsLowByteFirstInTheUpperBitsSetTheOutput() {
        write(0x01, 0x11);
        write(0x02, 0xF0, 0xFF);
        assertEquals(10, volts.getOrDefault(0, Double.NaN), 1e-9);
        write(0x02, 0x00, 0x80);
        assertEquals(10.0 * 2048 / 4095, volts.getOrDefault(0, Double.NaN), 1e-9);
        write(0x02, 0x10, 0x00);
        assertEquals(10.0 / 4095, volts.getOrDefault(0, Double.NaN), 1e-9);
        write(0x02, 0x0F, 0x00);
        assertEquals(0, volts.getOrDefault(0, Double.NaN), "the lower four bits do not count");
    }

    @Test
    void afterPowerUpFullScaleIsFiveVolts() {
        write(0x02, 0xF0, 0xFF);
        assertEquals(5, volts.getOrDefault(0, Double.NaN), 1e-9);
        write(0x01, 0x11);
        assertEquals(10, volts.getOrDefault(0, Double.NaN), 1e-9);
        write(0x01, 0x00);
        assertEquals(5, volts.getOrDefault(0, Double.NaN), 1e-9);
    }

    @Test
    void eachChannelHasItsOwnRegisterAndALongWriteGoesOnToTheNext() {
        write(0x01, 0x11);
        write(0x04, 0xF0, 0xFF);
        assertEquals(Map.of(1, 10.0), volts);
        write(0x02, 0xF0, 0xFF, 0x00, 0x00);
        assertEquals(Map.of(0, 10.0, 1, 0.0), volts);
    }

    @Test
    void theRangeAloneMovesNoOutput() {
        write(0x01, 0x11);
        assertTrue(volts.isEmpty());
    }

    @Test
    void otherRegistersAndAProbeChangeNothing() {
        write(0x06, 0xFF, 0xFF);
        write(0xFF, 1);
        chip.write(new byte[0], Duration.ZERO);
        assertTrue(volts.isEmpty());
        assertArrayEquals(new byte[] {Chip.NOT_DRIVEN}, chip.read(1, Duration.ZERO));
    }

    private void write(int... message) {
        byte[] bytes = new byte[message.length];
        for (int i = 0; i < message.length; i++) {
            bytes[i] = (byte) message[i];
        }
        chip.write(bytes, Duration.ZERO);
    }
}
