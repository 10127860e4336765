package io.smartpole.lighting.program;

import static io.smartpole.lighting.program.Scenes.BERLIN;
import static io.smartpole.lighting.program.Scenes.NOBODY;
import static io.smartpole.lighting.program.Scenes.instant;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramsTest {

    private static final String WHOLE = """
            sunset: horizon
            calendar:
              defaultProgram: standard
              rules:                        # the first that matches the night wins
                - {program: holiday, condition: {type: holidays, region: NW}}
                - {program: weekend, condition: {type: ccDay, days: [{start: 5, end: 6}]}}
                - {program: holiday, startDate: --12-24, endDate: --12-26}
            programs:
              - id: standard
                activePeriods: [{name: AstroClockActivePeriod, sunsetOffset: 0, sunriseOffset: 0}]
                fixedTimeControls:
                  - {startTime: "20:00", level: 80, rampToLevelTime: 30}
                  - {startTime: "22:00", level: 50}
                  - {startTime: "06:00", level: 100}
                astroClockTimeControls:
                  - {solarEventType: sunrise, offset: -90, operation: Max, level: 75}
                dynamicControls:
                  - period: {startTime: "22:00", endTime: "06:00"}
                    effect: {source: presence, operation: Max, level: 100, holdTime: 60, rampToLevelTime: 2, rampFromLevelTime: 20}
                  - effect: {source: half-night, operation: Min, level: 60}
              - id: weekend
                activePeriods:
                  - {name: AstroAndSensorActivePeriod, sensor: photocell, sunsetOffset: 30, sunriseOffset: -30, pcActiveBeforeSunset: 30, pcActiveBeforeSunrise: 60, onLevel: 1, offLevel: 0.0}
                fixedTimeControls: [{startTime: "00:30", level: 60}, {startTime: "18:00", level: 90}]
              - id: holiday
                activePeriods: [{name: AbsoluteActivePeriod, startTime: "15:00:30", endTime: "10:00"}, {name: SensorActivePeriod}]
                fixedTimeControls: [{startTime: "12:00", level: 100}]
            """;

    @Test
    void nothingWrittenIsNothingScheduled() {
        assertSame(Programs.NONE, Programs.parse(""));
        assertSame(Programs.NONE, Programs.parse(" \n\t "));
        assertSame(Programs.NONE, Programs.parse("# only a comment\n"));
        assertEquals(Programs.NONE, Programs.parse("calendar: {}\nprograms:\n"));
        assertNull(Programs.NONE.at(
                instant("2026-12-21T22:00:00+01:00"),
                BERLIN,
                evening -> {
                    throw new AssertionError("nobody needs the sun");
                },
                NOBODY));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # moment                   | next noon
            2026-12-21T11:59:59+01:00  | 2026-12-21T12:00:00+01:00
            2026-12-21T12:00:00+01:00  | 2026-12-22T12:00:00+01:00
            2026-03-28T12:00:00+01:00  | 2026-03-29T12:00:00+02:00
            2026-10-24T12:00:00+02:00  | 2026-10-25T12:00:00+01:00
            """)
    void theCalendarChoosesAgainAtNoon(String moment, String noon) {
        assertEquals(instant(noon), Programs.nextNoon(instant(moment), BERLIN));
    }

    /** Sitka repeated a whole day in 1867, noon included. */
    @ParameterizedTest
    @ValueSource(strings = {"1867-10-18T12:00:00Z", "1867-10-19T12:00:00Z", "1867-10-20T12:00:00Z"})
    void theNextNoonIsAlwaysAhead(String day) {
        for (int minute = 0; minute < 24 * 60; minute++) {
            Instant now = instant(day).plusSeconds(60L * minute);
            assertTrue(Programs.nextNoon(now, ZoneId.of("America/Sitka")).isAfter(now), now.toString());
        }
    }

    @Test
    void sunsetMeansWhatTheDocumentSays() {
        assertEquals(96, Programs.parse("calendar: {}").sunset().zenith());
        assertEquals(96, Programs.parse("sunset: civil-twilight").sunset().zenith());
        assertEquals(90.833, Programs.parse("sunset: horizon").sunset().zenith());
    }

    @Test
    void itTellsToWhichSourcesItListens() {
        assertEquals(Set.of("presence", "half-night"), Programs.parse(WHOLE).sources());
    }

    /** In YAML 1.1, 22:00 is the number 1320 and 06:00 is 360: not here. */
    @Test
    void timesNeedNoQuotes() {
        assertEquals(Programs.parse(WHOLE), Programs.parse(WHOLE.replace("\"", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t"})
    void jsonIsReadByTheSameReader(String indent) {
        String json = """
                {
                >"calendar": {"defaultProgram": "p", "rules": [{"program": "p", "startDate": "--12-24"}]},
                >"programs": [
                >>{
                >>>"id": "p",
                >>>"fixedTimeControls": [{"startTime": "22:00:00", "level": 50.0, "rampToLevelTime": null}]
                >>}
                >]
                }
                """.replace(">", indent);
        assertEquals(Programs.parse("""
                calendar: {defaultProgram: p, rules: [{program: p, startDate: --12-24}]}
                programs:
                  - id: p
                    fixedTimeControls:
                      - startTime: 22:00
                        level: 50
                """), Programs.parse(json));
    }

    @Test
    void theSameTextIsTheSameProgramAndAnotherIsNot() {
        assertEquals(Programs.parse(WHOLE), Programs.parse(WHOLE + "\n# a remark\n"));
        assertTrue(!Programs.parse(WHOLE).equals(Programs.parse(WHOLE.replace("level: 50", "level: 51"))));
    }

    /** At any moment of any year, in any zone, whatever the sensors say: until the named moment, nothing changes. */
    @Test
    void untilTheNamedMomentNothingChanges() {
        long seed = 20_261_121;
        Random random = new Random(seed);
        Programs programs = Programs.parse(WHOLE);
        String[] zones = {"Europe/Berlin", "Pacific/Apia", "Australia/Lord_Howe", "America/St_Johns", "UTC"};
        for (int round = 0; round < 3000; round++) {
            ZoneId zone = ZoneId.of(zones[random.nextInt(zones.length)]);
            Instant now = instant("2010-01-01T00:00:00Z").plusSeconds(random.nextInt(20 * 365 * 86_400));
            Duration presence = Duration.ofSeconds(random.nextInt(90));
            Boolean photocell = random.nextBoolean() ? null : (Boolean) random.nextBoolean();
            Scheduled first = programs.at(now, zone, Scenes.winter(zone), sensors(presence, photocell));
            String where = "seed %d, round %d: %s in %s: %s".formatted(seed, round, now, zone, first);
            if (first == null) {
                throw new AssertionError(where);
            }
            assertTrue(first.until().isAfter(now), where);
            Duration last = Duration.between(now, first.until()).minusNanos(1);
            for (Duration later : new Duration[] {last.dividedBy(3), last}) {
                Duration since = presence.isZero() ? presence : presence.plus(later);
                Scheduled then = programs.at(now.plus(later), zone, Scenes.winter(zone), sensors(since, photocell));
                assertEquals(first, then, where);
            }
        }
    }

    /** A plan of 400 days goes from change to change, and never gets stuck. */
    @Test
    void aPlanGoesFromChangeToChange() {
        Programs programs = Programs.parse(WHOLE);
        Instant from = instant("2026-02-01T12:00:00+01:00");
        Instant to = from.plus(Duration.ofDays(400));
        int changes = 0;
        for (Instant at = from; at.isBefore(to); changes++) {
            Scheduled scheduled = programs.at(at, BERLIN, Scenes.winter(BERLIN), NOBODY);
            at = scheduled == null ? Programs.nextNoon(at, BERLIN) : scheduled.until();
        }
        assertTrue(changes > 400 * 3 && changes < 400 * 10, changes + " changes");
    }

    private static Sensors sensors(Duration presence, @Nullable Boolean photocell) {
        return new Sensors(Map.of("presence", presence), photocell);
    }
}
