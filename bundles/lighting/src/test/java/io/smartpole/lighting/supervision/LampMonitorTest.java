package io.smartpole.lighting.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.profile.HardwareProfile.LampType;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.core.profile.HardwareProfile.Supply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Samples come every 10 s; {@code +x} is raised, {@code -x} is cleared. */
class LampMonitorTest {

    private static final int INTERVAL = 10;

    /** Samples within the settling time. */
    private static final int SETTLED = 2;

    private final List<AlarmChange> changes = new ArrayList<>();
    private LampMonitor monitor = new LampMonitor(Lamps.DIMMABLE, Supply.PERMANENT);
    private int now = 1000;

    @ParameterizedTest(name = "{0} % commanded, {1} W measured: {2}")
    @CsvSource({
        // percent, W, what is raised
        "100, 42,    ''",
        "100, 43.7,  ''", // cold
        "100, 48.2,  ''",
        "100, 48.5,  +lampPowerTooHigh",
        "100, 35.8,  ''",
        "100, 35.5,  +lampPowerTooLow",
        "100, 29.4,  +lampPowerTooLow",
        "100, 8.9,   +lampPowerTooLow",
        "100, 8.7,   +lampFailure",
        "100, 0.4,   +lampFailure",
        "100, 0,     +lampFailure",
        "100, -0.1,  +lampFailure",
        "50,  21.25, ''",
        "50,  27.4,  ''",
        "50,  27.7,  +dimmingFailure",
        "50,  42,    +dimmingFailure",
        "50,  14.8,  +dimmingFailure",
        "50,  0.5,   +lampFailure",
        "10,  4.65,  ''",
        "10,  0.5,   +lampFailure",
        "10,  42,    +dimmingFailure",
        "3,   0.5,   ''", // too faint to tell
        "3,   42,    +dimmingFailure",
        "0,   0.5,   ''",
        "0,   0,     ''",
        "0,   2.5,   ''",
        "0,   2.7,   +lampUnexpectedOn",
        "0,   42,    +lampUnexpectedOn",
    })
    void powerAgainstLevel(double percent, double watts, String expected) {
        output(percent / 100);
        powers(SETTLED + Tally.M, watts);
        assertEquals(expected, told());
    }

    @ParameterizedTest(name = "relay told {0} %, {1} W measured: {2}")
    @CsvSource({
        "100, 42,   ''",
        "30,  42,   ''", // any light is full light
        "100, 0,    +lampFailure",
        "100, 30,   +lampPowerTooLow",
        "30,  21,   +lampPowerTooLow",
        "0,   0,    ''",
        "0,   42,   +relayFailure",
    })
    void powerAgainstARelay(double percent, double watts, String expected) {
        monitor = new LampMonitor(Lamps.SWITCHED, Supply.PERMANENT);
        output(percent / 100);
        powers(SETTLED + Tally.M, watts);
        assertEquals(expected, told());
    }

    @ParameterizedTest(name = "{0} V: {1}")
    @CsvSource({
        "230,   ''", //
        "207,   ''",
        "206.9, +supplyVoltageTooLow",
        "253,   ''",
        "253.1, +supplyVoltageTooHigh",
    })
    void voltage(double volts, String expected) {
        for (int sample = 0; sample < Tally.M; sample++) {
            monitor.voltage(next(), volts);
            collect();
        }
        assertEquals(expected, told());
    }

    @ParameterizedTest(name = "power factor {1} at {0} %: {2}")
    @CsvSource({
        "100, 0.97, ''",
        "100, 0.89, +powerFactorTooLow",
        "50,  0.89, +powerFactorTooLow",
        "49,  0.6,  ''",
        "0,   0.2,  ''",
    })
    void powerFactor(double percent, double ratio, String expected) {
        output(percent / 100);
        ExpectedPower expectedPower = new ExpectedPower(Lamps.DIMMABLE);
        for (int sample = 0; sample < SETTLED + Tally.M; sample++) {
            power(expectedPower.at(percent / 100));
            monitor.powerFactor(at(), ratio);
            collect();
        }
        assertEquals(expected, told());
    }

    @Test
    void whatTheProfileDoesNotLimitIsNotWatched() {
        monitor = new LampMonitor(new LampWiring(Lamps.PWM, new LampType(42, 3000), "full"), Supply.PERMANENT);
        output(1);
        for (int sample = 0; sample < 50; sample++) {
            power(42);
            monitor.voltage(at(), sample % 2 * 400);
            monitor.powerFactor(at(), 0.1);
            collect();
        }
        assertEquals("", told());
    }

    @Test
    void anEventIsRaisedOnceWithinItsSamplesAndClearedOnce() {
        output(1);
        powers(20, 42);
        powers(Tally.N - 1, 0.4);
        assertEquals("", told(), "not yet");
        powers(1, 0.4);
        assertEquals("+lampFailure", told());
        powers(100, 0.4);
        powers(Tally.N - 1, 42);
        assertEquals("+lampFailure", told(), "not yet");
        powers(1, 42);
        powers(100, 42);
        assertEquals("+lampFailure -lampFailure", told());
    }

    @Test
    void theEvidenceShowsSamplesLevelsAndLimits() {
        output(1);
        powers(20, 42);
        powers(Tally.N, 0.4);
        assertEquals(
                "raised: 6 of 8 samples dark: 0.4 W at 100 %, 0.4 W at 100 %, 0.4 W at 100 %, 0.4 W at 100 %,"
                        + " 0.4 W at 100 %, 0.4 W at 100 %; at 100 % it takes 42 W +-6.3 W, and is dark below 8.8 W",
                changes.get(0).text());
        powers(Tally.N, 41.5);
        assertTrue(
                changes.get(1).text().startsWith("cleared: 6 of 8 samples with light: 41.5 W at 100 %"),
                () -> changes.get(1).text());
    }

    @Test
    void fewBadSamplesRaiseNothingHoweverOftenTheyCome() {
        output(1);
        for (int round = 0; round < 100; round++) {
            powers(1, 30);
            powers(1, 42);
        }
        assertEquals("", told());
    }

    @Test
    void aPowerThatHoversAroundItsLimitDoesNotFlap() {
        output(1);
        powers(SETTLED + Tally.M, 48.5);
        for (int round = 0; round < 100; round++) {
            powers(4, 48.2); // right, but hardly
            powers(4, 48.5);
        }
        assertEquals("+lampPowerTooHigh", told());
        powers(Tally.N, 47);
        assertEquals("+lampPowerTooHigh -lampPowerTooHigh", told());
    }

    @Test
    void whileOutputSettlesNothingIsJudged() {
        for (int round = 0; round < 100; round++) {
            output(round % 2 == 0 ? 1 : 0.3);
            powers(SETTLED, 20);
        }
        assertEquals("", told());
    }

    @Test
    void badSamplesOfShortMomentsOfLightAddUp() {
        for (int passerBy = 0; passerBy < 3; passerBy++) {
            output(1);
            powers(SETTLED + 2, 20);
            output(0.3);
            powers(SETTLED + 2, 12.95);
        }
        assertEquals("+lampPowerTooLow", told());
    }

    @Test
    void badSamplesOfLongAgoDoNotAddUp() {
        for (int day = 0; day < 10; day++) {
            output(1);
            powers(SETTLED + 3, 20);
            output(0.3);
            powers(400, 12.95);
        }
        assertEquals("", told());
    }

    @Test
    void aSteadyDriftOfConstantLightOutputIsNoChangeThatNeedsSettling() {
        double output = 0.9;
        for (int sample = 0; sample < 400; sample++) {
            output += 1e-5;
            output(output);
            powers(1, 0.4);
        }
        assertEquals("+lampFailure", told());
    }

    @Test
    void whatRoundingLeavesOfARampToOffIsOff() {
        output(1);
        powers(20, 42);
        output(1e-17);
        powers(SETTLED + Tally.M, 42);
        assertEquals("+lampUnexpectedOn", told());
    }

    @Test
    void aWarmUpLongerThanTheSettlingIsWaitedFor() {
        monitor = new LampMonitor(slow(Duration.ofMinutes(5)), Supply.PERMANENT);
        output(1);
        powers(29, 20);
        powers(31, 42);
        assertEquals("", told());
    }

    @Test
    void aFaultThatShowsAtEachLevelInAnotherWayIsOneEvent() {
        output(1);
        powers(SETTLED + Tally.M, 29.4);
        output(0.5);
        powers(50, 14.5);
        output(1);
        powers(50, 29.4);
        assertEquals("+lampPowerTooLow", told());
        powers(Tally.N, 42);
        output(0.5);
        powers(50, 21.25);
        assertEquals("+lampPowerTooLow -lampPowerTooLow", told());
    }

    @Test
    void aLampStuckAtFullIsADimmingFailureUntilItDims() {
        output(0.5);
        powers(50, 42);
        output(1);
        powers(50, 42);
        assertEquals("+dimmingFailure", told());
        output(0.5);
        powers(50, 21);
        assertEquals("+dimmingFailure -dimmingFailure", told());
    }

    @ParameterizedTest(name = "dark for {0} samples, lit for {1}")
    @CsvSource({"4,4", "2,2", "1,1", "1,5", "3,8"})
    void aLampThatGoesOffAndOnFastIsCyclingAndNothingElse(int dark, int lit) {
        output(1);
        powers(20, 42);
        for (int round = 0; round < 20; round++) {
            powers(dark, 0.5);
            powers(lit, 42);
        }
        assertEquals("+cyclingFailure", told());
        powers(Cycling.WINDOW + Tally.M, 42);
        assertEquals("+cyclingFailure -cyclingFailure", told());
    }

    @ParameterizedTest(name = "first dark: {0}")
    @CsvSource({"true", "false"})
    void aLampThatGoesOffAndOnSlowlyIsFirstDarkOnceThenCycling(boolean firstDark) {
        output(1);
        powers(20, firstDark ? 0.5 : 42);
        for (int round = 0; round < 20; round++) {
            powers(15, firstDark ? 42 : 0.5);
            powers(15, firstDark ? 0.5 : 42);
        }
        assertEquals("+lampFailure -lampFailure +cyclingFailure", told());
    }

    @Test
    void aCyclingLampThatDiesIsDarkAtLast() {
        output(1);
        powers(20, 42);
        for (int round = 0; round < 5; round++) {
            powers(4, 0.5);
            powers(4, 42);
        }
        powers(Cycling.WINDOW + Tally.M, 0.5);
        assertEquals("+cyclingFailure -cyclingFailure +lampFailure", told());
    }

    @Test
    void switchingByTheProgramIsNoCycling() {
        for (int round = 0; round < 50; round++) {
            output(1);
            powers(6, 42);
            output(0);
            powers(6, 0.5);
        }
        assertEquals("", told());
    }

    @Test
    void aGearThatDoesNotAnswerExplainsAWrongPowerButNotDarkness() {
        output(0.5);
        for (int sample = 0; sample < 30; sample++) {
            gear(false, false, false);
            power(42);
        }
        assertEquals("+controlGearCommFailure", told());
        powers(Tally.N, 0.5);
        assertEquals("+controlGearCommFailure +lampFailure", told());
    }

    @Test
    void aGearThatMissesOneQueryInThreeIsNoFailure() {
        for (int sample = 0; sample < 300; sample++) {
            next();
            gear(sample % 3 != 0, false, false);
        }
        assertEquals("", told());
    }

    @Test
    void powerAndGearTogetherRaiseOneLampFailureAndTheLastOneClearsIt() {
        output(1);
        for (int sample = 0; sample < 20; sample++) {
            power(0.5);
            gear(true, true, true);
        }
        assertEquals("+lampFailure", told());
        for (int sample = 0; sample < 20; sample++) {
            power(42);
            gear(true, true, false);
        }
        assertEquals("+lampFailure", told(), "the gear still says so");
        for (int sample = 0; sample < 20; sample++) {
            power(42);
            gear(true, false, false);
        }
        assertEquals("+lampFailure -lampFailure", told());
    }

    @Test
    void withoutAMeterTheGearIsBelieved() {
        output(1);
        for (int sample = 0; sample < Tally.N; sample++) {
            next();
            gear(true, true, false);
        }
        assertEquals("+lampFailure", told());
        assertEquals(
                "raised: 6 of 6 samples with lamp failure in the answer of the control gear",
                changes.get(0).text());
    }

    @Test
    void aGearThatFailsByItselfIsSaidSo() {
        for (int sample = 0; sample < 20; sample++) {
            next();
            gear(true, false, sample < 10);
        }
        assertEquals("+controlGearFailure -controlGearFailure", told());
    }

    @Test
    void lossOfMainsIsTheOnlyEventWhileItLasts() {
        output(1);
        powers(20, 42);
        mains(false);
        for (int sample = 0; sample < 50; sample++) {
            power(0);
            monitor.voltage(at(), 3);
            monitor.powerFactor(at(), 0);
            gear(false, false, false);
        }
        assertEquals("+supplyLoss", told());
        mains(true);
        for (int sample = 0; sample < 50; sample++) {
            power(sample < 2 ? 5 : 42);
            monitor.voltage(at(), 230);
            gear(true, false, false);
        }
        assertEquals("+supplyLoss -supplyLoss", told());
    }

    @Test
    void aShortDipOfMainsIsNoLoss() {
        mains(false);
        now += 4;
        mains(true);
        monitor.pass(Duration.ofDays(1));
        collect();
        assertEquals("", told());
    }

    @Test
    void lossOfMainsIsFoundAlsoIfNothingIsMeasured() {
        mains(false);
        monitor.pass(at().plus(Mains.GONE_AFTER).minusMillis(1));
        collect();
        assertEquals("", told());
        monitor.pass(at().plus(Mains.GONE_AFTER));
        collect();
        assertEquals("+supplyLoss", told());
    }

    @Test
    void whereACabinetSwitchesTheMainsTheirLossIsExpected() {
        monitor = new LampMonitor(Lamps.DIMMABLE, Supply.NIGHT_SWITCHED);
        output(1);
        mains(false);
        powers(50, 0);
        assertEquals("", told());
    }

    @Test
    void beforeTheLampIsToldAnythingItsPowerSaysNothing() {
        powers(50, 42);
        assertEquals("", told());
    }

    @Test
    void aLowVoltageExplainsALowPower() {
        output(1);
        for (int sample = 0; sample < 20; sample++) {
            monitor.voltage(at(), 150);
            power(28);
        }
        assertEquals("+supplyVoltageTooLow", told());
    }

    @Test
    void samplesAnHourApartAreJudgedByTheirNumber() {
        output(1);
        now += 3600;
        for (int sample = 0; sample < 1 + Tally.N; sample++) {
            monitor.power(Duration.ofSeconds(now), 0.4);
            collect();
            now += 3600;
        }
        assertEquals("+lampFailure", told());
    }

    private static LampWiring slow(Duration warmUp) {
        LampType type = Lamps.DIMMABLE.type();
        return new LampWiring(
                Lamps.PWM,
                new LampType(
                        type.ratedPower(),
                        type.powerCurve(),
                        type.standbyPower(),
                        type.powerTolerance(),
                        type.colourTemperature(),
                        type.virtualLightOutput(),
                        type.lumenDepreciation(),
                        warmUp,
                        type.coolDown(),
                        type.minimumOn(),
                        type.minimumOff(),
                        type.lowestPowerFactor(),
                        type.lowestVoltage(),
                        type.highestVoltage()),
                "full");
    }

    private Duration at() {
        return Duration.ofSeconds(now);
    }

    private Duration next() {
        now += INTERVAL;
        return at();
    }

    private void output(double ratio) {
        monitor.output(at(), ratio);
        collect();
    }

    private void power(double watts) {
        monitor.power(next(), watts);
        collect();
    }

    private void powers(int samples, double watts) {
        for (int sample = 0; sample < samples; sample++) {
            power(watts);
        }
    }

    private void mains(boolean present) {
        monitor.mains(at(), present);
        collect();
    }

    private void gear(boolean answers, boolean lampFailure, boolean failure) {
        monitor.gearAnswers(at(), answers);
        if (answers) {
            monitor.gearLampFailure(at(), lampFailure);
            monitor.gearFailure(at(), failure);
        }
        collect();
    }

    private void collect() {
        changes.addAll(monitor.changes());
    }

    private String told() {
        return changes.stream()
                .map(change -> (change.raised() ? "+" : "-") + change.event().label())
                .collect(Collectors.joining(" "));
    }
}
