package io.smartpole.hardware.chips.bme280;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.exception.Pi4JException;
import io.smartpole.hardware.FakeBoard;
import io.smartpole.hardware.chips.ChipException;
import io.smartpole.hardware.chips.Measured;
import io.smartpole.hardware.chips.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Bme280Test {

    private final FakeBoard board = new FakeBoard();
    private final FakeBme280 chip = new FakeBme280();
    private final List<Duration> pauses = new ArrayList<>();
    private final Bme280 driver = new Bme280(board.i2c(0x76), pauses::add);

    @BeforeEach
    void plugIn() {
        board.chips.put(0x76, chip);
    }

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void givesTheTemperatureAndPressureOfTheDatasheetsExample() {
        driver.initialise();
        assertEquals(25.08, measured(Bme280.TEMPERATURE), 0.005);
        assertEquals(100653.27, measured(Bme280.PRESSURE), 0.05);
    }

    /** 57.8057 comes from the datasheet's other formula, that with integers (4.2.3). */
    @Test
    void givesTheHumidityThatTheIntegerFormulaGives() {
        driver.initialise();
        assertEquals(57.81, measured(Bme280.HUMIDITY), 0.05);
    }

    @Test
    void readsTwelveBitTrimmingWithItsSign() {
        byte[] low = new byte[Bme280Calibration.LOW_BYTES];
        low[0] = 1;
        low[6] = 1;
        // H4 = -2 = 0xFFE, H5 = -300 = 0xED4
        byte[] high = {0, 0, 0, (byte) 0xFF, 0x4E, (byte) 0xED, (byte) 0x80};
        Bme280Calibration trim = Bme280Calibration.of(low, high);
        assertEquals(-2, trim.h4());
        assertEquals(-300, trim.h5());
        assertEquals(-128, trim.h6());
    }

    @Test
    void setsHumidityBeforeItStartsTheMeasurement() {
        driver.initialise();
        chip.written.clear();
        driver.measure();
        assertEquals(List.of("f201", "f425"), chip.written);
        assertTrue(pauses.get(pauses.size() - 1).compareTo(Duration.ofNanos(9_300_000)) >= 0, "the measurement's time");
    }

    @Test
    void refusesAnotherChipAndSaysWhichItIs() {
        chip.set(0xD0, 0x58);
        String message = String.valueOf(
                assertThrows(ChipException.class, driver::initialise).getMessage());
        assertTrue(message.contains("0x58") && message.contains("BMP280"), message);
    }

    @Test
    void refusesABusThatReadsAllOnes() {
        chip.set(0xD0, 0xFF);
        assertThrows(ChipException.class, driver::initialise);
    }

    @Test
    void refusesTrimmingThatWasNeverWritten() {
        chip.set(0x88, 0xFF, 0xFF);
        assertThrows(ChipException.class, driver::initialise);
        chip.set(0x88, 1, 1).set(0x8E, 0, 0);
        assertThrows(ChipException.class, driver::initialise);
    }

    @Test
    void refusesDataThatWasNotMeasured() {
        driver.initialise();
        chip.raw(0x80000, 0x80000, 0x8000);
        assertThrows(ChipException.class, driver::measure);
        chip.raw(0xFFFFF, 0xFFFFF, 0xFFFF);
        assertThrows(ChipException.class, driver::measure);
    }

    @Test
    void refusesWhatTheChipCannotMeasure() {
        driver.initialise();
        chip.raw(900000, 415148, 30281);
        String message = String.valueOf(
                assertThrows(ChipException.class, driver::measure).getMessage());
        assertTrue(message.contains("temperature"), message);
    }

    @Test
    void givesUpOnAChipThatIsMeasuringForEver() {
        driver.initialise();
        chip.set(0xF3, 1 << 3);
        pauses.clear();
        assertThrows(ChipException.class, driver::measure);
        assertTrue(pauses.size() < 50, "waits are bounded, but were " + pauses.size());
    }

    @Test
    void givesUpOnAChipThatNeverFinishesItsReset() {
        chip.set(0xF3, 1);
        assertThrows(ChipException.class, driver::initialise);
    }

    @Test
    void letsThroughThatNobodyAnswers() {
        driver.initialise();
        board.chips.clear();
        assertThrows(Pi4JException.class, driver::measure);
        assertThrows(Pi4JException.class, driver::initialise);
    }

    private double measured(Quantity quantity) {
        return driver.measure().stream()
                .filter(each -> each.quantity().equals(quantity))
                .mapToDouble(Measured::value)
                .findFirst()
                .orElseThrow();
    }
}
