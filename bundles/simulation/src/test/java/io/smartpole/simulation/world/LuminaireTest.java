package io.smartpole.simulation.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.simulation.world.Luminaire.Defect;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LuminaireTest {

    private static final double RATED = 60;
    private static final double STANDBY = 0.4;
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
        Luminaire lamp = lamp(false, "off");
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
        Luminaire lamp = lamp(false, "off");
        for (int minute = 0; minute < 60; minute++) {
            lamp.drive(1, START.plusMinutes(minute));
        }
        assertEquals(RATED, lamp.power(START.plusMinutes(60)), 0.01);
    }

    @Test
    void anInvertedLampIsDarkWhileItsLineIsHigh() {
        Luminaire lamp = lamp(true, "full");
        lamp.drive(0.75, START);
        assertEquals(0.25, lamp.light(), 1e-9);
    }

    @Test
    void aLampThatNobodyDrivesDoesWhatItsWiringSays() {
        assertEquals(1, lamp(false, "full").light());
        assertEquals(1, lamp(false, "hold").light());
        assertEquals(0, lamp(false, "off").light());
    }

    @Test
    void anOpenLampIsDarkWhateverItIsToldAndWorksAgainWhenRepaired() {
        Luminaire lamp = lamp(false, "full");
        lamp.defect(Defect.OPEN, START);
        lamp.drive(0.8, START);
        assertEquals(0, lamp.light());
        assertEquals(STANDBY, lamp.power(WARM), 1e-9);
        lamp.defect(Defect.NONE, WARM);
        assertEquals(0.8, lamp.light(), 1e-9);
    }

    @Test
    void aLampStuckAtFullBurnsWhateverItIsTold() {
        Luminaire lamp = lamp(false, "full");
        lamp.defect(Defect.FULL, START);
        lamp.drive(0, START);
        assertEquals(1, lamp.light());
        assertEquals(RATED, lamp.power(WARM), 0.1);
    }

    @Test
    void aTinyLampDoesNotTakeMoreWhenOffThanWhenOn() {
        Luminaire lamp = new Luminaire(new LampWiring("pwm", 0, 0, 1000, false, 0.1, 3000, "off"), START);
        double off = lamp.power(START);
        lamp.drive(1, START);
        assertTrue(off < lamp.power(WARM));
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
        Luminaire lamp = lamp(false, "off");
        lamp.drive(light, START);
        return lamp.power(WARM);
    }

    private static Luminaire lamp(boolean inverted, String gatewayDead) {
        return new Luminaire(new LampWiring("pwm", 0, 0, 1000, inverted, RATED, 3000, gatewayDead), START);
    }
}
