package io.smartpole.simulation.chips;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class Bh1750Test {

    private static final int ONE_TIME_HIGH = 0x20;
    private static final int CONTINUOUS_HIGH = 0x10;

    private double lux = 1000;
    private Duration now = Duration.ofSeconds(5);
    private final Bh1750 chip = new Bh1750(() -> lux);

    /** The datasheet's example: 0x8390 is 28067 lx. */
    @Test
    void theDatasheetsExampleComesOutAsPublished() {
        lux = 28_067;
        instruct(ONE_TIME_HIGH);
        later(180);
        assertEquals(0x8390, counts());
    }

    @Test
    void aOneTimeMeasurementIsThereAfterAHundredAndEightyMilliseconds() {
        instruct(0x01);
        instruct(ONE_TIME_HIGH);
        later(179);
        assertEquals(0, counts());
        later(1);
        assertEquals(1200, counts());
    }

    @Test
    void aOneTimeMeasurementIsNotRepeated() {
        instruct(ONE_TIME_HIGH);
        later(180);
        lux = 5;
        later(10_000);
        assertEquals(1200, counts());
    }

    @Test
    void theOldValueStaysUntilTheNewOneIsMeasured() {
        instruct(ONE_TIME_HIGH);
        later(180);
        lux = 5;
        instruct(ONE_TIME_HIGH);
        later(100);
        assertEquals(1200, counts());
        later(80);
        assertEquals(6, counts());
    }

    @Test
    void continuousModeFollowsTheLight() {
        instruct(CONTINUOUS_HIGH);
        later(180);
        assertEquals(1200, counts());
        lux = 10;
        later(180);
        assertEquals(12, counts());
    }

    @Test
    void powerDownEndsContinuousModeAndKeepsTheValue() {
        instruct(CONTINUOUS_HIGH);
        later(180);
        assertEquals(1200, counts());
        instruct(0x00);
        lux = 10;
        later(1000);
        assertEquals(1200, counts());
    }

    @Test
    void resetClearsTheValueButNotInPowerDown() {
        instruct(ONE_TIME_HIGH);
        later(180);
        instruct(0x07);
        assertEquals(1200, counts());
        instruct(0x01);
        instruct(0x07);
        assertEquals(0, counts());
    }

    @Test
    void lowResolutionIsQuick() {
        instruct(0x23);
        later(23);
        assertEquals(0, counts());
        later(1);
        assertEquals(1200, counts());
    }

    @Test
    void highResolutionTwoCountsHalfLux() {
        instruct(0x21);
        later(180);
        assertEquals(2400, counts());
    }

    @Test
    void aLongerMeasurementTimeCountsMoreAndTakesLonger() {
        // 138 = 0b100_01010, twice the default of 69
        instruct(0x40 | 0b100);
        instruct(0x60 | 0b01010);
        instruct(ONE_TIME_HIGH);
        later(359);
        assertEquals(0, counts());
        later(1);
        assertEquals(2400, counts());
    }

    @Test
    void brightSunEndsAtTheEndOfItsRange() {
        lux = 100_000;
        instruct(ONE_TIME_HIGH);
        later(180);
        assertEquals(0xFFFF, counts());
    }

    @Test
    void anUnknownInstructionIsIgnored() {
        instruct(ONE_TIME_HIGH);
        instruct(0x99);
        later(180);
        assertEquals(1200, counts());
    }

    @Test
    void afterItsTwoBytesNobodyDrivesTheLine() {
        assertArrayEquals(new byte[] {0, 0, Chip.NOT_DRIVEN}, chip.read(3, now));
    }

    private void instruct(int instruction) {
        chip.write(new byte[] {(byte) instruction}, now);
    }

    private int counts() {
        byte[] data = chip.read(2, now);
        return (data[0] & 0xFF) << 8 | (data[1] & 0xFF);
    }

    private void later(int ms) {
        now = now.plusMillis(ms);
    }
}
