package io.smartpole.lighting.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.smartpole.core.light.LightDecision;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.pole.Place;
import io.smartpole.core.profile.HardwareProfile.Supply;
import io.smartpole.core.time.Moment;
import io.smartpole.lighting.Scenes;
import io.smartpole.lighting.program.Programs;
import io.smartpole.lighting.program.Sensors;
import io.smartpole.lighting.request.TimedRequest;
import io.smartpole.lighting.sensing.PhotocellRule;
import io.smartpole.lighting.sensing.PhotocellView;
import io.smartpole.lighting.settings.Settings;
import io.smartpole.lighting.sun.Daylight;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each line is a situation: what is known, what was asked for, and what the lamp then does by which rule. */
class LightPolicyTest {

    private static final Duration BOOTED = Duration.ofHours(1);

    /**
     * Levels in percent. The program is the city's (50 % at this time of night), and raises to 90 % for presence. next: the
     * rule that would hold without the one that chose.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # moment (pole on the Rhine) | clock   | floor | service | emergency | override | somebody | program | level | rule          | next

            # 1 local service against everything below, dark also at night
            2026-12-21T23:00:00+01:00    | trusted | 50    | 0       | yes       | -        | -        | -       | 0     | local-service | emergency
            2026-12-21T23:00:00+01:00    | trusted | 50    | 0       | -         | -        | -        | -       | 0     | local-service | astronomical
            2026-12-21T23:00:00+01:00    | trusted | -     | 0       | -         | -        | -        | -       | 0     | local-service | astronomical
            2026-12-21T23:00:00+01:00    | trusted | 50    | 20      | -         | 80       | -        | -       | 20    | local-service | override
            2026-12-21T23:00:00+01:00    | trusted | 50    | 20      | -         | -        | there    | city    | 20    | local-service | presence
            2026-12-21T23:00:00+01:00    | trusted | 50    | 20      | -         | -        | -        | city    | 20    | local-service | program
            2026-12-21T12:00:00+01:00    | trusted | 50    | 70      | -         | -        | -        | city    | 70    | local-service | astronomical
            2026-12-21T23:00:00+01:00    | wrong   | 50    | 20      | -         | -        | -        | city    | 20    | local-service | fail-safe

            # 2 emergency against everything below
            2026-12-21T23:00:00+01:00    | trusted | 50    | -       | yes       | 60       | -        | -       | 100   | emergency     | override
            2026-12-21T23:00:00+01:00    | trusted | 50    | -       | yes       | 20       | -        | -       | 100   | emergency     | safety-floor
            2026-12-21T23:00:00+01:00    | trusted | 50    | -       | yes       | -        | there    | city    | 100   | emergency     | presence
            2026-12-21T23:00:00+01:00    | trusted | 50    | -       | yes       | -        | -        | city    | 100   | emergency     | program
            2026-12-21T12:00:00+01:00    | trusted | 50    | -       | yes       | -        | -        | -       | 100   | emergency     | astronomical
            2026-12-21T12:00:00+01:00    | wrong   | 50    | -       | yes       | -        | -        | -       | 100   | emergency     | fail-safe

            # 3 override against presence, program, night and fail-safe
            2026-12-21T23:00:00+01:00    | trusted | 50    | -       | -         | 60       | there    | city    | 60    | override      | presence
            2026-12-21T23:00:00+01:00    | trusted | 50    | -       | -         | 60       | -        | city    | 60    | override      | program
            2026-12-21T23:00:00+01:00    | trusted | 50    | -       | -         | 60       | -        | -       | 60    | override      | astronomical
            2026-12-21T23:00:00+01:00    | wrong   | 50    | -       | -         | 60       | -        | -       | 60    | override      | fail-safe

            # 4 presence raises program and night, and nothing else
            2026-12-21T23:00:00+01:00    | trusted | 50    | -       | -         | -        | there    | city    | 90    | presence      | program
            2026-12-21T19:00:00+01:00    | trusted | 50    | -       | -         | -        | there    | city    | 100   | program       | astronomical
            2026-12-21T23:00:00+01:00    | trusted | 50    | -       | -         | -        | there    | -       | 100   | astronomical  | fail-safe
            2026-12-21T12:00:00+01:00    | trusted | 50    | -       | -         | -        | there    | city    | 0     | astronomical  | fail-safe
            2026-12-21T23:00:00+01:00    | wrong   | 50    | -       | -         | -        | there    | city    | 100   | fail-safe     | -

            # 5 program against night and fail-safe
            2026-12-21T23:00:00+01:00    | trusted | 50    | -       | -         | -        | -        | city    | 50    | program       | astronomical
            2026-12-21T23:00:00+01:00    | wrong   | 50    | -       | -         | -        | -        | city    | 100   | fail-safe     | -
            # 6 night against fail-safe
            2026-12-21T23:00:00+01:00    | trusted | 50    | -       | -         | -        | -        | -       | 100   | astronomical  | fail-safe
            2026-12-21T12:00:00+01:00    | trusted | 50    | -       | -         | -        | -        | -       | 0     | astronomical  | fail-safe

            # the floor against 3 to 6, while it is not proven day
            2026-12-21T23:00:00+01:00    | trusted | 70    | -       | -         | 60       | -        | -       | 70    | safety-floor  | override
            2026-12-21T23:00:00+01:00    | trusted | 95    | -       | -         | -        | there    | city    | 95    | safety-floor  | presence
            2026-12-21T23:00:00+01:00    | trusted | 70    | -       | -         | -        | -        | city    | 70    | safety-floor  | program
            2026-12-21T23:00:00+01:00    | wrong   | 70    | -       | -         | 20       | -        | -       | 70    | safety-floor  | override
            2026-12-21T12:00:00+01:00    | trusted | 70    | -       | -         | 20       | -        | -       | 20    | override      | astronomical
            """)
    void everyPairOfRulesInConflict(
            String moment,
            String clock,
            @Nullable Double floor,
            @Nullable Double service,
            @Nullable String emergency,
            @Nullable Double override,
            @Nullable String somebody,
            @Nullable String program,
            double level,
            String rule,
            @Nullable String next) {
        Moment now = moment(moment, clock);
        Settings settings = settings(program, floor);
        Daylight sky = Daylight.at(Scenes.RHINE, now.instant());
        Map<String, Duration> sensed = somebody == null ? Map.of() : Map.of(Sensors.PRESENCE, Duration.ZERO);
        LightInputs in = new LightInputs(
                settings,
                Supply.PERMANENT,
                sky,
                new Schedule().at(now.instant(), sky, settings.programs(), new Sensors(sensed, null)),
                PhotocellView.NONE,
                request(service, now),
                request(emergency == null ? null : 100.0, now),
                request(override, now));
        LightDecision decision = LightPolicy.decide(in, now);
        assertDecision(level, rule, decision);
        assertEquals(
                next, decision.next().map(verdict -> verdict.rule().label()).orElse(null));
    }

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
            2026-12-21T17:06:00+01:00    | trusted | city      | 50    | -        | 0     | astronomical
            2026-12-21T17:09:00+01:00    | trusted | city      | 50    | -        | 100   | program
            2026-12-21T19:59:59+01:00    | trusted | city      | 50    | -        | 100   | program
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
            # a program that is dark from 23:00 is night-off: only where it is on record
            2026-12-21T22:00:00+01:00    | trusted | night-off | 50    | -        | 100   | program
            2026-12-21T23:00:00+01:00    | trusted | night-off | 50    | -        | 50    | safety-floor
            2026-12-21T23:00:00+01:00    | trusted | night-off | -     | -        | 100   | safety-floor
            2026-12-21T23:00:00+01:00    | trusted | night-off | 0     | -        | 0     | program
            2026-12-22T05:00:00+01:00    | trusted | night-off | 0     | -        | 100   | program
            2026-12-21T12:00:00+01:00    | trusted | night-off | 0     | -        | 0     | astronomical
            # a program that begins before dusk lights by day
            2026-12-21T16:45:00+01:00    | trusted | early     | 50    | -        | 0     | astronomical
            2026-12-21T16:50:00+01:00    | trusted | early     | 50    | -        | 80    | program

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
            2028-02-29T18:48:00+01:00    | trusted | city      | 50    | -        | 100   | program
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
        Moment now = moment(moment, clock);
        LightInputs in = under(Daylight.at(Scenes.RHINE, now.instant()), settings(program, floor), now)
                .withOverride(request(override, now));
        assertDecision(level, rule, LightPolicy.decide(in, now));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # place               | lat   | lon   | zone                | moment                     | level | rule
            polar day, midnight   | 78.22 | 15.65 | Arctic/Longyearbyen | 2026-06-22T00:00:00+02:00  | 0     | astronomical
            polar night, noon     | 78.22 | 15.65 | Arctic/Longyearbyen | 2026-12-21T12:00:00+01:00  | 100   | program
            polar night, late     | 78.22 | 15.65 | Arctic/Longyearbyen | 2026-12-21T05:59:59+01:00  | 50    | program
            polar night, evening  | 78.22 | 15.65 | Arctic/Longyearbyen | 2026-12-21T22:00:00+01:00  | 50    | program
            twilight at noon      | 69.65 | 18.96 | Europe/Oslo         | 2026-12-21T11:40:00+01:00  | 0     | astronomical
            date line, noon       | -16.8 | 179.9 | Pacific/Fiji        | 2026-12-21T12:00:00+12:00  | 0     | astronomical
            date line, midnight   | -16.8 | 179.9 | Pacific/Fiji        | 2026-12-22T00:00:00+12:00  | 50    | program
            """)
    void elsewhere(
            String name, double latitude, double longitude, String zone, String moment, double level, String rule) {
        Moment now = moment(moment, "trusted");
        Place place = new Place(latitude, longitude, ZoneId.of(zone));
        LightInputs in = under(Daylight.at(place, now.instant()), settings("city", 50.0), now);
        assertDecision(level, rule, LightPolicy.decide(in, now));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # moment                     | clock   | photocell        | level | rule
            # beside the night it may add light, and never take any
            2026-12-21T16:50:00+01:00    | trusted | asks for light   | 100   | photocell
            2026-12-21T16:50:00+01:00    | trusted | asks for nothing | 0     | astronomical
            2026-12-21T23:00:00+01:00    | trusted | asks for nothing | 100   | astronomical
            2026-12-21T23:00:00+01:00    | trusted | clearly day      | 100   | astronomical
            2026-12-21T12:00:00+01:00    | trusted | broken           | 0     | astronomical
            # without a trusted clock it is all there is
            2026-12-21T12:00:00+01:00    | wrong   | clearly day      | 0     | photocell
            2026-12-21T12:00:00+01:00    | wrong   | asks for nothing | 100   | photocell
            2026-12-21T12:00:00+01:00    | wrong   | broken           | 100   | fail-safe
            2026-12-21T12:00:00+01:00    | wrong   | missing          | 100   | fail-safe
            """)
    void thePhotocell(String moment, String clock, String photocell, double level, String rule) {
        Moment now = moment(moment, clock);
        PhotocellView cell = switch (photocell) {
            case "asks for light" -> new PhotocellView(true, true, true, false, "12 lx");
            case "asks for nothing" -> new PhotocellView(true, true, false, false, "60 lx");
            case "clearly day" -> new PhotocellView(true, true, false, true, "5000 lx");
            case "broken" -> new PhotocellView(true, false, false, false, "the photocell hangs");
            default -> PhotocellView.NONE;
        };
        LightInputs in = new LightInputs(
                settings(null, 50.0),
                Supply.PERMANENT,
                Daylight.at(Scenes.RHINE, now.instant()),
                null,
                cell,
                null,
                null,
                null);
        assertDecision(level, rule, LightPolicy.decide(in, now));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # supply         | moment                    | clock   | program   | override | level | rule
            # mains from a cabinet mean light, also by day: whoever switched them on wants it
            NIGHT_SWITCHED   | 2026-12-21T12:00:00+01:00 | trusted | -         | -        | 100   | supply
            NIGHT_SWITCHED   | 2026-12-21T12:00:00+01:00 | trusted | city      | -        | 100   | supply
            NIGHT_SWITCHED   | 2026-12-21T12:00:00+01:00 | trusted | -         | 0        | 50    | safety-floor
            NIGHT_SWITCHED   | 2026-12-21T23:00:00+01:00 | trusted | city      | -        | 50    | program
            # and without trusted time there is no dimming
            NIGHT_SWITCHED   | 2026-12-21T23:00:00+01:00 | wrong   | city      | -        | 100   | supply
            HALF_NIGHT_PHASE | 2026-12-21T12:00:00+01:00 | trusted | city      | -        | 100   | supply
            HALF_NIGHT_PHASE | 2026-12-21T23:00:00+01:00 | trusted | night-off | -        | 50    | safety-floor
            BUFFERED         | 2026-12-21T12:00:00+01:00 | trusted | city      | -        | 0     | astronomical
            PERMANENT        | 2026-12-21T12:00:00+01:00 | trusted | city      | -        | 0     | astronomical
            """)
    void theSupply(
            Supply supply,
            String moment,
            String clock,
            @Nullable String program,
            @Nullable Double override,
            double level,
            String rule) {
        Moment now = moment(moment, clock);
        Daylight sky = Daylight.at(Scenes.RHINE, now.instant());
        LightInputs in = under(sky, settings(program, 50.0), now);
        LightInputs fed = new LightInputs(
                in.settings(), supply, sky, in.scheduled(), PhotocellView.NONE, null, null, request(override, now));
        assertDecision(level, rule, LightPolicy.decide(fed, now));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # moment                   | override ends             | until
            2026-12-21T12:30:00+01:00  | -                         | dusk
            2026-12-21T18:00:00+01:00  | -                         | 2026-12-21T20:00:00+01:00
            2026-12-21T21:00:00+01:00  | -                         | 2026-12-21T22:00:00+01:00
            2026-12-22T07:00:00+01:00  | -                         | dawn
            2026-12-21T21:00:00+01:00  | 2026-12-21T23:00:00+01:00 | 2026-12-21T23:00:00+01:00
            2026-12-21T16:00:00+01:00  | 2026-12-21T23:00:00+01:00 | dusk
            """)
    void aDecisionSaysUntilWhenItHolds(String moment, @Nullable String ends, String until) {
        Moment now = moment(moment, "trusted");
        Daylight daylight = Daylight.at(Scenes.RHINE, now.instant());
        TimedRequest override = null;
        if (ends != null) {
            Instant end = OffsetDateTime.parse(ends).toInstant();
            override = new TimedRequest(LightLevel.percent(20), end, BOOTED.plus(Duration.between(now.instant(), end)));
        }
        LightInputs in = under(daylight, settings("city", 50.0), now).withOverride(override);
        Instant expected = until.startsWith("d")
                ? daylight.until()
                : OffsetDateTime.parse(until).toInstant();
        assertEquals(expected, LightPolicy.decide(in, now).until());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # floor | override | next
            80      | 90       | safety-floor 80.0 %
            50      | 90       | program 50.0 %
            -       | 100      | safety-floor 100.0 %
            """)
    void whatWouldBeNextKeepsToTheFloorToo(@Nullable Double floor, double override, String next) {
        Moment now = moment("2026-12-21T23:00:00+01:00", "trusted");
        LightInputs in = under(Daylight.at(Scenes.RHINE, now.instant()), settings("city", floor), now)
                .withOverride(request(override, now));
        LightDecision.Verdict behind = LightPolicy.decide(in, now).next().orElseThrow();
        assertEquals(next, behind.rule().label() + " " + behind.level());
    }

    @Test
    void aPhotocellInTheMorningHoldsAtMostToTheEndOfItsWindow() {
        Moment now = moment("2026-12-22T08:00:00+01:00", "trusted");
        Daylight sky = Daylight.at(Scenes.RHINE, now.instant());
        LightInputs in = new LightInputs(
                settings(null, 50.0),
                Supply.PERMANENT,
                sky,
                null,
                new PhotocellView(true, true, true, false, "12 lx"),
                null,
                null,
                null);
        LightDecision decision = LightPolicy.decide(in, now);
        assertEquals(LightRule.PHOTOCELL, decision.rule());
        assertEquals(java.util.Objects.requireNonNull(sky.last()).plus(Duration.ofMinutes(30)), decision.until());
    }

    @Test
    void withoutAPlaceTheLightIsOnEvenAtNoon() {
        Moment noon = new Moment(Instant.parse("2026-06-21T11:30:00Z"), true, BOOTED);
        LightInputs in = LightInputs.NONE.withSettings(settings("city", 50.0));
        assertDecision(100, "fail-safe", LightPolicy.decide(in, noon));
        assertEquals("the place of the pole is not known", in.doubt(noon));
    }

    @Test
    void whatWasKnownAboutAnotherMomentProvesNothing() {
        Daylight noon = Daylight.at(Scenes.RHINE, Instant.parse("2026-06-21T11:30:00Z"));
        Moment atDusk = new Moment(noon.until(), true, BOOTED);
        assertDecision(100, "fail-safe", LightPolicy.decide(LightInputs.NONE.with(noon, null), atDusk));
    }

    @Test
    void theDefaultLevelHoldsWithoutAProgramButNeverBelowTheFloor() {
        Moment evening = new Moment(Instant.parse("2026-12-21T18:00:00Z"), true, BOOTED);
        Daylight dark = Daylight.at(Scenes.RHINE, evening.instant());
        Settings dimmed = new Settings(
                Programs.NONE, LightLevel.percent(60), Scenes.recordWithFloor(50), PhotocellRule.DEFAULT, null);
        assertDecision(60, "astronomical", LightPolicy.decide(under(dark, dimmed, evening), evening));
        Settings unrecorded = new Settings(Programs.NONE, LightLevel.percent(60), null, PhotocellRule.DEFAULT, null);
        assertDecision(100, "safety-floor", LightPolicy.decide(under(dark, unrecorded, evening), evening));
        assertDecision(100, "fail-safe", LightPolicy.decide(LightInputs.NONE.withSettings(unrecorded), evening));
        assertDecision(60, "fail-safe", LightPolicy.decide(LightInputs.NONE.withSettings(dimmed), evening));
    }

    @Test
    void aCalendarSetBackDoesNotProlongAnOverride() {
        Moment asked = new Moment(Instant.parse("2026-12-21T21:00:00Z"), true, BOOTED);
        TimedRequest twoHours =
                new TimedRequest(LightLevel.FULL, asked.instant().plusSeconds(7200), BOOTED.plus(Duration.ofHours(2)));
        Moment backInTime =
                new Moment(Instant.parse("2016-01-01T00:00:00Z"), true, BOOTED.plus(Duration.ofMinutes(119)));
        Moment later = new Moment(Instant.parse("2016-01-01T00:01:00Z"), true, BOOTED.plus(Duration.ofHours(2)));
        assertEquals(LightRule.OVERRIDE, decideOnTheRhine(twoHours, backInTime).rule());
        assertEquals(LightRule.ASTRONOMICAL, decideOnTheRhine(twoHours, later).rule());
    }

    @Test
    void anOverrideThatLosesTheClockEndsByItsLength() {
        TimedRequest override = new TimedRequest(
                LightLevel.FULL, Instant.parse("2026-12-21T23:00:00Z"), BOOTED.plus(Duration.ofHours(2)));
        Moment wrong = new Moment(Instant.parse("2036-01-01T00:00:00Z"), false, BOOTED.plus(Duration.ofMinutes(119)));
        LightDecision decision = LightPolicy.decide(LightInputs.NONE.withOverride(override), wrong);
        assertEquals(LightRule.OVERRIDE, decision.rule());
        assertNull(decision.until(), "a calendar that is not trusted tells no end");
    }

    private static LightDecision decideOnTheRhine(TimedRequest override, Moment now) {
        Daylight daylight = Daylight.at(Scenes.RHINE, now.instant());
        return LightPolicy.decide(under(daylight, Settings.DEFAULT, now).withOverride(override), now);
    }

    private static void assertDecision(double percent, String rule, LightDecision decision) {
        assertEquals(LightLevel.percent(percent), decision.level());
        assertEquals(rule, decision.rule().label());
    }

    private static Moment moment(String moment, String clock) {
        return new Moment(OffsetDateTime.parse(moment).toInstant(), clock.equals("trusted"), BOOTED);
    }

    private static LightInputs under(Daylight sky, Settings settings, Moment now) {
        return LightInputs.NONE
                .withSettings(settings)
                .with(sky, new Schedule().at(now.instant(), sky, settings.programs(), Schedule.planned(sky)));
    }

    private static Settings settings(@Nullable String program, @Nullable Double floor) {
        String text = program == null
                ? ""
                : switch (program) {
                    case "city" -> Scenes.CITY_PROGRAM + """
                                dynamicControls:
                                  - effect: {source: presence, operation: Max, level: 90, holdTime: 60}
                            """;
                    case "night-off" -> Scenes.programs("""
                                fixedTimeControls:
                                  - {startTime: "12:00", level: 100}
                                  - {startTime: "23:00", level: 0}
                                  - {startTime: "05:00", level: 100}
                                """);
                    case "small" -> Scenes.programs("""
                                fixedTimeControls:
                                  - {startTime: "22:00", level: 50}
                                  - {startTime: "02:30", level: 70}
                                """);
                    case "early" -> """
                            calendar: {defaultProgram: early}
                            programs:
                              - id: early
                                activePeriods: [{name: AstroClockActivePeriod, sunsetOffset: -20, sunriseOffset: 0}]
                                fixedTimeControls: [{startTime: "12:00", level: 80}]
                            """;
                    default -> throw new IllegalArgumentException(program);
                };
        return new Settings(
                Programs.parse(text),
                LightLevel.FULL,
                floor == null ? null : Scenes.recordWithFloor(floor),
                PhotocellRule.DEFAULT,
                null);
    }

    private static @Nullable TimedRequest request(@Nullable Double percent, Moment now) {
        Duration rest = Duration.ofHours(1);
        return percent == null
                ? null
                : new TimedRequest(
                        LightLevel.percent(percent),
                        now.instant().plus(rest),
                        now.sinceBoot().plus(rest));
    }
}
