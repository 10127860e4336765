package io.smartpole.lighting.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightDecision.Verdict;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.profile.HardwareProfile.Depreciation;
import io.smartpole.core.profile.HardwareProfile.LampType;
import io.smartpole.core.time.Moment;
import io.smartpole.lighting.output.Dimming.Phase;
import io.smartpole.lighting.output.Dimming.RampTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DimmingTest {

    private static final Duration TICK = Duration.ofMillis(200);
    private static final LampType LED = new LampType(42, 3000);

    /** The example of the facts: it begins dimmed and reaches full power when the lamp is old. */
    private static final List<Depreciation> CLO = List.of(point(0, 80), point(5_000, 85), point(20_000, 100));

    private final Dimming dimming = new Dimming(TICK);
    private Duration sinceBoot = Duration.ofHours(1);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # from         | to            | from % | to % | seconds until there
            ASTRONOMICAL   | PROGRAM       | 100    | 50   | 30
            PROGRAM        | PROGRAM       | 50     | 100  | 30
            PROGRAM        | PRESENCE      | 50     | 90   | 2
            PRESENCE       | PROGRAM       | 90     | 50   | 20
            PRESENCE       | ASTRONOMICAL  | 90     | 0    | 20
            PRESENCE       | OVERRIDE      | 90     | 60   | 1
            PROGRAM        | OVERRIDE      | 50     | 90   | 1
            OVERRIDE       | PROGRAM       | 90     | 50   | 30
            PROGRAM        | EMERGENCY     | 50     | 100  | 0.2
            PROGRAM        | LOCAL_SERVICE | 50     | 0    | 0.2
            LOCAL_SERVICE  | FAIL_SAFE     | 0      | 100  | 0.2
            ASTRONOMICAL   | PHOTOCELL     | 0      | 100  | 30
            """)
    void eachTransitionHasItsTime(LightRule from, LightRule to, double begin, double end, double seconds) {
        settle(from, begin);
        int ticks = 1;
        while (!step(to, end).equals(LightLevel.percent(end))) {
            assertEquals(Phase.RAMPING, dimming.phase());
            ticks++;
        }
        assertEquals(Phase.THERE, dimming.phase());
        assertEquals(seconds, ticks * TICK.toMillis() / 1000.0);
    }

    @Test
    void theFirstStepIsTakenAtOnceAndTheWayIsStraight() {
        settle(LightRule.PROGRAM, 50);
        for (int tick = 1; tick <= 5; tick++) {
            assertEquals(50 + tick * 8, step(LightRule.OVERRIDE, 90).percent(), 1e-9);
        }
    }

    @Test
    void aProgramMayNameItsOwnTimes() {
        RampTimes own = new RampTimes(Duration.ofSeconds(4), Duration.ofSeconds(1), Duration.ofSeconds(8));
        settle(LightRule.PROGRAM, 50);
        assertEquals(20, ticksTo(LightRule.PROGRAM, 100, own));
        assertEquals(5, ticksTo(LightRule.PRESENCE, 90, own));
        // Who was there is gone, and with them the program's word about the way back.
        assertEquals(40, ticksTo(LightRule.PROGRAM, 50, RampTimes.NONE));
        assertEquals(150, ticksTo(LightRule.PROGRAM, 80, RampTimes.NONE));
    }

    @Test
    void whoWantsTheSameLevelSoonerGetsItSooner() {
        RampTimes hour = new RampTimes(Duration.ofHours(1), null, null);
        settle(LightRule.PROGRAM, 50);
        for (int tick = 0; tick < 300; tick++) {
            step(LightRule.PROGRAM, 100, LightLevel.OFF, true, LED, 0, hour);
        }
        assertEquals(LightLevel.FULL, step(LightRule.EMERGENCY, 100, LightLevel.OFF, true, LED, 0, hour));
    }

    @Test
    void whoWantsTheSameLevelLaterDoesNotHoldItUp() {
        settle(LightRule.PROGRAM, 50);
        step(LightRule.OVERRIDE, 90);
        step(LightRule.OVERRIDE, 90);
        assertEquals(3, ticksTo(LightRule.PROGRAM, 90, RampTimes.NONE));
    }

    @Test
    void theFloorTakesTheTimeOfTheRuleThatItHoldsUp() {
        settle(LightRule.PRESENCE, 100);
        LightDecision floor = new LightDecision(
                LightLevel.percent(50),
                LightRule.SAFETY_FLOOR,
                null,
                new Verdict(LightRule.PROGRAM, LightLevel.percent(40), ""),
                List.of());
        int ticks = 0;
        do {
            pass(TICK);
            ticks++;
        } while (!dimming.step(floor, LightLevel.percent(50), false, LED, 0, RampTimes.NONE, moment())
                .equals(LightLevel.percent(50)));
        assertEquals(100, ticks, "20 s, as after somebody who is gone");
    }

    @Test
    void aClockThatGoesBackLeavesTheLightWhereItWasGoing() {
        settle(LightRule.PROGRAM, 50);
        settle(LightRule.PROGRAM, 100);
        sinceBoot = Duration.ZERO;
        assertEquals(LightLevel.FULL, step(LightRule.PROGRAM, 100));
    }

    @Test
    void aNewTargetBeginsWhereTheLightIs() {
        settle(LightRule.PROGRAM, 100);
        for (int tick = 0; tick < 75; tick++) {
            step(LightRule.PROGRAM, 0);
        }
        double half = step(LightRule.PROGRAM, 0).percent();
        double next = step(LightRule.OVERRIDE, 100).percent();
        assertEquals(half + (100 - half) / 5, next, 1e-9);
    }

    @Test
    void afterAStartTheFirstLevelHoldsAtOnce() {
        assertEquals(LightLevel.percent(50), step(LightRule.PROGRAM, 50));
    }

    @Test
    void theFloorHoldsOnTheWay() {
        settle(LightRule.ASTRONOMICAL, 0);
        LightLevel floor = LightLevel.percent(50);
        assertEquals(floor, step(LightRule.PROGRAM, 80, floor, false, LED, 0, RampTimes.NONE));
        for (int tick = 1; tick < 150; tick++) {
            LightLevel level = step(LightRule.PROGRAM, 80, floor, false, LED, 0, RampTimes.NONE);
            assertTrue(level.compareTo(floor) >= 0, "tick " + tick + ": " + level);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 80",
        "2500, 82.5",
        "5000, 85",
        "12500, 92.5",
        "19999.9, 99.9999",
        "20000, 100",
        "90000, 100",
        "Infinity, 100"
    })
    void constantLightOutputFollowsTheCurveAndGuessesNothingBeyondIt(double hours, double percent) {
        assertEquals(percent, Dimming.share(CLO, hours).percent(), 1e-4);
    }

    @Test
    void beforeTheFirstPointOfTheCurveItsFirstValueHolds() {
        assertEquals(
                85,
                Dimming.share(List.of(point(1_000, 85), point(2_000, 90)), 10).percent(),
                1e-9);
        assertEquals(LightLevel.FULL, Dimming.share(List.of(), 10));
    }

    @Test
    void virtualLightOutputComesBeforeConstantLightOutput() {
        LampType strong = lamp(70, CLO, 0, 0);
        assertEquals(
                0.5 * 0.7 * 0.825,
                Dimming.output(LightLevel.percent(50), strong, 2_500).ratio(),
                1e-9);
        assertEquals(LightLevel.OFF, Dimming.output(LightLevel.OFF, strong, 2_500));
    }

    @Test
    void byDayALampStaysOffForItsCoolDownButAtNightItNeverWaits() {
        LampType hot = lamp(100, List.of(), 0, 60);
        settle(LightRule.OVERRIDE, 100, hot);
        step(LightRule.OVERRIDE, 0, LightLevel.OFF, true, hot, 0, RampTimes.NONE);
        pass(Duration.ofSeconds(50));
        assertEquals(0, stepByDay(LightRule.OVERRIDE, 100, hot).percent());
        pass(Duration.ofSeconds(10));
        assertTrue(stepByDay(LightRule.OVERRIDE, 100, hot).percent() > 0);

        Dimming night = new Dimming(TICK);
        night.step(decision(LightRule.OVERRIDE, 0), LightLevel.OFF, true, hot, 0, RampTimes.NONE, moment());
        pass(TICK);
        assertEquals(
                LightLevel.FULL,
                night.step(
                        decision(LightRule.ASTRONOMICAL, 100),
                        LightLevel.FULL,
                        false,
                        hot,
                        0,
                        RampTimes.NONE,
                        moment()));
    }

    @Test
    void aLampStaysOnForItsLeastTime() {
        LampType slow = lamp(100, List.of(), 60, 0);
        settle(LightRule.ASTRONOMICAL, 0, slow);
        stepByDay(LightRule.OVERRIDE, 80, slow);
        pass(Duration.ofSeconds(50));
        stepByDay(LightRule.OVERRIDE, 80, slow);
        assertEquals(80, stepByDay(LightRule.ASTRONOMICAL, 0, slow).percent());
        assertEquals(Phase.WAITING, dimming.phase());
        pass(Duration.ofSeconds(10));
        assertTrue(stepByDay(LightRule.ASTRONOMICAL, 0, slow).percent() < 80);
    }

    @ParameterizedTest
    @EnumSource(
            value = LightRule.class,
            names = {"LOCAL_SERVICE", "EMERGENCY"})
    void serviceAndEmergencyWaitForNoLamp(LightRule rule) {
        LampType slow = lamp(100, List.of(), 600, 600);
        settle(LightRule.ASTRONOMICAL, 0, slow);
        assertEquals(LightLevel.FULL, stepByDay(rule, 100, slow));
        assertEquals(LightLevel.OFF, stepByDay(LightRule.LOCAL_SERVICE, 0, slow));
        assertEquals(LightLevel.FULL, stepByDay(rule, 100, slow));
    }

    private int ticksTo(LightRule rule, double percent, RampTimes times) {
        int ticks = 1;
        while (!step(rule, percent, LightLevel.OFF, true, LED, 0, times).equals(LightLevel.percent(percent))) {
            ticks++;
        }
        return ticks;
    }

    private void settle(LightRule rule, double percent) {
        settle(rule, percent, LED);
    }

    private void settle(LightRule rule, double percent, LampType type) {
        stepByDay(rule, percent, type);
        pass(Duration.ofHours(1));
        stepByDay(rule, percent, type);
    }

    private LightLevel step(LightRule rule, double percent) {
        return stepByDay(rule, percent, LED);
    }

    private LightLevel stepByDay(LightRule rule, double percent, LampType type) {
        return step(rule, percent, LightLevel.OFF, true, type, 0, RampTimes.NONE);
    }

    private LightLevel step(
            LightRule rule,
            double percent,
            LightLevel lowest,
            boolean day,
            LampType type,
            double hours,
            RampTimes times) {
        pass(TICK);
        return dimming.step(decision(rule, percent), lowest, day, type, hours, times, moment());
    }

    private void pass(Duration time) {
        sinceBoot = sinceBoot.plus(time);
    }

    private Moment moment() {
        return new Moment(Instant.parse("2026-12-21T12:00:00Z"), true, sinceBoot);
    }

    private static LightDecision decision(LightRule rule, double percent) {
        return new LightDecision(LightLevel.percent(percent), rule, null, null, List.of());
    }

    private static Depreciation point(double hours, double percent) {
        return new Depreciation(hours, LightLevel.percent(percent));
    }

    private static LampType lamp(double virtualPercent, List<Depreciation> clo, int minimumOn, int coolDown) {
        return new LampType(
                42,
                List.of(),
                0.5,
                6,
                3000,
                LightLevel.percent(virtualPercent),
                clo,
                Duration.ZERO,
                Duration.ofSeconds(coolDown),
                Duration.ofSeconds(minimumOn),
                Duration.ZERO,
                0,
                0,
                0);
    }
}
