package io.smartpole.hardware.chips.bh1750;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.pi4j.exception.Pi4JException;
import io.smartpole.hardware.FakeBoard;
import io.smartpole.hardware.FakeChip;
import io.smartpole.hardware.chips.ChipException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Bh1750Test {

    private final FakeBoard board = new FakeBoard();
    private final LightSensor chip = new LightSensor();
    private final List<Duration> pauses = new ArrayList<>();
    private final Bh1750 driver = new Bh1750(board.i2c(0x23), pauses::add);

    /** Has no registers: it takes instructions and gives its last value. */
    private static final class LightSensor extends FakeChip {
        private byte[] value = {0, 0};

        LightSensor() {
            super(1);
        }

        @Override
        public byte[] read(int length) {
            return value;
        }
    }

    @BeforeEach
    void plugIn() {
        board.chips.put(0x23, chip);
    }

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void givesTheIlluminanceOfTheDatasheetsExample() {
        chip.value = new byte[] {(byte) 0x83, (byte) 0x90};
        assertEquals(28067, lux(), 0.5);
    }

    @Test
    void takesFullScaleForBrightSunAndNotForAFault() {
        chip.value = new byte[] {(byte) 0xFF, (byte) 0xFF};
        assertEquals(54612.5, lux(), 0.1);
    }

    @Test
    void startsEachMeasurementAnewAndWaitsForItsEnd() {
        driver.initialise();
        lux();
        lux();
        assertEquals(List.of("01", "07", "20", "20"), chip.written);
        assertEquals(List.of(Duration.ofMillis(180), Duration.ofMillis(180)), pauses);
    }

    @Test
    void refusesHalfAnAnswer() {
        chip.value = new byte[] {1};
        assertThrows(ChipException.class, driver::measure);
    }

    @Test
    void letsThroughThatNobodyAnswers() {
        board.chips.clear();
        assertThrows(Pi4JException.class, driver::measure);
        assertThrows(Pi4JException.class, driver::initialise);
    }

    private double lux() {
        return driver.measure().get(0).value();
    }
}
