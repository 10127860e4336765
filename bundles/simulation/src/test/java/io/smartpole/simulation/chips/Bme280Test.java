package io.smartpole.simulation.chips;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.smartpole.simulation.world.Air;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class Bme280Test {

    private static final int CTRL_HUM = 0xF2;
    private static final int STATUS = 0xF3;
    private static final int CTRL_MEAS = 0xF4;
    private static final int CONFIG = 0xF5;
    private static final int ONCE_EACH_FORCED = 0b001_001_01;
    private static final int ONCE_EACH_NORMAL = 0b001_001_11;
    private static final int MEASURING = 8;

    private static final byte[] NOTHING_MEASURED = {(byte) 0x80, 0, 0, (byte) 0x80, 0, 0, (byte) 0x80, 0};

    private Air air = new Air(25.08, 100_653, 45);
    private Duration now = Duration.ofSeconds(5);
    private final Bme280 chip = new Bme280(() -> air, Duration.ZERO);

    @Test
    void itIdentifiesItself() {
        assertEquals(0x60, read(0xD0, 1)[0]);
    }

    @Test
    void beforeTheFirstMeasurementItShowsTheResetValues() {
        assertArrayEquals(NOTHING_MEASURED, read(0xF7, 8));
    }

    @Test
    void aForcedMeasurementShowsTheAirOnceItsTimeHasPassed() {
        write(CTRL_HUM, 1);
        write(CTRL_MEAS, ONCE_EACH_FORCED);
        assertEquals(MEASURING, read(STATUS, 1)[0]);
        assertArrayEquals(NOTHING_MEASURED, read(0xF7, 8));

        later(Duration.ofNanos(9_299_999));
        assertEquals(MEASURING, read(STATUS, 1)[0]);
        later(Duration.ofNanos(1));
        assertEquals(0, read(STATUS, 1)[0]);
        assertShows(air);
    }

    @Test
    void afterAForcedMeasurementItSleepsAndKeepsTheValue() {
        measure();
        Air then = air;
        air = new Air(-5, 99_000, 80);
        later(Duration.ofHours(1));
        assertEquals(0b001_001_00, read(CTRL_MEAS, 1)[0]);
        assertShows(then);
    }

    @Test
    void moreSamplesTakeMoreTime() {
        write(CTRL_HUM, 0b101);
        write(CTRL_MEAS, 0b101_101_01);
        // 1.25 + 3 x 16 x 2.3 + 2 x 0.575 ms (9.1)
        later(Duration.ofNanos(112_799_999));
        assertEquals(MEASURING, read(STATUS, 1)[0]);
        later(Duration.ofNanos(1));
        assertEquals(0, read(STATUS, 1)[0]);
        assertShows(air);
    }

    @Test
    void aQuantityWithoutOversamplingIsSkipped() {
        write(CTRL_MEAS, 0b001_000_01);
        later(Duration.ofMillis(10));
        byte[] data = read(0xF7, 8);
        assertEquals(0x80000, twentyBits(data, 0));
        assertEquals(Bme280Trimming.rawTemperature(air.temperature()), twentyBits(data, 3));
        assertEquals(0x8000, (data[6] & 0xFF) << 8 | (data[7] & 0xFF));
    }

    @Test
    void humidityOversamplingCountsOnlyAfterTheNextWriteOfCtrlMeas() {
        write(CTRL_MEAS, ONCE_EACH_NORMAL);
        write(CTRL_HUM, 1);
        later(Duration.ofSeconds(1));
        assertEquals((byte) 0x80, read(0xFD, 1)[0]);
        write(CTRL_MEAS, ONCE_EACH_NORMAL);
        later(Duration.ofSeconds(1));
        assertShows(air);
    }

    @Test
    void normalModeMeasuresAgainAndAgainWithItsStandbyTime() {
        write(CONFIG, 0b101_000_00); // 1000 ms
        write(CTRL_HUM, 1);
        write(CTRL_MEAS, ONCE_EACH_NORMAL);
        later(Duration.ofMillis(10));
        Air first = air;
        assertShows(first);
        air = new Air(-10, 102_000, 90);
        later(Duration.ofMillis(500));
        assertShows(first);
        later(Duration.ofMillis(509));
        assertShows(air);
        assertEquals(ONCE_EACH_NORMAL, read(CTRL_MEAS, 1)[0]);
    }

    @Test
    void softResetForgetsSettingsAndValuesAndCopiesTheTrimmingFirst() {
        measure();
        write(0xE0, 0xB6);
        assertEquals(1, read(STATUS, 1)[0]);
        later(Duration.ofMillis(2));
        assertEquals(0, read(STATUS, 1)[0]);
        assertEquals(0, read(CTRL_HUM, 1)[0]);
        assertEquals(0, read(CTRL_MEAS, 1)[0]);
        assertArrayEquals(NOTHING_MEASURED, read(0xF7, 8));
        assertEquals(0x60, read(0xD0, 1)[0]);
    }

    @Test
    void anythingElseInTheResetRegisterIsIgnored() {
        measure();
        write(0xE0, 0xB5);
        assertShows(air);
        assertEquals(0, read(0xE0, 1)[0]);
    }

    @Test
    void registersThatAreReadOnlyStayAsTheyAre() {
        byte[] before = read(0x88, 26);
        for (int register = 0x88; register <= 0xA1; register++) {
            write(register, 0x55);
        }
        write(0xD0, 0x55);
        write(STATUS, 0x55);
        assertArrayEquals(before, read(0x88, 26));
        assertEquals(0x60, read(0xD0, 1)[0]);
        assertEquals(0, read(STATUS, 1)[0]);
    }

    @Test
    void oneWriteMayCarrySeveralPairsOfAddressAndData() {
        chip.write(new byte[] {(byte) CTRL_HUM, 1, (byte) CTRL_MEAS, ONCE_EACH_FORCED}, now);
        later(Duration.ofMillis(10));
        assertShows(air);
    }

    @Test
    void aReadGoesOnWhereTheLastOneEnded() {
        byte[] whole = read(0x88, 24);
        chip.write(new byte[] {(byte) 0x88}, now);
        byte[] first = chip.read(10, now);
        byte[] rest = chip.read(14, now);
        byte[] joined = new byte[24];
        System.arraycopy(first, 0, joined, 0, 10);
        System.arraycopy(rest, 0, joined, 10, 14);
        assertArrayEquals(whole, joined);
    }

    @Test
    void probingItsAddressChangesNothing() {
        measure();
        chip.write(new byte[0], now);
        assertShows(air);
    }

    private void measure() {
        write(CTRL_HUM, 1);
        write(CTRL_MEAS, ONCE_EACH_FORCED);
        later(Duration.ofMillis(10));
        assertNotEquals(MEASURING, read(STATUS, 1)[0]);
    }

    private void assertShows(Air expected) {
        byte[] data = read(0xF7, 8);
        int rawTemperature = twentyBits(data, 3);
        double fine = Bme280Trimming.fineTemperature(rawTemperature);
        assertEquals(expected.temperature(), Bme280Trimming.temperature(rawTemperature), 0.001);
        assertEquals(expected.pressure(), Bme280Trimming.pressure(twentyBits(data, 0), fine), 0.3);
        int rawHumidity = (data[6] & 0xFF) << 8 | (data[7] & 0xFF);
        assertEquals(expected.humidity(), Bme280Trimming.humidity(rawHumidity, fine), 0.02);
    }

    private static int twentyBits(byte[] data, int at) {
        return (data[at] & 0xFF) << 12 | (data[at + 1] & 0xFF) << 4 | (data[at + 2] & 0xFF) >> 4;
    }

    private void write(int register, int value) {
        chip.write(new byte[] {(byte) register, (byte) value}, now);
    }

    private byte[] read(int register, int length) {
        chip.write(new byte[] {(byte) register}, now);
        return chip.read(length, now);
    }

    private void later(Duration passed) {
        now = now.plus(passed);
    }
}
