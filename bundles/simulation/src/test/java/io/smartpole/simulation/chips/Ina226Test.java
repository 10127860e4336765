package io.smartpole.simulation.chips;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.simulation.world.Feed;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class Ina226Test {

    private static final int CONFIGURATION = 0x00;
    private static final int SHUNT_VOLTAGE = 0x01;
    private static final int BUS_VOLTAGE = 0x02;
    private static final int POWER = 0x03;
    private static final int CURRENT = 0x04;
    private static final int CALIBRATION = 0x05;
    private static final int MASK_ENABLE = 0x06;
    private static final int CONVERSION_READY = 8;

    private Feed feed = new Feed(11.98, 10);
    private Duration now = Duration.ofSeconds(5);
    private final Ina226 chip = new Ina226(() -> feed, 0.002, now);

    @Test
    void itIdentifiesItself() {
        assertEquals(0x5449, read(0xFE));
        assertEquals(0x2260, read(0xFF));
        assertEquals(0x4127, read(CONFIGURATION));
    }

    /** The example of the datasheet's section on programming the calibration: 10 A through 2 mOhm at 11.98 V. */
    @Test
    void theDatasheetsExampleComesOutAsPublished() {
        write(CALIBRATION, 0x0A00);
        later(Duration.ofMillis(10));
        assertEquals(0x1F40, read(SHUNT_VOLTAGE));
        assertEquals(0x2570, read(BUS_VOLTAGE));
        assertEquals(0x2710, read(CURRENT));
        assertEquals(0x12B8, read(POWER));
    }

    @Test
    void withoutCalibrationThereIsNeitherCurrentNorPower() {
        later(Duration.ofMillis(10));
        assertEquals(0x1F40, read(SHUNT_VOLTAGE));
        assertEquals(0, read(CURRENT));
        assertEquals(0, read(POWER));
    }

    @Test
    void theFirstValueComesAfterBothConversions() {
        later(Duration.ofNanos(1000L * 2199));
        assertEquals(0, read(BUS_VOLTAGE));
        later(Duration.ofNanos(1000L * 1));
        assertEquals(0x2570, read(BUS_VOLTAGE));
    }

    @Test
    void averagingMultipliesTheConversionTime() {
        write(CONFIGURATION, 0x4527); // 16 averages of 1.1 + 1.1 ms
        later(Duration.ofNanos(1000L * 35_199));
        assertEquals(0, read(BUS_VOLTAGE));
        later(Duration.ofNanos(1000L * 1));
        assertEquals(0x2570, read(BUS_VOLTAGE));
    }

    @Test
    void continuousModeFollowsTheFeed() {
        later(Duration.ofMillis(10));
        assertEquals(0x2570, read(BUS_VOLTAGE));
        feed = new Feed(24, 1);
        later(Duration.ofMillis(10));
        assertEquals(19_200, read(BUS_VOLTAGE));
        assertEquals(800, read(SHUNT_VOLTAGE));
    }

    @Test
    void triggeredModeMeasuresOncePerWriteOfTheConfiguration() {
        write(CONFIGURATION, 0x4123);
        later(Duration.ofMillis(3));
        feed = new Feed(24, 1);
        later(Duration.ofSeconds(1));
        assertEquals(0x2570, read(BUS_VOLTAGE));
        write(CONFIGURATION, 0x4123);
        later(Duration.ofMillis(3));
        assertEquals(19_200, read(BUS_VOLTAGE));
    }

    @Test
    void poweredDownItMeasuresNothing() {
        write(CONFIGURATION, 0x4120);
        later(Duration.ofSeconds(1));
        assertEquals(0, read(BUS_VOLTAGE));
    }

    @Test
    void onlyWhatTheModeNamesIsMeasured() {
        write(CONFIGURATION, 0x4126); // bus, continuous
        later(Duration.ofMillis(2));
        assertEquals(0, read(SHUNT_VOLTAGE));
        assertEquals(0x2570, read(BUS_VOLTAGE));
    }

    @Test
    void theConversionReadyFlagIsClearedByReadingIt() {
        assertEquals(0, read(MASK_ENABLE) & CONVERSION_READY);
        later(Duration.ofMillis(3));
        assertEquals(CONVERSION_READY, read(MASK_ENABLE) & CONVERSION_READY);
        assertEquals(0, read(MASK_ENABLE) & CONVERSION_READY);
    }

    @Test
    void resetForgetsCalibrationAndValues() {
        write(CALIBRATION, 0x0A00);
        later(Duration.ofMillis(10));
        write(CONFIGURATION, 0x8000);
        assertEquals(0, read(CALIBRATION));
        assertEquals(0, read(BUS_VOLTAGE));
        assertEquals(0x4127, read(CONFIGURATION));
    }

    @Test
    void aCurrentBeyondTheShuntsRangeEndsAtTheEndOfItsRange() {
        feed = new Feed(24, 50);
        later(Duration.ofMillis(10));
        assertEquals(0x7FFF, read(SHUNT_VOLTAGE));
        feed = new Feed(24, -50);
        later(Duration.ofMillis(10));
        assertEquals(0x8000, read(SHUNT_VOLTAGE));
    }

    @Test
    void aCurrentThatFlowsBackIsNegativeAndItsPowerPositive() {
        write(CALIBRATION, 0x0A00);
        feed = new Feed(11.98, -10);
        later(Duration.ofMillis(10));
        assertEquals(-10_000, (short) read(CURRENT));
        assertEquals(0x12B8, read(POWER));
    }

    @Test
    void measuredValuesCannotBeWritten() {
        later(Duration.ofMillis(10));
        write(BUS_VOLTAGE, 1);
        write(0xFE, 1);
        assertEquals(0x2570, read(BUS_VOLTAGE));
        assertEquals(0x5449, read(0xFE));
    }

    @Test
    void thePointerStaysForRepeatedReadsAndAfterTwoBytesNobodyDrivesTheLine() {
        assertEquals(0x5449, read(0xFE));
        assertArrayEquals(new byte[] {0x54, 0x49, Chip.NOT_DRIVEN}, chip.read(3, now));
    }

    private void write(int register, int value) {
        chip.write(new byte[] {(byte) register, (byte) (value >> 8), (byte) value}, now);
    }

    private int read(int register) {
        chip.write(new byte[] {(byte) register}, now);
        byte[] word = chip.read(2, now);
        return (word[0] & 0xFF) << 8 | (word[1] & 0xFF);
    }

    private void later(Duration passed) {
        now = now.plus(passed);
    }
}
