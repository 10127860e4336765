package io.smartpole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.console.LightHistory.Power;
import io.smartpole.console.LightHistory.Step;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LightHistoryTest {

    private static final Instant DUSK = Instant.parse("2027-11-01T16:00:00Z");
    private static final Series LEVEL = new Series("lamp", "level", Unit.RATIO);
    private static final Series POWER = new Series("lamp", "power", Unit.WATT);

    private final LightHistory history = new LightHistory();

    private static Instant after(long minutes) {
        return DUSK.plus(Duration.ofMinutes(minutes));
    }

    private void put(Series series, double value, Instant time) {
        history.put(series.reading(Value.of(value), new Moment(time, true, Duration.ZERO)));
    }

    @Test
    void onlyChangesOfTheLevelAreKept() {
        put(LEVEL, 1, after(0));
        put(LEVEL, 1, after(1));
        put(LEVEL, 0.5, after(2));
        assertEquals(List.of(new Step(after(0), 1), new Step(after(2), 0.5)), history.stepsSince(after(-9)));
    }

    @Test
    void aStretchBeginsWithTheLevelThatHeldThen() {
        put(LEVEL, 1, after(0));
        put(LEVEL, 0.8, after(10));
        put(LEVEL, 0.5, after(20));
        assertEquals(List.of(new Step(after(15), 0.8), new Step(after(20), 0.5)), history.stepsSince(after(15)));
        assertEquals(List.of(new Step(after(20), 0.5)), history.stepsSince(after(20)));
    }

    @Test
    void powerIsKeptOnceInFiveMinutes() {
        for (int minute = 0; minute < 12; minute++) {
            put(POWER, minute, after(minute));
        }
        assertEquals(
                List.of(new Power(after(0), 0), new Power(after(5), 5), new Power(after(10), 10)),
                history.measuredSince(after(0)));
    }

    @Test
    void whatAClockStampedThatWasAheadIsForgotten() {
        put(LEVEL, 1, after(600));
        put(POWER, 60, after(600));
        put(LEVEL, 0.5, after(0));
        put(POWER, 30, after(0));
        assertEquals(List.of(new Step(after(0), 0.5)), history.stepsSince(after(0)));
        assertEquals(List.of(new Power(after(0), 30)), history.measuredSince(after(0)));
    }

    @Test
    void untrustedTimesAndOtherSeriesHaveNoPlaceInIt() {
        history.put(LEVEL.reading(Value.of(1), new Moment(after(0), false, Duration.ZERO)));
        put(new Series("lamp", "voltage", Unit.VOLT), 230, after(0));
        history.put(new Series("lamp", "rule", null)
                .reading(Value.of("program"), new Moment(after(0), true, Duration.ZERO)));
        assertEquals(List.of(), history.stepsSince(after(-9)));
        assertEquals(List.of(), history.measuredSince(after(-9)));
    }

    @Test
    void itsMemoryIsBounded() {
        int many = 3 * LightHistory.STEPS;
        for (int i = 0; i < many; i++) {
            put(LEVEL, i % 2, after(5L * i));
            put(POWER, i, after(5L * i));
        }
        assertEquals(LightHistory.STEPS, history.stepsSince(Instant.EPOCH).size());
        assertEquals(
                LightHistory.MEASUREMENTS, history.measuredSince(Instant.EPOCH).size());
        assertEquals(
                after(5L * (many - 1)),
                history.stepsSince(Instant.EPOCH).get(LightHistory.STEPS - 1).from());
    }
}
