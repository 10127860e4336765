package io.smartpole.hardware.dali;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.LightLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaliLevelTest {

    @ParameterizedTest
    @CsvSource({
        "1, 0.100", "85, 0.991", "126, 3.035", "144, 4.962", "170, 10.091",
        "195, 19.971", "210, 30.079", "229, 50.531", "240, 68.233", "254, 100"
    })
    void givesTheLightOfThePublishedTable(int level, double percent) {
        assertEquals(percent, DaliLevel.light(level).percent(), 0.0005);
    }

    @ParameterizedTest
    @CsvSource({"5, 144", "10, 170", "20, 195", "30, 210", "50, 229", "80, 246", "100, 254"})
    void givesTheNearestLevelOfThePublishedTable(double percent, int level) {
        assertEquals(level, DaliLevel.of(LightLevel.percent(percent)));
    }

    @Test
    void eachLevelIsItsOwnInverse() {
        for (int level = 0; level <= 254; level++) {
            assertEquals(level, DaliLevel.of(DaliLevel.light(level)));
        }
    }

    @Test
    void eachStepIsTheSameShareBrighter() {
        for (int level = 2; level <= 254; level++) {
            double step =
                    DaliLevel.light(level).ratio() / DaliLevel.light(level - 1).ratio();
            assertEquals(1.0277, step, 0.0001, "level " + level);
        }
    }

    @Test
    void onlyNoLightIsOff() {
        assertEquals(0, DaliLevel.of(LightLevel.OFF));
        assertEquals(1, DaliLevel.of(LightLevel.percent(0.0001)));
        assertEquals(LightLevel.OFF, DaliLevel.light(0));
    }

    @Test
    void maskIsNoLevel() {
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> DaliLevel.light(DaliLevel.MASK))
                        .getMessage());
        assertTrue(message.contains("255"), message);
        assertThrows(IllegalArgumentException.class, () -> DaliLevel.light(-1));
    }
}
