package io.smartpole.lighting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.light.LightLevel;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # moment                   | level (empty = the program is silent)
            2026-12-21T11:59:59+01:00  | 100.0 %
            2026-12-21T12:00:00+01:00  |
            2026-12-21T19:59:59+01:00  |
            2026-12-21T20:00:00+01:00  | 80.0 %
            2026-12-21T21:59:59+01:00  | 80.0 %
            2026-12-21T22:00:00+01:00  | 50.0 %
            2026-12-22T00:00:00+01:00  | 50.0 %
            2026-12-22T05:59:59+01:00  | 50.0 %
            2026-12-22T06:00:00+01:00  | 100.0 %
            2026-12-31T23:59:59+01:00  | 50.0 %
            2027-01-01T00:00:00+01:00  | 50.0 %
            2028-02-29T03:00:00+01:00  | 50.0 %
            2028-02-29T21:00:00+01:00  | 80.0 %
            2028-03-01T03:00:00+01:00  | 50.0 %
            """)
    void aNightRunsFromNoonToNoon(String moment, @Nullable String level) {
        assertLevel(level, Program.parse(Scenes.CITY_PROGRAM), moment);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # clocks go forward on 2026-03-29 at 02:00+01:00: there is no 02:30
            2026-03-29T01:59:59+01:00  | 50.0 %
            2026-03-29T03:00:00+02:00  | 60.0 %
            2026-03-29T03:09:59+02:00  | 60.0 %
            2026-03-29T03:10:00+02:00  | 70.0 %
            # the nights before and after
            2026-03-28T02:30:00+01:00  | 60.0 %
            2026-03-30T02:30:00+02:00  | 60.0 %
            2026-03-30T03:10:00+02:00  | 70.0 %
            # clocks go back on 2026-10-25 at 03:00+02:00: 02:30 comes twice
            2026-10-25T02:29:59+02:00  | 50.0 %
            2026-10-25T02:30:00+02:00  | 60.0 %
            2026-10-25T02:00:00+01:00  | 60.0 %
            2026-10-25T02:29:59+01:00  | 60.0 %
            2026-10-25T02:30:00+01:00  | 60.0 %
            2026-10-25T03:09:59+01:00  | 60.0 %
            2026-10-25T03:10:00+01:00  | 70.0 %
            """)
    void aMissingTimeHappensOnceAndADoubleTimeNotTwice(String moment, String level) {
        assertLevel(level, Program.parse("50 % from 22:00; 60 % from 02:30; 70 % from 03:10"), moment);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # night beginning | levels in the order in which they came
            2026-12-31        | 10 20 30 40 50 60 70
            2028-02-28        | 10 20 30 40 50 60 70
            2028-02-29        | 10 20 30 40 50 60 70
            2026-10-24        | 10 20 30 40 50 60 70
            # 02:00 to 02:59 do not exist and 03:00 takes their place: the latest step wins
            2026-03-28        | 10 20 60 70
            """)
    void minuteByMinuteTheStepsOfANightComeInOrder(LocalDate night, String expected) {
        Program program = Program.parse("10 % from 12:00; 20 % from 22:00; 30 % from 02:00; 40 % from 02:15;"
                + " 50 % from 02:59; 60 % from 03:00; 70 % from 11:59");
        Instant noon = night.atTime(12, 0).atZone(BERLIN).toInstant();
        Instant nextNoon = night.plusDays(1).atTime(12, 0).atZone(BERLIN).toInstant();
        List<String> levels = new ArrayList<>();
        for (Instant at = noon; at.isBefore(nextNoon); at = at.plusSeconds(60)) {
            LightLevel level = program.levelAt(at, BERLIN);
            String percent = level == null ? "silent" : Long.toString(Math.round(level.percent()));
            if (levels.isEmpty() || !levels.get(levels.size() - 1).equals(percent)) {
                levels.add(percent);
            }
        }
        assertEquals(expected, String.join(" ", levels));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-28T11:00:00Z", "2026-10-24T10:00:00Z", "2026-12-31T11:00:00Z"})
    void betweenNowAndTheNextChangeNothingChanges(String start) {
        Program program = Program.parse("50 % from 22:00; 60 % from 02:30; 70 % from 03:10; 80 % from 11:00");
        Instant at = Instant.parse(start);
        for (int change = 0; change < 12; change++) {
            Instant next = program.nextChange(at, BERLIN);
            assertTrue(next.isAfter(at));
            assertEquals(program.levelAt(at, BERLIN), program.levelAt(next.minusMillis(1), BERLIN), "from " + at);
            at = next;
        }
    }

    @Test
    void withoutStepsTheProgramIsSilent() {
        assertSame(Program.NONE, Program.parse(""));
        assertSame(Program.NONE, Program.parse("  "));
        assertNull(Program.NONE.levelAt(Instant.parse("2026-12-21T22:00:00Z"), BERLIN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80% from 20:00;50% from 22:00",
                "80 % from 20:00 ; 50 %  from  22:00",
                "80 % from 20:00;50.0 % from 22:00"
            })
    void blanksAreAMatterOfTaste(String text) {
        assertEquals(Program.parse("80 % from 20:00; 50 % from 22:00"), Program.parse(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            80 % at 20:00                       | step 1: '80 % at 20:00' is not of the form '80 % from 20:00'
            80 % from 20:00;                    | step 2: '' is not of the form
            80 % from 20:00, 50 % from 22:00    | step 1: '80 % from 20:00, 50 % from 22:00' is not of the form
            80 from 20:00                       | step 1: '80 from 20:00' is not of the form
            80 % from 20                        | step 1: '80 % from 20' is not of the form
            -5 % from 20:00                     | step 1: '-5 % from 20:00' is not of the form
            80 % from 20:00; 101 % from 22:00   | step 2: '101 % from 22:00': the level must be 0 to 100 %
            80 % from 24:00                     | step 1: '80 % from 24:00': the time must be 00:00 to 23:59
            80 % from 20:60                     | step 1: '80 % from 20:60': the time must be 00:00 to 23:59
            50 % from 22:00; 80 % from 20:00    | step 2: 20:00 does not come after 22:00
            50 % from 22:00; 80 % from 22:00    | step 2: 22:00 does not come after 22:00
            50 % from 06:00; 80 % from 20:00    | step 2: 20:00 does not come after 06:00
            50 % from 11:59; 80 % from 12:00    | step 2: 12:00 does not come after 11:59
            """)
    void anErrorNamesTheStepAndWhatWouldBeRight(String text, String message) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> Program.parse(text));
        assertTrue(String.valueOf(error.getMessage()).startsWith(message), error.getMessage());
    }

    private static void assertLevel(@Nullable String expected, Program program, String moment) {
        LightLevel level = program.levelAt(OffsetDateTime.parse(moment).toInstant(), BERLIN);
        assertEquals(expected, level == null ? null : level.toString(), moment);
    }
}
