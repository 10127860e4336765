package io.smartpole.hardware.chips.ina226;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.exception.Pi4JException;
import io.smartpole.hardware.FakeBoard;
import io.smartpole.hardware.FakeChip;
import io.smartpole.hardware.chips.ChipException;
import io.smartpole.hardware.chips.Measured;
import io.smartpole.hardware.chips.Quantity;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Ina226Test {

    private final FakeBoard board = new FakeBoard();
    private final FakeChip chip = new FakeChip(2);
    private final Ina226 driver = new Ina226(board.i2c(0x40), 0.02, length -> {});

    @BeforeEach
    void plugIn() {
        board.chips.put(0x40, chip);
        word(0xFE, 0x5449);
        // 1.75 A x 0.02 Ohm = 35 mV = 14000 x 2.5 uV; 24 V = 19200 x 1.25 mV; power = 14000 x 19200 / 20000.
        word(0x04, 14_000);
        word(0x02, 19_200);
        word(0x03, 13_440);
    }

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void givesVoltageCurrentAndPower() {
        driver.initialise();
        assertEquals(24, measured(Ina226.VOLTAGE), 1e-9);
        assertEquals(1.75, measured(Ina226.CURRENT), 1e-9);
        assertEquals(42, measured(Ina226.POWER), 1e-9);
    }

    @Test
    void takesAShuntOfAnotherSizeIntoAccount() {
        Ina226 tenTimesTheShunt = new Ina226(board.i2c(0x41), 0.2, length -> {});
        board.chips.put(0x41, chip);
        tenTimesTheShunt.initialise();
        assertEquals(4.2, tenTimesTheShunt.measure().get(0).value(), 1e-9);
    }

    @Test
    void givesACurrentThatFlowsBackAsNegative() {
        driver.initialise();
        word(0x04, -80);
        assertEquals(-0.01, measured(Ina226.CURRENT), 1e-9);
    }

    @Test
    void calibratesAfterTheReset() {
        driver.initialise();
        assertEquals(List.of("008000", "050800", "004527"), chip.written);
    }

    @Test
    void refusesAnotherChip() {
        word(0xFE, 0x2260);
        String message = String.valueOf(
                assertThrows(ChipException.class, driver::initialise).getMessage());
        assertTrue(message.contains("0x2260"), message);
    }

    @Test
    void refusesABusThatReadsAllOnes() {
        word(0xFE, 0xFFFF);
        assertThrows(ChipException.class, driver::initialise);
        word(0xFE, 0x5449);
        driver.initialise();
        word(0x05, 0xFFFF);
        assertThrows(ChipException.class, driver::measure);
    }

    @Test
    void noticesThatTheChipLostItsCalibrationWithItsPower() {
        driver.initialise();
        word(0x05, 0);
        assertThrows(ChipException.class, driver::measure);
    }

    @Test
    void refusesACurrentBeyondTheShuntsRange() {
        driver.initialise();
        word(0x04, 0x7FFF);
        String message = String.valueOf(
                assertThrows(ChipException.class, driver::measure).getMessage());
        assertTrue(message.contains("4.1 A"), message);
    }

    @Test
    void letsThroughThatNobodyAnswers() {
        board.chips.clear();
        assertThrows(Pi4JException.class, driver::initialise);
        assertThrows(Pi4JException.class, driver::measure);
    }

    private void word(int register, int value) {
        chip.set(register, value >> 8, value);
    }

    private double measured(Quantity quantity) {
        return driver.measure().stream()
                .filter(each -> each.quantity().equals(quantity))
                .mapToDouble(Measured::value)
                .findFirst()
                .orElseThrow();
    }
}
