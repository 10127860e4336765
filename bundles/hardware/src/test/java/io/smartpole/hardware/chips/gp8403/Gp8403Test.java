package io.smartpole.hardware.chips.gp8403;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.pi4j.exception.Pi4JException;
import io.smartpole.hardware.FakeBoard;
import io.smartpole.hardware.FakeChip;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Gp8403Test {

    private final FakeBoard board = new FakeBoard();
    private final FakeChip chip = new FakeChip(2);
    private final Gp8403 converter = new Gp8403(board.i2c(0x58));

    @BeforeEach
    void plugIn() {
        board.chips.put(0x58, chip);
    }

    @AfterEach
    void close() {
        board.close();
    }

    @Test
    void selectsTenVoltsAndWritesTwelveBitsWithTheLowByteFirst() {
        converter.set(0, 10);
        converter.set(0, 0);
        converter.set(0, 5);
        // 4095 = 0xFFF, 0, and 2048 = 0x800; each shifted by 4
        assertEquals(List.of("0111", "02f0ff", "0111", "020000", "0111", "020080"), chip.written);
    }

    @Test
    void theOtherOutputHasTheNextWord() {
        converter.set(1, 1);
        // 409.5 is rounded to 410 = 0x19A
        assertEquals(List.of("0111", "04a019"), chip.written);
    }

    @Test
    void refusesWhatItCannotGive() {
        for (double volts : new double[] {-0.1, 10.1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> converter.set(0, volts), "for " + volts);
        }
        assertEquals(List.of(), chip.written);
    }

    @Test
    void letsThroughThatNobodyAnswers() {
        board.chips.clear();
        assertThrows(Pi4JException.class, () -> converter.set(0, 10));
    }
}
