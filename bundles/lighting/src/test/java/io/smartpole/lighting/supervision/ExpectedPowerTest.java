package io.smartpole.lighting.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.profile.HardwareProfile.LampWiring;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedPowerTest {

    private static final LampWiring WITH_CURVE =
            Lamps.wired(Lamps.PWM, List.of(Lamps.point(10, 7), Lamps.point(50, 22), Lamps.point(80, 33)));

    @ParameterizedTest
    @CsvSource({
        "0,    0.5", //
        "0.1,  4.65",
        "0.5,  21.25",
        "1,    42",
    })
    void withoutACurvePowerIsStandbyAndInProportion(double output, double watts) {
        assertEquals(watts, new ExpectedPower(Lamps.DIMMABLE).at(output), 1e-9);
    }

    @ParameterizedTest
    @CsvSource({
        "0,    0.5", //
        "0.05, 3.75",
        "0.1,  7",
        "0.3,  14.5",
        "0.5,  22",
        "0.8,  33",
        "0.9,  37.5",
        "1,    42",
    })
    void theCurveIsStraightBetweenItsPointsAndEndsAtTheRatedPower(double output, double watts) {
        assertEquals(watts, new ExpectedPower(WITH_CURVE).at(output), 1e-9);
    }

    @Test
    void aCurveThatReachesFullLightHasTheLastWord() {
        ExpectedPower expected = new ExpectedPower(Lamps.wired(Lamps.PWM, List.of(Lamps.point(100, 40))));
        assertEquals(40, expected.at(1), 1e-9);
        assertEquals(20.25, expected.at(0.5), 1e-9);
    }

    @Test
    void aCurveThatNamesZeroPercentStillHasStandbyPowerWhenOff() {
        ExpectedPower expected = new ExpectedPower(Lamps.wired(Lamps.PWM, List.of(Lamps.point(0, 3))));
        assertEquals(0.5, expected.at(0), 1e-9);
        assertEquals(3 + 39 * 0.5, expected.at(0.5), 1e-9);
    }

    @Test
    void throughARelayAnyLightIsFullLight() {
        ExpectedPower expected = new ExpectedPower(Lamps.SWITCHED);
        assertEquals(42, expected.at(0.3), 1e-9);
        assertTrue(expected.isFull(0.3));
        assertFalse(expected.isFull(0));
    }

    @Test
    void lightShowsInPowerOnlyIfItTakesEnough() {
        ExpectedPower expected = new ExpectedPower(Lamps.DIMMABLE);
        assertTrue(expected.tellsLight(0.1));
        assertFalse(expected.tellsLight(0.03));
        assertTrue(expected.tellsLight(0), "off, any light shows that takes enough");
        assertEquals(8.8, expected.lightFrom(1), 1e-9);
        assertEquals(2.6, expected.lightFrom(0), 1e-9);
    }

    @Test
    void itSaysWhatItExpectsInWords() {
        ExpectedPower expected = new ExpectedPower(Lamps.DIMMABLE);
        assertEquals("at 100 % it takes 42 W +-6.3 W, and is dark below 8.8 W", expected.inWords(1));
        assertEquals("off it takes 0.5 W, and has light from 2.6 W", expected.inWords(0));
    }
}
