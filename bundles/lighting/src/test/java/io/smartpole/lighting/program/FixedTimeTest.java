package io.smartpole.lighting.program;

import static io.smartpole.lighting.program.Scenes.BERLIN;
import static io.smartpole.lighting.program.Scenes.CITY;
import static io.smartpole.lighting.program.Scenes.NOBODY;
import static io.smartpole.lighting.program.Scenes.scheduled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixedTimeTest {

    /** Until 06:00 the level of the day before holds: the list wraps around. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # moment                   | level | until
            2026-12-21T17:00:00+01:00  | 100   | 2026-12-21T20:00:00+01:00
            2026-12-21T19:59:59+01:00  | 100   | 2026-12-21T20:00:00+01:00
            2026-12-21T20:00:00+01:00  | 80    | 2026-12-21T22:00:00+01:00
            2026-12-21T21:59:59+01:00  | 80    | 2026-12-21T22:00:00+01:00
            2026-12-21T22:00:00+01:00  | 50    | 2026-12-22T06:00:00+01:00
            2026-12-22T00:00:00+01:00  | 50    | 2026-12-22T06:00:00+01:00
            2026-12-22T05:59:59+01:00  | 50    | 2026-12-22T06:00:00+01:00
            2026-12-22T06:00:00+01:00  | 100   | 2026-12-22T07:00:00+01:00
            # not active before sunset and after sunrise
            2026-12-21T11:59:59+01:00  | off   | 2026-12-21T12:00:00+01:00
            2026-12-21T12:00:00+01:00  | off   | 2026-12-21T17:00:00+01:00
            2026-12-21T16:59:59+01:00  | off   | 2026-12-21T17:00:00+01:00
            2026-12-22T07:00:00+01:00  | off   | 2026-12-22T12:00:00+01:00
            # year end and leap day
            2026-12-31T23:59:59+01:00  | 50    | 2027-01-01T06:00:00+01:00
            2027-01-01T00:00:00+01:00  | 50    | 2027-01-01T06:00:00+01:00
            2028-02-28T23:00:00+01:00  | 50    | 2028-02-29T06:00:00+01:00
            2028-02-29T21:00:00+01:00  | 80    | 2028-02-29T22:00:00+01:00
            2028-02-29T23:00:00+01:00  | 50    | 2028-03-01T06:00:00+01:00
            """)
    void theCityPolicy(String moment, String level, String until) {
        Scheduled scheduled = scheduled(CITY, moment, NOBODY);
        assertLevel(level, scheduled);
        assertEquals(Scenes.instant(until), scheduled.until());
    }

    /** What is in force all day, and how a night is ordered. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # start times and levels     | moment                    | level
            12:00 10                     | 2026-12-21T11:59:59+01:00 | 10
            12:00 10                     | 2026-12-21T12:00:00+01:00 | 10
            # the noon to noon order is also that of a list written from midnight to midnight
            06:00 30; 18:00 20           | 2026-12-21T12:00:00+01:00 | 30
            06:00 30; 18:00 20           | 2026-12-21T18:00:00+01:00 | 20
            06:00 30; 18:00 20           | 2026-12-22T05:59:59+01:00 | 20
            06:00 30; 18:00 20           | 2026-12-22T06:00:00+01:00 | 30
            # noon begins a night, the minute before it ends it
            12:00 10; 11:59 20           | 2026-12-21T11:58:59+01:00 | 10
            12:00 10; 11:59 20           | 2026-12-21T11:59:00+01:00 | 20
            12:00 10; 11:59 20           | 2026-12-21T12:00:00+01:00 | 10
            # midnight, and seconds
            22:00 10; 00:00 20           | 2026-12-21T23:59:59+01:00 | 10
            22:00 10; 00:00 20           | 2026-12-22T00:00:00+01:00 | 20
            22:00 10; 00:00:30 20        | 2026-12-22T00:00:29+01:00 | 10
            22:00 10; 00:00:30 20        | 2026-12-22T00:00:30+01:00 | 20
            """)
    void withoutAnActivePeriodTheProgramIsActiveAllDay(String controls, String moment, String level) {
        assertLevel(level, scheduled(fixed(controls), moment, NOBODY));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # clocks go forward on 2026-03-29 at 02:00+01:00: there is no 02:30
            2026-03-29T01:59:59+01:00  | 50
            2026-03-29T03:00:00+02:00  | 60
            2026-03-29T03:09:59+02:00  | 60
            2026-03-29T03:10:00+02:00  | 70
            # the nights before and after
            2026-03-28T02:29:59+01:00  | 50
            2026-03-28T02:30:00+01:00  | 60
            2026-03-30T02:29:59+02:00  | 50
            2026-03-30T02:30:00+02:00  | 60
            2026-03-30T03:10:00+02:00  | 70
            # clocks go back on 2026-10-25 at 03:00+02:00: 02:30 comes twice
            2026-10-25T02:29:59+02:00  | 50
            2026-10-25T02:30:00+02:00  | 60
            2026-10-25T02:00:00+01:00  | 60
            2026-10-25T02:29:59+01:00  | 60
            2026-10-25T02:30:00+01:00  | 60
            2026-10-25T03:09:59+01:00  | 60
            2026-10-25T03:10:00+01:00  | 70
            """)
    void aMissingTimeHappensOnceAndADoubleTimeNotTwice(String moment, String level) {
        assertLevel(level, scheduled(fixed("22:00 50; 02:30 60; 03:10 70"), moment, NOBODY));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # night beginning | levels in the order in which they came
            2026-12-31        | 10 20 30 40 50 60 70
            2028-02-28        | 10 20 30 40 50 60 70
            2028-02-29        | 10 20 30 40 50 60 70
            2026-10-24        | 10 20 30 40 50 60 70
            # 02:00 to 02:59 do not exist and 03:00 takes their place: the latest control wins
            2026-03-28        | 10 20 60 70
            """)
    void minuteByMinuteTheControlsOfANightComeInOrder(LocalDate night, String expected) {
        Programs programs =
                Programs.parse(fixed("12:00 10; 22:00 20; 02:00 30; 02:15 40; 02:59 50; 03:00 60; 11:59 70"));
        List<String> levels = new ArrayList<>();
        Instant nextNoon = night.plusDays(1).atTime(12, 0).atZone(BERLIN).toInstant();
        Instant noon = night.atTime(12, 0).atZone(BERLIN).toInstant();
        for (Instant at = noon; at.isBefore(nextNoon); at = at.plusSeconds(60)) {
            Scheduled scheduled = programs.at(at, BERLIN, Scenes.winter(BERLIN), NOBODY);
            String percent = scheduled == null
                    ? "nothing"
                    : Long.toString(Math.round(scheduled.level().percent()));
            if (levels.isEmpty() || !levels.get(levels.size() - 1).equals(percent)) {
                levels.add(percent);
            }
        }
        assertEquals(expected, String.join(" ", levels));
    }

    @Test
    void aControlNamesItsRampAndItsReason() {
        Scheduled evening = scheduled(CITY, "2026-12-21T21:00:00+01:00", NOBODY);
        assertEquals(Duration.ofSeconds(30), evening.rampToLevelTime());
        assertEquals("city (default program): 80.0 % from 20:00", evening.why());
        assertNull(scheduled(CITY, "2026-12-21T23:00:00+01:00", NOBODY).rampToLevelTime());
        assertEquals(
                "city (default program): not active at this time",
                scheduled(CITY, "2026-12-21T13:00:00+01:00", NOBODY).why());
    }

    static void assertLevel(@Nullable String expected, Scheduled scheduled) {
        String level =
                scheduled.active() ? Long.toString(Math.round(scheduled.level().percent())) : "off";
        assertEquals(expected, level, scheduled.why());
    }

    private static String fixed(String controls) {
        StringBuilder program = new StringBuilder("fixedTimeControls:\n");
        for (String control : controls.split("; ", -1)) {
            String[] words = control.split(" ", -1);
            program.append("  - {startTime: %s, level: %s}%n".formatted(words[0], words[1]));
        }
        return Scenes.always(program.toString());
    }
}
