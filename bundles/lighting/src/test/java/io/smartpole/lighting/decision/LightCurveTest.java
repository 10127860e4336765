package io.smartpole.lighting.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.PlanPoint;
import io.smartpole.core.pole.Place;
import io.smartpole.core.time.Moment;
import io.smartpole.lighting.Scenes;
import io.smartpole.lighting.program.Programs;
import io.smartpole.lighting.request.TimedRequest;
import io.smartpole.lighting.sensing.PhotocellRule;
import io.smartpole.lighting.settings.Settings;
import io.smartpole.lighting.sun.Daylight;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LightCurveTest {

    private static final Settings CITY = new Settings(
            Programs.parse(Scenes.CITY_PROGRAM),
            LightLevel.FULL,
            Scenes.recordWithFloor(50),
            PhotocellRule.DEFAULT,
            null);
    private static final Moment NOON = moment("2026-12-21T11:00:00Z");

    @Test
    void aWinterNightIsDrawnFromChangeToChange() {
        List<PlanPoint> curve = plan("2026-12-21T11:00:00Z", "2026-12-22T11:00:00Z", null, Scenes.RHINE, NOON);
        assertEquals(
                List.of(
                        "0.0 % astronomical",
                        "100.0 % program", "80.0 % program", "50.0 % program", "100.0 % program", "0.0 % astronomical"),
                words(curve));
        assertEquals(Instant.parse("2026-12-21T11:00:00Z"), curve.get(0).from());
        assertEquals(Instant.parse("2026-12-21T19:00:00Z"), curve.get(2).from());
        assertEquals(Instant.parse("2026-12-21T21:00:00Z"), curve.get(3).from());
        assertEquals(Instant.parse("2026-12-22T05:00:00Z"), curve.get(4).from());
    }

    @Test
    void anOverrideIsPartOfTheFutureAndNotOfThePast() {
        Moment now = moment("2026-12-21T22:00:00Z");
        TimedRequest override = new TimedRequest(
                LightLevel.percent(90),
                now.instant().plusSeconds(7200),
                now.sinceBoot().plusSeconds(7200));
        List<PlanPoint> curve = plan("2026-12-21T20:00:00Z", "2026-12-22T02:00:00Z", override, Scenes.RHINE, now);
        assertEquals(List.of("80.0 % program", "50.0 % program", "90.0 % override", "50.0 % program"), words(curve));
        assertEquals(now.instant(), curve.get(2).from());
        assertEquals(Instant.parse("2026-12-22T00:00:00Z"), curve.get(3).from());
    }

    @Test
    void whileNothingIsKnownTheCurveIsOnePointAtFullLight() {
        Moment wrong = new Moment(NOON.instant(), false, NOON.sinceBoot());
        assertEquals(
                List.of("100.0 % fail-safe"),
                words(plan("2026-12-21T00:00:00Z", "2026-12-22T00:00:00Z", null, Scenes.RHINE, wrong)));
        assertEquals(
                List.of("100.0 % fail-safe"),
                words(plan("2026-12-21T00:00:00Z", "2026-12-22T00:00:00Z", null, null, NOON)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-28", "2026-06-21", "2026-10-24", "2026-12-31", "2028-02-28"})
    void everyMinuteOfTheCurveIsWhatThePolicyDecides(String date) {
        Instant from = Instant.parse(date + "T00:00:00Z");
        Instant to = from.plus(Duration.ofDays(2));
        List<PlanPoint> curve = plan(from.toString(), to.toString(), null, Scenes.RHINE, moment(from.toString()));
        for (Instant at = from; at.isBefore(to); at = at.plusSeconds(600)) {
            Daylight sky = Daylight.at(Scenes.RHINE, at);
            LightInputs in = LightInputs.NONE
                    .withSettings(CITY)
                    .with(sky, new Schedule().at(at, sky, CITY.programs(), Schedule.planned(sky)));
            LightDecision decision = LightPolicy.decide(in, moment(at.toString()));
            PlanPoint point = pointAt(curve, at);
            assertEquals(decision.level(), point.level(), "at " + at);
            assertEquals(decision.rule(), point.rule(), "at " + at);
        }
        for (int i = 1; i < curve.size(); i++) {
            assertTrue(curve.get(i).from().isAfter(curve.get(i - 1).from()));
        }
    }

    private static PlanPoint pointAt(List<PlanPoint> curve, Instant at) {
        PlanPoint found = curve.get(0);
        for (PlanPoint point : curve) {
            if (!point.from().isAfter(at)) {
                found = point;
            }
        }
        return found;
    }

    private static List<PlanPoint> plan(
            String from, String to, @Nullable TimedRequest override, @Nullable Place place, Moment now) {
        LightInputs in = LightInputs.NONE.withSettings(CITY).withOverride(override);
        return LightCurve.between(Instant.parse(from), Instant.parse(to), in, place, now);
    }

    private static List<String> words(List<PlanPoint> curve) {
        return curve.stream()
                .map(point -> point.level() + " " + point.rule().label())
                .toList();
    }

    private static Moment moment(String instant) {
        return new Moment(Instant.parse(instant), true, Duration.ofHours(1));
    }
}
