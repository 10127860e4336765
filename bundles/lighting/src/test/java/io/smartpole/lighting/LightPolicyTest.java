package io.smartpole.lighting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.pole.Place;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each line is a situation: what is known, what was asked for, and what the lamp then does by which rule. */
class LightPolicyTest {

    private static final Duration BOOTED = Duration.ofHours(1);

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # moment (pole on the Rhine) | clock   | program   | floor | override | level | rule

            # astronomical base: on from civil dusk (17:07:27) to civil dawn (07:53:56), nothing else configured
            2026-12-21T12:00:00+01:00    | trusted | -         | -     | -        | 0     | astronomical
            2026-12-21T17:06:00+01:00    | trusted | -         | -     | -        | 0     | astronomical
            2026-12-21T17:09:00+01:00    | trusted | -         | -     | -        | 100   | astronomical
            2026-12-22T00:00:00+01:00    | trusted | -         | -     | -        | 100   | astronomical
            2026-12-22T07:53:00+01:00    | trusted | -         | -     | -        | 100   | astronomical
            2026-12-22T07:56:00+01:00    | trusted | -         | -     | -        | 0     | astronomical

            # program over base, with a record that allows 50 %
            2026-12-21T19:59:59+01:00    | trusted | city      | 50    | -        | 100   | astronomical
            2026-12-21T20:00:00+01:00    | trusted | city      | 50    | -        | 80    | program
            2026-12-21T22:00:00+01:00    | trusted | city      | 50    | -        | 50    | program
            2026-12-22T00:00:00+01:00    | trusted | city      | 50    | -        | 50    | program
            2026-12-22T06:00:00+01:00    | trusted | city      | 50    | -        | 100   | program
            2026-12-22T07:56:00+01:00    | trusted | city      | 50    | -        | 0     | astronomical
            # in June it is still day at 22:00, and day again at 04:32
            2026-06-21T22:00:00+02:00    | trusted | city      | 50    | -        | 0     | astronomical
            2026-06-21T22:40:00+02:00    | trusted | city      | 50    | -        | 50    | program
            2026-06-22T04:32:00+02:00    | trusted | city      | 50    | -        | 0     | astronomical

            # floor over program: no record, or one that allows less
            2026-12-21T20:00:00+01:00    | trusted | city      | -     | -        | 100   | safety-floor
            2026-12-21T22:00:00+01:00    | trusted | city      | -     | -        | 100   | safety-floor
            2026-12-21T22:00:00+01:00    | trusted | city      | 70    | -        | 70    | safety-floor
            2026-12-21T20:00:00+01:00    | trusted | city      | 70    | -        | 80    | program
            2026-12-21T20:00:00+01:00    | trusted | city      | 80    | -        | 80    | program
            2026-12-21T23:00:00+01:00    | trusted | night-off | 50    | -        | 50    | safety-floor

            # override over program and base, by night never below the floor, by day as asked for
            2026-12-21T22:00:00+01:00    | trusted | city      | 50    | 90       | 90    | override
            2026-12-21T22:00:00+01:00    | trusted | city      | 50    | 50       | 50    | override
            2026-12-21T22:00:00+01:00    | trusted | city      | 50    | 20       | 50    | safety-floor
            2026-12-21T22:00:00+01:00    | trusted | city      | 50    | 0        | 50    | safety-floor
            2026-12-21T22:00:00+01:00    | trusted | city      | -     | 90       | 100   | safety-floor
            2026-12-21T12:00:00+01:00    | trusted | city      | 50    | 100      | 100   | override
            2026-12-21T12:00:00+01:00    | trusted | city      | 50    | 20       | 20    | override
            2026-12-21T12:00:00+01:00    | trusted | city      | -     | 0        | 0     | override

            # clock not trusted: nothing proves day, so full light; an override of this run holds above the floor
            2026-12-21T12:00:00+01:00    | wrong   | -         | -     | -        | 100   | fail-safe
            2026-12-21T22:00:00+01:00    | wrong   | city      | 50    | -        | 100   | fail-safe
            1970-01-01T00:00:00Z         | wrong   | city      | 50    | -        | 100   | fail-safe
            2026-12-21T12:00:00+01:00    | wrong   | city      | 50    | 80       | 80    | override
            2026-12-21T12:00:00+01:00    | wrong   | city      | 50    | 0        | 50    | safety-floor
            2026-12-21T12:00:00+01:00    | wrong   | city      | -     | 0        | 100   | safety-floor

            # clocks go forward (02:00 becomes 03:00) and back (03:00 becomes 02:00)
            2026-03-29T01:59:59+01:00    | trusted | small     | 50    | -        | 50    | program
            2026-03-29T03:00:00+02:00    | trusted | small     | 50    | -        | 70    | program
            2026-03-29T03:30:00+02:00    | trusted | small     | 50    | -        | 70    | program
            2026-10-25T02:29:00+02:00    | trusted | small     | 50    | -        | 50    | program
            2026-10-25T02:30:00+02:00    | trusted | small     | 50    | -        | 70    | program
            2026-10-25T02:10:00+01:00    | trusted | small     | 50    | -        | 70    | program

            # leap day and the turn of the year
            2028-02-29T03:00:00+01:00    | trusted | city      | 50    | -        | 50    | program
            2028-02-29T12:00:00+01:00    | trusted | city      | 50    | -        | 0     | astronomical
            2028-02-29T18:48:00+01:00    | trusted | city      | 50    | -        | 100   | astronomical
            2026-12-31T23:59:59+01:00    | trusted | city      | 50    | -        | 50    | program
            2027-01-01T00:00:00+01:00    | trusted | city      | 50    | -        | 50    | program
            """)
    void onTheRhine(
            String moment,
            String clock,
            @Nullable String program,
            @Nullable Double floor,
            @Nullable Double override,
            double level,
            String rule) {
        Instant instant = OffsetDateTime.parse(moment).toInstant();
        Moment now = new Moment(instant, clock.equals("trusted"), BOOTED);
        LightInputs in =
                new LightInputs(settings(program, floor), Daylight.at(Scenes.RHINE, instant), override(override, now));
        assertDecision(level, rule, LightPolicy.decide(in, now));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # place               | lat   | lon   | zone                | moment                     | level | rule
            polar day, midnight   | 78.22 | 15.65 | Arctic/Longyearbyen | 2026-06-22T00:00:00+02:00  | 0     | astronomical
            polar night, noon     | 78.22 | 15.65 | Arctic/Longyearbyen | 2026-12-21T12:00:00+01:00  | 100   | astronomical
            polar night, late     | 78.22 | 15.65 | Arctic/Longyearbyen | 2026-12-21T11:59:59+01:00  | 100   | program
            polar night, evening  | 78.22 | 15.65 | Arctic/Longyearbyen | 2026-12-21T22:00:00+01:00  | 50    | program
            twilight at noon      | 69.65 | 18.96 | Europe/Oslo         | 2026-12-21T11:40:00+01:00  | 0     | astronomical
            date line, noon       | -16.8 | 179.9 | Pacific/Fiji        | 2026-12-21T12:00:00+12:00  | 0     | astronomical
            date line, midnight   | -16.8 | 179.9 | Pacific/Fiji        | 2026-12-22T00:00:00+12:00  | 50    | program
            """)
    void elsewhere(
            String name, double latitude, double longitude, String zone, String moment, double level, String rule) {
        Instant instant = OffsetDateTime.parse(moment).toInstant();
        Place place = new Place(latitude, longitude, ZoneId.of(zone));
        LightInputs in = new LightInputs(settings("city", 50.0), Daylight.at(place, instant), null);
        assertDecision(level, rule, LightPolicy.decide(in, new Moment(instant, true, BOOTED)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # moment                   | override ends             | until
            2026-12-21T12:00:00+01:00  | -                         | dusk
            2026-12-21T18:00:00+01:00  | -                         | 2026-12-21T20:00:00+01:00
            2026-12-21T21:00:00+01:00  | -                         | 2026-12-21T22:00:00+01:00
            2026-12-22T07:00:00+01:00  | -                         | dawn
            2026-12-21T21:00:00+01:00  | 2026-12-21T23:00:00+01:00 | 2026-12-21T23:00:00+01:00
            2026-12-21T16:00:00+01:00  | 2026-12-21T23:00:00+01:00 | dusk
            """)
    void aDecisionSaysUntilWhenItHolds(String moment, @Nullable String ends, String until) {
        Instant instant = OffsetDateTime.parse(moment).toInstant();
        Moment now = new Moment(instant, true, BOOTED);
        Daylight daylight = Daylight.at(Scenes.RHINE, instant);
        LightOverride override = null;
        if (ends != null) {
            Instant end = OffsetDateTime.parse(ends).toInstant();
            override = new LightOverride(LightLevel.percent(20), end, BOOTED.plus(Duration.between(instant, end)));
        }
        LightDecision decision = LightPolicy.decide(new LightInputs(settings("city", 50.0), daylight, override), now);
        Instant expected = until.startsWith("d")
                ? daylight.until()
                : OffsetDateTime.parse(until).toInstant();
        assertEquals(expected, decision.until());
    }

    @Test
    void withoutAPlaceTheLightIsOnEvenAtNoon() {
        Moment noon = new Moment(Instant.parse("2026-06-21T11:30:00Z"), true, BOOTED);
        LightInputs in = new LightInputs(settings("city", 50.0), null, null);
        assertDecision(100, "fail-safe", LightPolicy.decide(in, noon));
        assertEquals("the place of the pole is not known", LightPolicy.whyFailSafe(in, noon));
    }

    @Test
    void whatWasKnownAboutAnotherMomentProvesNothing() {
        Daylight noon = Daylight.at(Scenes.RHINE, Instant.parse("2026-06-21T11:30:00Z"));
        LightInputs in = new LightInputs(Settings.DEFAULT, noon, null);
        Moment atDusk = new Moment(noon.until(), true, BOOTED);
        assertDecision(100, "fail-safe", LightPolicy.decide(in, atDusk));
    }

    @Test
    void theDefaultLevelHoldsWhereTheProgramIsSilentButNeverBelowTheFloor() {
        Moment evening = new Moment(Instant.parse("2026-12-21T18:00:00Z"), true, BOOTED);
        Daylight dark = Daylight.at(Scenes.RHINE, evening.instant());
        Settings dimmed = new Settings(Program.NONE, LightLevel.percent(60), Scenes.recordWithFloor(50));
        assertDecision(60, "astronomical", LightPolicy.decide(new LightInputs(dimmed, dark, null), evening));
        Settings unrecorded = new Settings(Program.NONE, LightLevel.percent(60), null);
        assertDecision(100, "safety-floor", LightPolicy.decide(new LightInputs(unrecorded, dark, null), evening));
    }

    @Test
    void aCalendarSetBackDoesNotProlongAnOverride() {
        Moment asked = new Moment(Instant.parse("2026-12-21T21:00:00Z"), true, BOOTED);
        LightOverride twoHours =
                new LightOverride(LightLevel.FULL, asked.instant().plusSeconds(7200), BOOTED.plus(Duration.ofHours(2)));
        Moment backInTime =
                new Moment(Instant.parse("2016-01-01T00:00:00Z"), true, BOOTED.plus(Duration.ofMinutes(119)));
        Moment later = new Moment(Instant.parse("2016-01-01T00:01:00Z"), true, BOOTED.plus(Duration.ofHours(2)));
        assertEquals(LightRule.OVERRIDE, decideOnTheRhine(twoHours, backInTime).rule());
        assertEquals(LightRule.ASTRONOMICAL, decideOnTheRhine(twoHours, later).rule());
    }

    @Test
    void anOverrideThatLosesTheClockEndsByItsLength() {
        LightOverride override = new LightOverride(
                LightLevel.FULL, Instant.parse("2026-12-21T23:00:00Z"), BOOTED.plus(Duration.ofHours(2)));
        Moment wrong = new Moment(Instant.parse("2036-01-01T00:00:00Z"), false, BOOTED.plus(Duration.ofMinutes(119)));
        LightDecision decision = LightPolicy.decide(new LightInputs(Settings.DEFAULT, null, override), wrong);
        assertEquals(LightRule.OVERRIDE, decision.rule());
        assertNull(decision.until(), "a calendar that is not trusted tells no end");
    }

    private static LightDecision decideOnTheRhine(LightOverride override, Moment now) {
        Daylight daylight = Daylight.at(Scenes.RHINE, now.instant());
        return LightPolicy.decide(new LightInputs(Settings.DEFAULT, daylight, override), now);
    }

    private static void assertDecision(double percent, String rule, LightDecision decision) {
        assertEquals(LightLevel.percent(percent), decision.level());
        assertEquals(rule, decision.rule().label());
    }

    private static Settings settings(@Nullable String program, @Nullable Double floor) {
        String text = program == null
                ? ""
                : switch (program) {
                    case "city" -> Scenes.CITY_PROGRAM;
                    case "night-off" -> "0 % from 23:00; 100 % from 05:00";
                    case "small" -> "50 % from 22:00; 70 % from 02:30";
                    default -> throw new IllegalArgumentException(program);
                };
        return new Settings(Program.parse(text), LightLevel.FULL, floor == null ? null : Scenes.recordWithFloor(floor));
    }

    private static @Nullable LightOverride override(@Nullable Double percent, Moment now) {
        Duration rest = Duration.ofHours(1);
        return percent == null
                ? null
                : new LightOverride(
                        LightLevel.percent(percent),
                        now.instant().plus(rest),
                        now.sinceBoot().plus(rest));
    }
}
