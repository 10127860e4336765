package io.smartpole.lighting.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.LampFigures;
import io.smartpole.core.profile.HardwareProfile.Supply;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each night 100 % from 17 h, 50 % from 22 h, 100 % from 5 h, off from 7 h. Times in s; the lamp takes what it should. */
class LampLedgerTest {

    private static final int HOUR = 3600;
    private static final int DAY = 24 * HOUR;
    private static final double FULL = 42;
    private static final double HALF = 21.25;
    private static final double OFF = 0.5;

    private static final double WH_A_DAY = 7 * FULL + 7 * HALF + 10 * OFF;
    private static final double HOURS_A_DAY = 14;

    private LampLedger ledger = ledger(LampFigures.NONE, Supply.PERMANENT);

    @Test
    void aMeasuredYearOfAKnownProgramIsRightToAThousandth() {
        days(0, 365, true);
        check(365, 0);
    }

    @Test
    void aYearWithoutAMeterIsTheSameAllEstimated() {
        days(0, 365, false);
        check(365, 365 * WH_A_DAY);
    }

    @Test
    void aRestartInTheMiddleLosesNothing(@TempDir Path folder) throws Exception {
        days(0, 100, true);
        new FiguresFile(folder, false).write(ledger.figures());
        ledger = ledger(new FiguresFile(folder, false).read(), Supply.PERMANENT);
        days(0, 265, true);
        check(365, 0);
    }

    @Test
    void aGapIsFilledFromTheExpectedPowerAndCountedAsEstimated() {
        output(0, 1);
        powers(0, HOUR, 40);
        output(2 * HOUR, 0.5);
        powers(3 * HOUR, 4 * HOUR, 20);
        LampFigures figures = ledger.figures();
        assertEquals(FULL + HALF, figures.estimatedEnergy(), 0.2);
        assertEquals(40 + FULL + HALF + 20, figures.energy(), 0.2);
        assertEquals(4, figures.burningHours(), 1e-9);
    }

    @Test
    void aFewLostSamplesAreBridgedByAStraightLine() {
        output(0, 1);
        powers(0, HOUR, 40);
        powers(HOUR + 290, 2 * HOUR, 40);
        assertEquals(80, ledger.figures().energy(), 0.2);
        assertEquals(0, ledger.figures().estimatedEnergy());
    }

    @Test
    void inAFastWorldSamplesAnHourApartAreMeasurementsAllTheSame() {
        output(0, 1);
        for (int hour = 0; hour <= 10; hour++) {
            ledger.power(Duration.ofHours(hour), 40);
        }
        assertEquals(2 * FULL, ledger.figures().estimatedEnergy(), 1e-9, "what is usual shows after two hours");
        assertEquals(2 * FULL + 8 * 40, ledger.figures().energy(), 1e-9);
    }

    @Test
    void afterALongGapTheUsualIntervalIsStillTheShortOne() {
        output(0, 1);
        powers(0, HOUR, 40);
        powers(3 * HOUR, 3 * HOUR, 40);
        powers(5 * HOUR, 5 * HOUR, 40);
        assertEquals(4 * FULL, ledger.figures().estimatedEnergy(), 0.2);
    }

    @Test
    void aLampThatIsDarkDoesNotBurn() {
        output(0, 1);
        powers(0, HOUR, 0.4);
        assertEquals(0, ledger.figures().burningHours(), 0.02, "but for the settling time");
        assertEquals(0.4, ledger.figures().energy(), 0.01);
    }

    @Test
    void aLampThatIsLitByDayBurns() {
        output(0, 0);
        powers(0, HOUR, 42);
        assertEquals(1, ledger.figures().burningHours(), 0.02);
        assertEquals(1, ledger.figures().switchOns());
    }

    @Test
    void aRampFromDarkIsOneSwitchOn() {
        output(0, 0);
        powers(0, HOUR, OFF);
        for (int second = 0; second <= 30; second++) {
            output(HOUR + second, second / 30.0);
            ledger.power(Duration.ofSeconds(HOUR + second), OFF + second);
        }
        powers(HOUR + 40, 2 * HOUR, FULL);
        assertEquals(1, ledger.figures().switchOns());
    }

    @Test
    void aRestartAtNightIsNoSwitchOnUnlessACabinetGaveTheMains() {
        output(0, 1);
        assertEquals(0, ledger.figures().switchOns());
        ledger = ledger(LampFigures.NONE, Supply.NIGHT_SWITCHED);
        output(0, 1);
        assertEquals(1, ledger.figures().switchOns());
    }

    @Test
    void withoutMainsNothingBurnsAndNothingIsEstimated() {
        output(0, 1);
        ledger.mains(Duration.ofHours(1), false);
        ledger.mains(Duration.ofHours(2), true);
        ledger.pass(Duration.ofHours(3));
        LampFigures figures = ledger.figures();
        assertEquals(2 * FULL, figures.energy(), 1e-9);
        assertEquals(2, figures.burningHours(), 1e-9);
        assertEquals(1, figures.switchOns());
    }

    @Test
    void withoutALampNothingIsCounted() {
        ledger.lamp(null, Supply.PERMANENT);
        output(0, 1);
        ledger.pass(Duration.ofHours(5));
        assertEquals(LampFigures.NONE, ledger.figures());
    }

    @Test
    void theTimeWithoutALampIsNotCountedWhenItComesBack() {
        output(0, 1);
        powers(0, HOUR, 42);
        ledger.lamp(null, Supply.PERMANENT);
        ledger.pass(Duration.ofHours(3));
        ledger.lamp(Lamps.DIMMABLE, Supply.PERMANENT);
        powers(3 * HOUR, 4 * HOUR, 42);
        assertEquals(2, ledger.figures().burningHours(), 1e-9);
        assertEquals(84, ledger.figures().energy(), 0.2);
        assertEquals(0, ledger.figures().switchOns());
    }

    @Test
    void whatIsToldLateIsNotCountedTwice() {
        output(0, 1);
        ledger.power(Duration.ofSeconds(10), 42);
        ledger.pass(Duration.ofSeconds(30));
        ledger.power(Duration.ofSeconds(20), 42);
        output(5, 1);
        ledger.power(Duration.ofSeconds(3610), 42);
        assertEquals(1 + 10 / 3600.0, ledger.figures().burningHours(), 1e-9);
        assertEquals(42 * 3610 / 3600.0, ledger.figures().energy(), 1e-9);
    }

    @Test
    void theOffsetOfAMeterBelowZeroGivesNoEnergyBack() {
        output(0, 0);
        powers(0, HOUR, -3);
        assertEquals(0, ledger.figures().energy(), 1e-9);
    }

    @Test
    void countersNeverFall() {
        double before = 0;
        output(0, 1);
        for (int second = 0; second < DAY; second += 7) {
            if (second % 5000 < 2000) {
                ledger.power(Duration.ofSeconds(second), second % 50);
            }
            ledger.pass(Duration.ofSeconds(second));
            assertTrue(ledger.figures().energy() >= before, "at " + second);
            before = ledger.figures().energy();
        }
    }

    private void check(int days, double estimated) {
        LampFigures figures = ledger.figures();
        assertEquals(days * WH_A_DAY, figures.energy(), days * WH_A_DAY / 1000);
        assertEquals(estimated, figures.estimatedEnergy(), days * WH_A_DAY / 1000);
        assertEquals(days * HOURS_A_DAY, figures.burningHours(), days * HOURS_A_DAY / 1000);
        assertEquals(days, figures.switchOns());
    }

    /** From midnight to midnight, with a sample 3 s after each full 10 s. */
    private void days(int from, int to, boolean metered) {
        for (int day = from; day < to; day++) {
            int midnight = day * DAY;
            stretch(midnight, midnight + 5 * HOUR, 0.5, HALF, metered);
            stretch(midnight + 5 * HOUR, midnight + 7 * HOUR, 1, FULL, metered);
            stretch(midnight + 7 * HOUR, midnight + 17 * HOUR, 0, OFF, metered);
            stretch(midnight + 17 * HOUR, midnight + 22 * HOUR, 1, FULL, metered);
            stretch(midnight + 22 * HOUR, midnight + 24 * HOUR, 0.5, HALF, metered);
        }
        ledger.pass(Duration.ofSeconds((long) to * DAY));
    }

    private void stretch(int from, int to, double output, double watts, boolean metered) {
        output(from, output);
        if (metered) {
            powers(from + 3, to, watts);
        }
    }

    private void output(int at, double ratio) {
        ledger.output(Duration.ofSeconds(at), ratio);
    }

    private void powers(int from, int to, double watts) {
        for (int at = from; at <= to; at += 10) {
            ledger.power(Duration.ofSeconds(at), watts);
        }
    }

    private static LampLedger ledger(LampFigures start, Supply supply) {
        LampLedger ledger = new LampLedger(start);
        ledger.lamp(Lamps.DIMMABLE, supply);
        return ledger;
    }
}
