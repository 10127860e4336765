package io.smartpole.lighting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import io.smartpole.lighting.decision.LightInputs;
import io.smartpole.lighting.output.Dimming.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LampReporterTest {

    private static final Instant START = Instant.parse("2026-12-21T21:00:00Z");

    private final LampReporter reporter = new LampReporter();
    private final BlockingQueue<Reading> heard = new LinkedBlockingQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void stop() {
        release.countDown();
        reporter.deactivate();
    }

    @Test
    void levelAndRuleAreToldAsReadingsWithTheWorldsTime() throws InterruptedException {
        listen(heard::add);
        reporter.report(at(0, 0, LightLevel.percent(50), LightRule.PROGRAM));
        Reading level = next();
        assertEquals("lamp/level", level.series().name());
        assertEquals(Value.of(0.5), level.value());
        assertEquals(START, level.time().instant());
        Reading output = next();
        assertEquals("lamp/output", output.series().name());
        assertEquals(Value.of(0.5), output.value());
        Reading rule = next();
        assertEquals("lamp/rule", rule.series().name());
        assertEquals(Value.of("program"), rule.value());
    }

    @Test
    void anUnchangedLevelIsToldOncePerMinuteOfTheWorld() throws InterruptedException {
        listen(heard::add);
        for (int second = 0; second <= 180; second++) {
            reporter.report(at(second, second, LightLevel.FULL, LightRule.ASTRONOMICAL));
        }
        assertEquals(List.of(0L, 60L, 120L, 180L), secondsHeard(4));
    }

    @Test
    void inAFastWorldItIsToldAtMostOncePerRealSecond() throws InterruptedException {
        listen(heard::add);
        for (int tick = 0; tick <= 10; tick++) {
            // 200 ms real are 10 min in the world
            reporter.report(at(tick * 600, tick * 0.2, LightLevel.FULL, LightRule.ASTRONOMICAL));
        }
        assertEquals(List.of(0L, 3000L, 6000L), secondsHeard(3));
    }

    @Test
    void aChangeIsToldAtOnce() throws InterruptedException {
        listen(heard::add);
        reporter.report(at(0, 0, LightLevel.FULL, LightRule.ASTRONOMICAL));
        reporter.report(at(1, 0.2, LightLevel.FULL, LightRule.PROGRAM));
        reporter.report(at(2, 0.4, LightLevel.percent(50), LightRule.PROGRAM));
        assertEquals(List.of(0L, 1L, 2L), secondsHeard(3));
    }

    @Test
    void onTheWayToAnotherLevelTheOutputIsToldEveryFiveSecondsAndAtItsEnd() throws InterruptedException {
        listen(heard::add);
        for (int second = 0; second < 12; second++) {
            double way = second / 12.0;
            reporter.report(ramping(second, new LightLevel(way)));
        }
        reporter.report(at(12, 12, LightLevel.FULL, LightRule.PROGRAM));
        assertEquals(List.of(0L, 5L, 10L, 12L), secondsHeard(4));
    }

    @Test
    void whatOthersTellAboutTheLampIsPassedOnInItsOrder() throws InterruptedException {
        listen(heard::add);
        Reading alarm = new Series("lamp", "lampFailure", null).alarm(Value.of("raised: it is dark"), moment(1));
        reporter.publish(alarm);
        reporter.report(at(0, 0, LightLevel.FULL, LightRule.PROGRAM));
        assertEquals(alarm, next());
        assertEquals("lamp/level", next().series().name());
    }

    @Test
    void aLevelThatNoLampTookIsNotReportedAsItsLevel() throws InterruptedException {
        listen(heard::add);
        reporter.report(at(0, 0, LightLevel.FULL, LightRule.PROGRAM).withLampProblem("no lamp"));
        assertEquals("lamp/rule", next().series().name());
        reporter.report(at(1, 1, LightLevel.FULL, LightRule.PROGRAM));
        assertEquals("lamp/level", next().series().name());
    }

    @Test
    void withoutAClockThereIsNoReading() throws InterruptedException {
        listen(heard::add);
        reporter.report(Cycle.blind("there is no clock"));
        reporter.report(at(0, 0, LightLevel.FULL, LightRule.FAIL_SAFE));
        assertEquals(START, next().time().instant());
    }

    @Test
    void aListenerThatThrowsDoesNotDisturbTheOthers() throws InterruptedException {
        listen(
                reading -> {
                    throw new IllegalStateException("listener");
                },
                heard::add);
        reporter.report(at(0, 0, LightLevel.FULL, LightRule.PROGRAM));
        reporter.report(at(1, 1, LightLevel.OFF, LightRule.ASTRONOMICAL));
        assertEquals(List.of(0L, 1L), secondsHeard(2));
    }

    @Test
    void aListenerThatHangsStopsNobodyAndShows() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        listen(reading -> {
            hanging.countDown();
            await(release);
        });
        reporter.report(at(0, 0, LightLevel.FULL, LightRule.PROGRAM));
        assertTrue(hanging.await(5, TimeUnit.SECONDS));
        assertFalse(reporter.stalled());
        for (int change = 1; change < 1000; change++) {
            reporter.report(at(change, change, LightLevel.percent(change % 2), LightRule.PROGRAM));
        }
        assertTrue(reporter.stalled());
    }

    private void listen(ReadingListener... listeners) {
        reporter.listeners = List.of(listeners);
        reporter.activate();
    }

    private Reading next() throws InterruptedException {
        Reading reading = heard.poll(5, TimeUnit.SECONDS);
        assertNotNull(reading, "nothing was told");
        return reading;
    }

    /** A last change marks the end, so that nothing more than expected can hide behind it. */
    private List<Long> secondsHeard(int expected) throws InterruptedException {
        int end = 1_000_000;
        reporter.report(at(end, end, LightLevel.percent(1), LightRule.SAFETY_FLOOR));
        List<Long> seconds = new ArrayList<>();
        while (true) {
            Reading level = next();
            next(); // the output
            next(); // the rule
            long second = Duration.between(START, level.time().instant()).toSeconds();
            if (second == end) {
                assertEquals(expected, seconds.size());
                return seconds;
            }
            seconds.add(second);
        }
    }

    private static Cycle at(double worldSeconds, double realSeconds, LightLevel level, LightRule rule) {
        LightDecision decision = new LightDecision(level, rule, null, null, List.of());
        return new Cycle(
                decision, LightInputs.NONE, level, Phase.THERE, moment(realSeconds), moment(worldSeconds), null, null);
    }

    private static Cycle ramping(double seconds, LightLevel output) {
        Cycle there = at(seconds, seconds, LightLevel.FULL, LightRule.PROGRAM);
        return new Cycle(
                there.decision(), there.inputs(), output, Phase.RAMPING, there.now(), there.world(), null, null);
    }

    private static Moment moment(double seconds) {
        Duration passed = Duration.ofMillis(Math.round(seconds * 1000));
        return new Moment(START.plus(passed), true, passed);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(5, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
