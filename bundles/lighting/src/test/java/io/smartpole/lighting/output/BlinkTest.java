package io.smartpole.lighting.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightDecision.Verdict;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightResult;
import io.smartpole.core.light.LightResult.Outcome;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlinkTest {

    private static final Duration START = Duration.ofMinutes(3);
    private static final LightDecision HALF = decided(50, LightRule.PROGRAM);

    private final Blink blink = new Blink();

    @Test
    void itIsBrightAndAsDecidedInTurnAndEndsAsDecided() {
        assertEquals(Outcome.ACCEPTED, begin(10, HALF).outcome());
        List<Double> levels = new ArrayList<>();
        for (int second = 0; second < 12; second++) {
            levels.add(blink.apply(HALF, at(second)).level().percent());
        }
        assertEquals(List.of(100., 100., 50., 50., 100., 100., 50., 50., 50., 50., 50., 50.), levels);
    }

    @Test
    void onceItIsOverTheDecisionIsTheDecision() {
        begin(4, HALF);
        assertEquals(LightRule.OVERRIDE, blink.apply(HALF, at(3)).rule());
        assertSame(HALF, blink.apply(HALF, at(4)));
        assertSame(HALF, blink.apply(HALF, at(1_000_000)));
        assertSame(HALF, blink.apply(HALF, at(-1)));
    }

    @Test
    void byDayItIsBetweenALittleLightAndFullSoThatTheLampIsSwitchedOnOnce() {
        LightDecision day = decided(0, LightRule.ASTRONOMICAL);
        assertEquals(
                "the lamp blinks for 4 s between 10.0 % and full light",
                begin(4, day).message());
        assertEquals(LightLevel.FULL, blink.apply(day, at(0)).level());
        assertEquals(LightLevel.percent(10), blink.apply(day, at(2)).level());
        assertSame(day, blink.apply(day, at(4)));
    }

    @Test
    void itFollowsWhatIsDecidedMeanwhileAndNeverGoesBelow() {
        begin(60, decided(0, LightRule.ASTRONOMICAL));
        for (int second = 0; second < 60; second++) {
            LightDecision dusk = decided(second % 100, LightRule.SAFETY_FLOOR);
            assertTrue(blink.apply(dusk, at(second)).level().compareTo(dusk.level()) >= 0, "second " + second);
        }
    }

    @Test
    void itSaysWhyAndWhatIsBehind() {
        begin(4, HALF);
        LightDecision blinking = blink.apply(HALF, at(0));
        assertEquals("blinks, so that somebody finds it", blinking.why());
        assertEquals(LightRule.PROGRAM, blinking.next().map(Verdict::rule).orElseThrow());
        assertEquals(HALF.trace().size(), blinking.trace().size());
    }

    @ParameterizedTest
    @EnumSource(
            value = LightRule.class,
            names = {"LOCAL_SERVICE", "EMERGENCY"})
    void itDisturbsNeitherATechnicianNorAnEmergency(LightRule rule) {
        LightDecision held = decided(30, rule);
        assertRefused("which blinking must not disturb", begin(20, held));
        begin(20, HALF);
        assertSame(held, blink.apply(held, at(0)));
    }

    @Test
    void whereItCouldOnlyGoDarkerItIsRefused() {
        assertRefused("only blink by going darker", begin(20, decided(100, LightRule.FAIL_SAFE)));
        assertRefused("only blink by going darker", begin(20, decided(81, LightRule.PROGRAM)));
        assertSame(HALF, blink.apply(HALF, at(0)));
        assertEquals(Outcome.ACCEPTED, begin(20, decided(80, LightRule.PROGRAM)).outcome());
    }

    @Test
    void itIsNotProlonged() {
        begin(20, HALF);
        assertRefused("it blinks already, for 15 s more", blink.begin(Blink.LONGEST, HALF, at(5)));
        assertSame(HALF, blink.apply(HALF, at(20)));
        assertEquals(Outcome.ACCEPTED, blink.begin(Blink.LONGEST, HALF, at(20)).outcome());
    }

    @Test
    void withoutAClockThatCouldEndItItIsRefused() {
        assertRefused("there is no clock", blink.begin(Blink.DEFAULT, HALF, null));
        begin(20, HALF);
        assertSame(HALF, blink.apply(HALF, null));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 3, 61, 86_400})
    void itLastsFourSecondsToAMinute(long seconds) {
        assertThrows(IllegalArgumentException.class, () -> begin(seconds, HALF));
    }

    private LightResult begin(long seconds, LightDecision decided) {
        return blink.begin(Duration.ofSeconds(seconds), decided, at(0));
    }

    private static void assertRefused(String why, LightResult result) {
        assertEquals(Outcome.REFUSED, result.outcome());
        assertTrue(result.message().contains(why), result.message());
    }

    private static Moment at(long second) {
        return new Moment(Instant.EPOCH, false, START.plusSeconds(second));
    }

    private static LightDecision decided(double percent, LightRule rule) {
        LightLevel level = LightLevel.percent(percent);
        return new LightDecision(
                level,
                rule,
                null,
                null,
                List.of(new Verdict(LightRule.OVERRIDE, null, "nobody asks for it"), new Verdict(rule, level, "so")));
    }
}
