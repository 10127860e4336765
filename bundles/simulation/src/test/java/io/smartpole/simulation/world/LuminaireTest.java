package io.smartpole.simulation.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.profile.HardwareProfile.LampType;
import io.smartpole.core.profile.HardwareProfile.LevelPower;
import io.smartpole.simulation.world.Luminaire.Counters;
import io.smartpole.simulation.world.Luminaire.Defect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LuminaireTest {

    private static final double RATED = 60;
    private static final double STANDBY = 0.5;
    private static final LampType TYPE = new LampType(RATED, 3000);
    private static final Duration START = Duration.ofSeconds(10);
    private static final Duration WARM = Duration.ofHours(1);

    @Test
    void aWarmLampAtFullLightTakesItsRatedPower() {
        assertEquals(RATED, warmPower(1), 0.01);
    }

    @Test
    void aLampThatIsOffTakesItsStandbyPower() {
        assertEquals(STANDBY, warmPower(0), 1e-9);
    }

    @Test
    void powerRisesWithLightAndStaysNearTheStraightLine() {
        double former = 0;
        for (int percent = 0; percent <= 100; percent++) {
            double power = warmPower(percent / 100.0);
            assertTrue(power > former, "falls at " + percent + " %");
            assertEquals(RATED * percent / 100, power, 0.03 * RATED);
            former = power;
        }
    }

    @Test
    void aColdLampTakesAFewPercentMoreThatFadeWithinMinutes() {
        Luminaire lamp = dark();
        lamp.drive(1, WARM);
        double cold = lamp.power(WARM);
        double afterFiveMinutes = lamp.power(WARM.plusMinutes(5));
        double warm = lamp.power(WARM.plusMinutes(60));
        assertEquals(1.04 * RATED, cold, 0.1);
        assertTrue(afterFiveMinutes < cold && afterFiveMinutes > warm, cold + " " + afterFiveMinutes + " " + warm);
        assertEquals(RATED, warm, 0.01);
    }

    @Test
    void sayingTheSameLevelAgainDoesNotMakeTheLampColdAgain() {
        Luminaire lamp = dark();
        for (int minute = 0; minute < 60; minute++) {
            lamp.drive(1, START.plusMinutes(minute));
        }
        assertEquals(RATED, lamp.power(START.plusMinutes(60)), 0.01);
    }

    @Test
    void anOpenLampIsDarkWhateverItIsToldAndWorksAgainWhenRepaired() {
        Luminaire lamp = burning();
        lamp.defect(Defect.OPEN, START);
        lamp.drive(0.8, START);
        assertEquals(0, lamp.light(START));
        assertEquals(STANDBY, lamp.power(WARM), 1e-9);
        lamp.defect(Defect.NONE, WARM);
        assertEquals(0.8, lamp.light(WARM), 1e-9);
    }

    @Test
    void aLampStuckAtFullBurnsWhateverItIsTold() {
        Luminaire lamp = burning();
        lamp.defect(Defect.FULL, START);
        lamp.drive(0, START);
        assertEquals(1, lamp.light(START));
        assertEquals(RATED, lamp.power(WARM), 0.1);
    }

    @Test
    void aTinyLampDoesNotTakeMoreWhenOffThanWhenOn() {
        Luminaire lamp = new Luminaire(new LampType(0.1, 3000), 0, START);
        double off = lamp.power(START);
        lamp.drive(1, START);
        assertTrue(off <= lamp.power(WARM));
    }

    @Test
    void aStuckLampKeepsTheLightThatItHad() {
        Luminaire lamp = dark();
        lamp.drive(0.6, START);
        lamp.defect(Defect.STUCK, START);
        lamp.drive(0, START.plusSeconds(5));
        assertEquals(0.6, lamp.light(WARM), 1e-9);
        lamp.mains(false, WARM);
        assertEquals(0, lamp.light(WARM));
        lamp.mains(true, WARM);
        assertEquals(0.6, lamp.light(WARM), 1e-9);
        lamp.defect(Defect.NONE, WARM);
        assertEquals(0, lamp.light(WARM));
    }

    @Test
    void aCyclingLampGoesOffAndOnEveryFortySecondsWhileItShouldBurn() {
        Luminaire lamp = burning();
        lamp.defect(Defect.CYCLING, START);
        for (int cycle = 0; cycle < 3; cycle++) {
            Duration begin = START.plusSeconds(40L * cycle);
            assertEquals(1, lamp.light(begin.plusSeconds(24)), "cycle " + cycle);
            assertEquals(0, lamp.light(begin.plusSeconds(26)), "cycle " + cycle);
            assertEquals(0, lamp.light(begin.plusSeconds(39)), "cycle " + cycle);
        }
        assertEquals(3, lamp.counters(START.plusSeconds(119)).starts());
        lamp.drive(0, START.plusSeconds(120));
        for (int second = 120; second < 200; second++) {
            assertEquals(0, lamp.light(START.plusSeconds(second)));
        }
    }

    @Test
    void aCyclingLampCountsTheSameHoweverSeldomItIsLookedAt() {
        Luminaire often = burning();
        Luminaire once = burning();
        often.defect(Defect.CYCLING, START);
        once.defect(Defect.CYCLING, START);
        for (int second = 0; second <= 4000; second++) {
            often.light(START.plusSeconds(second));
        }
        Counters expected = often.counters(START.plusSeconds(4000));
        Counters counted = once.counters(START.plusSeconds(4000));
        assertEquals(101, counted.starts());
        assertEquals(expected.starts(), counted.starts());
        assertEquals(Duration.ofSeconds(2500), counted.lit());
        assertEquals(expected.lit(), counted.lit());
        assertEquals(expected.energy(), counted.energy(), 1e-6);
    }

    @Test
    void aWeakLampGivesAndTakesSeventyPercent() {
        Luminaire lamp = burning();
        lamp.defect(Defect.WEAK, START);
        assertEquals(0.7, lamp.light(WARM), 1e-9);
        assertEquals(STANDBY + 0.7 * (RATED - STANDBY), lamp.power(WARM), 0.01);
    }

    @Test
    void withoutMainsThereIsNeitherLightNorPowerAndTheLevelComesBackWithThem() {
        Luminaire lamp = burning();
        lamp.drive(0.4, START);
        lamp.mains(false, WARM);
        assertEquals(0, lamp.light(WARM));
        assertEquals(0, lamp.power(WARM));
        lamp.drive(0.5, WARM.plusSeconds(1));
        lamp.mains(true, WARM.plusHours(1));
        assertEquals(0.5, lamp.light(WARM.plusHours(1)), 1e-9);
        Counters counters = lamp.counters(WARM.plusHours(2));
        assertEquals(2, counters.powerUps());
        assertEquals(WARM.minus(START).plusHours(1), counters.powered());
    }

    @Test
    void powerFollowsTheProfilesCurve() {
        LampType plain = new LampType(RATED, 3000);
        LampType curved = new LampType(
                RATED,
                List.of(point(10, 9), point(50, 27), point(100, 58)),
                1.5,
                plain.powerTolerance(),
                3000,
                LightLevel.FULL,
                List.of(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                0,
                0,
                0);
        double[][] expected = {{0, 1.5}, {5, 5.25}, {10, 9}, {30, 18}, {50, 27}, {100, 58}};
        for (double[] pair : expected) {
            Luminaire lamp = new Luminaire(curved, pair[0] / 100, START);
            assertEquals(pair[1], lamp.power(WARM), 0.01, pair[0] + " %");
        }
    }

    @Test
    void energyIsTheIntegralOfPower() {
        Luminaire lamp = dark();
        Luminaire watched = dark();
        double wattSeconds = 0;
        Duration step = Duration.ofMillis(200);
        Duration now = START;
        for (double level : new double[] {0, 1, 0.3, 0, 0.8}) {
            lamp.drive(level, now);
            watched.drive(level, now);
            for (int i = 0; i < 3000; i++) {
                wattSeconds += watched.power(now.plus(step.dividedBy(2))) * 0.2;
                now = now.plus(step);
            }
        }
        assertEquals(wattSeconds / 3600, lamp.counters(now).energy(), 1e-4);
        assertEquals(Duration.ofMinutes(30), lamp.counters(now).lit());
        assertEquals(2, lamp.counters(now).starts());
    }

    @Test
    void theFeedCarriesTheLampsPowerWithinThePowerMetersRange() {
        World world = new World(1, () -> {
            throw new AssertionError("the feed does not depend on the place");
        });
        Instant time = Instant.parse("2026-01-01T00:00:00Z");
        for (int step = 0; step < 10_000; step++) {
            Feed feed = world.feedAt(time.plusSeconds(step), RATED);
            assertEquals(RATED, feed.voltage() * feed.current(), 0.0031 * RATED);
            assertEquals(24, feed.voltage(), 0.3);
        }
    }

    @Test
    void theFeedSagsUnderLoad() {
        assertEquals(24, Feed.under(0, 0).voltage(), 1e-9);
        assertEquals(0, Feed.under(0, 0).current(), 1e-9);
        assertEquals(24 - 0.05 * 2.5, Feed.under(60, 0).voltage(), 0.01);
    }

    private static double warmPower(double light) {
        Luminaire lamp = dark();
        lamp.drive(light, START);
        return lamp.power(WARM);
    }

    private static LevelPower point(double percent, double power) {
        return new LevelPower(LightLevel.percent(percent), power);
    }

    private static Luminaire dark() {
        return new Luminaire(TYPE, 0, START);
    }

    private static Luminaire burning() {
        return new Luminaire(TYPE, 1, START);
    }
}
