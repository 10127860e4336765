package io.smartpole.lighting.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and what the planner is told. */
class RefusalTest {

    private static final String FIXED = "fixedTimeControls: [{startTime: 12:00, level: 50}]\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # what stands in the program                                | path in programs[0]                    | what is told
            fixedTimeControls: [{startTime: 25:00, level: 50}]          | fixedTimeControls[0].startTime         | '25:00' is not right; write a local time from 00:00 to 23:59, such as 22:00 or 22:00:30
            fixedTimeControls: [{startTime: 24:00, level: 50}]          | fixedTimeControls[0].startTime         | '24:00' is not right; write a local time
            fixedTimeControls: [{startTime: 8 pm, level: 50}]           | fixedTimeControls[0].startTime         | '8 pm' is not right; write a local time
            fixedTimeControls: [{startTime: 1320, level: 50}]           | fixedTimeControls[0].startTime         | '1320' is not right; write a local time
            fixedTimeControls: [{level: 50}]                            | fixedTimeControls[0].startTime         | is missing; write a local time
            fixedTimeControls: [{startTime: [20], level: 50}]           | fixedTimeControls[0].startTime         | a list is not right; write a local time
            fixedTimeControls: [{startTime: 20:00, level: 101}]         | fixedTimeControls[0].level             | '101' is not right; write a level from 0 to 100 percent
            fixedTimeControls: [{startTime: 20:00, level: -1}]          | fixedTimeControls[0].level             | '-1' is not right; write a level
            fixedTimeControls: [{startTime: 20:00, level: 50 %}]        | fixedTimeControls[0].level             | '50 %' is not right; write a level
            fixedTimeControls: [{startTime: 20:00, level: NaN}]         | fixedTimeControls[0].level             | 'NaN' is not right; write a level
            fixedTimeControls: [{startTime: 20:00, level: }]            | fixedTimeControls[0].level             | is missing; write a level
            fixedTimeControls: [{startTime: 20:00, level: 5, rampToLevelTime: 3601}] | fixedTimeControls[0].rampToLevelTime | '3601' is not right; write seconds from 0 to 3600
            fixedTimeControls: [{startTime: 20:00, level: 5, rampToLevelTime: -1}] | fixedTimeControls[0].rampToLevelTime | '-1' is not right; write seconds
            fixedTimeControls: [{startTime: 20:00, level: 5}, {startTime: 20:00:00, level: 6}] | fixedTimeControls[1].startTime | '20:00' is the start of another control already; write each time once
            fixedTimeControls: [{startTime: 20:00, level: 5, Level: 6}] | fixedTimeControls[0].Level             | is not a known field; known here: startTime, level, rampToLevelTime
            fixedTimeControls: [{startTime: 20:00, level: 5, level: 6}] | fixedTimeControls[0].level             | stands there twice; write it once
            fixedTimeControls: []                                       | fixedTimeControls                      | is empty; write at least one, such as {startTime: "12:00", level: 100}
            fixedTimeControls: {startTime: 20:00, level: 5}             | fixedTimeControls                      | a set of fields must be a list
            fixedTimeControls: [20:00]                                  | fixedTimeControls[0]                   | '20:00' must be fields: startTime, level, rampToLevelTime
            FIXED,, activePeriods: [{}]                                 | activePeriods[0].name                  | is missing; write AbsoluteActivePeriod, AstroClockActivePeriod, SensorActivePeriod or AstroAndSensorActivePeriod
            FIXED,, activePeriods: [night]                              | activePeriods[0]                       | 'night' must be a set of fields
            FIXED,, dynamicControls: [{effect: Max}]                    | dynamicControls[0].effect              | 'Max' must be fields: type, source, operation, level, holdTime, rampToLevelTime, rampFromLevelTime
            FIXED,, activePeriods: [{name: ValueActivePeriod}]          | activePeriods[0].name                  | is not a known period; write AbsoluteActivePeriod
            FIXED,, activePeriods: [{name: AbsoluteActivePeriod, startTime: 20:00}] | activePeriods[0].endTime   | is missing; write a local time
            FIXED,, activePeriods: [{name: AstroClockActivePeriod, startTime: 20:00}] | activePeriods[0].startTime | is not a known field; known here: name, sunsetOffset, sunriseOffset
            FIXED,, activePeriods: [{name: AstroClockActivePeriod, sunsetOffset: 1.5}] | activePeriods[0].sunsetOffset | '1.5' is not right; write whole minutes from -720 to 720
            FIXED,, activePeriods: [{name: AstroClockActivePeriod, sunriseOffset: 721}] | activePeriods[0].sunriseOffset | '721' is not right; write whole minutes from -720 to 720
            FIXED,, activePeriods: [{name: SensorActivePeriod, sensor: bh1750}] | activePeriods[0].sensor        | 'bh1750' is not right; write photocell, or leave it out
            FIXED,, activePeriods: [{name: SensorActivePeriod, onLevel: 35}] | activePeriods[0].onLevel          | '35' is not right; write 1 or leave it out: the photocell answers 1 or 0, its lux thresholds are set in the photocell settings
            FIXED,, activePeriods: [{name: SensorActivePeriod, offLevel: 25}] | activePeriods[0].offLevel        | '25' is not right; write 0 or leave it out: the photocell
            FIXED,, activePeriods: [{name: AstroAndSensorActivePeriod, pcActiveBeforeSunset: 30}] | activePeriods[0].pcActiveBeforeSunrise | is missing; write whole minutes from 0 to 720
            FIXED,, activePeriods: [{name: AstroAndSensorActivePeriod, pcActiveBeforeSunset: -5, pcActiveBeforeSunrise: 5}] | activePeriods[0].pcActiveBeforeSunset | '-5' is not right; write whole minutes from 0 to 720
            FIXED,, astroClockTimeControls: [{solarEventType: dusk, operation: Set, level: 5}] | astroClockTimeControls[0].solarEventType | 'dusk' is not right; write sunset or sunrise
            FIXED,, astroClockTimeControls: [{solarEventType: sunset, operation: Add, level: 5}] | astroClockTimeControls[0].operation | 'Add' is not right; write Set, Max or Min (Add, Sub and Mul are not supported)
            FIXED,, astroClockTimeControls: [{solarEventType: sunset, level: 5}] | astroClockTimeControls[0].operation | is missing; write Set, Max or Min
            FIXED,, dynamicControls: [{}]                               | dynamicControls[0].effect              | is missing
            FIXED,, dynamicControls: [{effect: {source: presence, operation: Set, level: 5}}] | dynamicControls[0].effect.operation | 'Set' is not for presence; write Max: presence may only raise the light
            FIXED,, dynamicControls: [{effect: {source: zone, operation: Min, level: 5}}] | dynamicControls[0].effect.operation | 'Min' is not for zone; write Max: presence may only raise the light
            FIXED,, dynamicControls: [{effect: {source: a, operation: Mul, level: 5}}] | dynamicControls[0].effect.operation | 'Mul' is not right; write Set, Max or Min
            FIXED,, dynamicControls: [{effect: {source: in/1, operation: Max, level: 5}}] | dynamicControls[0].effect.source | 'in/1' is not right; write presence, zone, photocell, half-night or the name of an input of the hardware profile
            FIXED,, dynamicControls: [{effect: {source: a, operation: Max, level: 5, holdTime: 2h}}] | dynamicControls[0].effect.holdTime | '2h' is not right; write seconds from 0 to 3600
            FIXED,, dynamicControls: [{effect: {source: a, operation: Max, level: 5, rampFromLevelTime: 2}}] | dynamicControls[0].effect.rampFromLevelTime | is for presence and zone only; leave it out: the level that follows brings its own ramp
            FIXED,, dynamicControls: [{effect: {type: ExternalControlEffect, source: a, operation: Max, level: 5}}] | dynamicControls[0].effect.type | 'ExternalControlEffect' is not right; write FixedControlEffect, or leave it out (a level from outside is an override)
            FIXED,, dynamicControls: [{period: {startTime: 22:00}, effect: {source: a, operation: Max, level: 5}}] | dynamicControls[0].period.endTime | is missing; write a local time
            """)
    void aControlProgram(String program, String path, String told) {
        String document = Scenes.always(program.replace("FIXED,, ", FIXED));
        String message = refused(document);
        assertTrue(message.contains(": programs[0]." + path + ": " + told), message);
        assertEquals(1, message.lines().count(), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # what stands in the calendar                                           | path                      | what is told
            {defaultProgram: night}                                                 | calendar.defaultProgram   | 'night' is not right; write the id of a program: p
            {rules: [{program: night}]}                                             | calendar.rules[0].program | 'night' is not right; write the id of a program: p
            {rules: [{startDate: 2026-12-24}]}                                      | calendar.rules[0].program | is missing; write the id of a program: p
            {id: c1, defaultProgram: p}                                             | calendar.id               | is not a known field; known here: defaultProgram, rules
            {rules: [{program: p, startDate: 24.12.2026}]}                          | calendar.rules[0].startDate | '24.12.2026' is not right; write a date of the calendar as yyyy-mm-dd, or --mm-dd for each year
            {rules: [{program: p, startDate: 2027-02-29}]}                          | calendar.rules[0].startDate | '2027-02-29' is not right; write a date of the calendar
            {rules: [{program: p, endDate: --02-30}]}                               | calendar.rules[0].endDate | '--02-30' is not right; write a date of the calendar
            {rules: [{program: p, startDate: 2026-12-24, endDate: 2026-12-23}]}     | calendar.rules[0].endDate | '2026-12-23' is before startDate 2026-12-24; write a later date, or leave it out
            {rules: [{program: p, startDate: 2026-12-24, endDate: --12-26}]}        | calendar.rules[0].endDate | is not of the form of startDate; write both as yyyy-mm-dd or both as --mm-dd
            {rules: [{program: p, condition: {}}]}                                  | calendar.rules[0].condition.type | is missing; write ccDate, ccDay or holidays
            {rules: [{program: p, condition: ccDay}]}                               | calendar.rules[0].condition | 'ccDay' must be a set of fields
            {rules: [{program: p, condition: {type: ccWeek}}]}                      | calendar.rules[0].condition.type | is not a known condition; write ccDate, ccDay or holidays
            {rules: [{program: p, condition: {type: ccDate}}]}                      | calendar.rules[0].condition.dates | is empty, so the rule would never match; write at least one item with a start
            {rules: [{program: p, condition: {type: ccDate, dates: [{start: 2026-12-24}]}}]} | calendar.rules[0].condition.dates[0].start | '2026-12-24' is not right; write --mm-dd for a day of each year, or ---dd for a day of each month
            {rules: [{program: p, condition: {type: ccDate, dates: [{start: ---32}]}}]} | calendar.rules[0].condition.dates[0].start | '---32' is not right; write --mm-dd
            {rules: [{program: p, condition: {type: ccDate, dates: [{start: ---02, end: --03-02}]}}]} | calendar.rules[0].condition.dates[0].end | '--03-02' is not right; write ---dd, as start is
            {rules: [{program: p, condition: {type: ccDate, dates: [{start: --12-24, end: --01-06}]}}]} | calendar.rules[0].condition.dates[0].end | comes before start; write two items instead
            {rules: [{program: p, condition: {type: ccDay, days: []}}]}             | calendar.rules[0].condition.days | is empty, so the rule would never match
            {rules: [{program: p, condition: {type: ccDay, days: [{start: 0}]}}]}   | calendar.rules[0].condition.days[0].start | '0' is not right; write a weekday from 1 (Monday) to 7 (Sunday)
            {rules: [{program: p, condition: {type: ccDay, days: [{start: Mo}]}}]}  | calendar.rules[0].condition.days[0].start | 'Mo' is not right; write a weekday
            {rules: [{program: p, condition: {type: ccDay, days: [{start: 6, end: 1}]}}]} | calendar.rules[0].condition.days[0].end | comes before start; write two items instead
            {rules: [{program: p, condition: {type: ccDay, days: [{start: 6}], occurrences: [6]}}]} | calendar.rules[0].condition.occurrences[0] | '6' is not right; write 1 to 5, or L for the last of the month
            {rules: [{program: p, condition: {type: holidays, region: NRW}}]}       | calendar.rules[0].condition.region | 'NRW' is not right; write BW, BY, BY-CATHOLIC, BE, BB, HB, HH, HE, MV, NI, NW, RP, SL, SN, ST, SH, TH
            {rules: [{program: p, condition: {type: holidays}}]}                    | calendar.rules[0].condition.region | is missing; write BW
            {rules: {program: p}}                                                   | calendar.rules            | a set of fields must be a list
            """)
    void theCalendar(String calendar, String path, String told) {
        String message = refused("calendar: " + calendar + "\nprograms:\n  - {id: p, " + FIXED.strip() + "}\n");
        assertTrue(message.startsWith("line 1: " + path + ": " + told), message);
        assertEquals(1, message.lines().count(), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # document                                  | what is told
            just words                                  | line 1: 'just words' must be fields: sunset, calendar, programs
            [1, 2]                                      | line 1: a list must be fields: sunset, calendar, programs
            {sunset: nautical}                          | line 1: sunset: 'nautical' is not right; write civil-twilight or horizon
            {program: []}                               | line 1: program: is not a known field; known here: sunset, calendar, programs
            {calendar: {defaultProgram: p}}             | line 1: calendar.defaultProgram: 'p' is not right; write the id of a program, after adding it to programs
            {calendar: {}, calendar: {}}                | line 1: calendar: stands there twice; write it once
            {programs: [{id: p, fixedTimeControls: [{startTime: 20:00, level: 5}]}]} | line 1: calendar: is missing, so no program would ever run; write at least its defaultProgram
            {sunset: [}                                 | line 1: is neither YAML nor JSON:
            {sunset                                     | line 1: is neither YAML nor JSON:
            {a: *nowhere}                               | line 1: is neither YAML nor JSON: found undefined alias nowhere
            """)
    void theDocument(String document, String told) {
        String message = refused(document);
        assertTrue(message.startsWith(told), message);
    }

    @Test
    void allProblemsAreToldAtOnceEachOnItsLine() {
        assertEquals("""
                line 7: programs[0].fixedTimeControls[0].startTime: '25:00' is not right; write a local time from 00:00 to 23:59, such as 22:00 or 22:00:30
                line 8: programs[0].fixedTimeControls[1].level: is missing; write a level from 0 to 100 percent
                line 10: programs[1].id: 'city' names another program already; each needs a name of its own
                line 3: calendar.defaultProgram: 'town' is not right; write the id of a program: city""", refused("""
                # comment
                calendar:
                  defaultProgram: town
                programs:
                  - id: city
                    fixedTimeControls:
                      - {startTime: 25:00, level: 80}
                      - startTime: 22:00

                  - id: city
                    fixedTimeControls: [{startTime: 20:00, level: 80}]
                """));
    }

    @Test
    void moreThanFiftyProblemsAreCounted() {
        String message =
                refused(IntStream.range(0, 70).mapToObj(i -> "f" + i + ": 1\n").collect(Collectors.joining()));
        assertEquals(51, message.lines().count());
        assertTrue(message.endsWith("\nand 20 more"), message);
    }

    @Test
    void whatIsQuotedIsShortAndOnOneLine() {
        String message = refused("sunset: \"a\\nb" + "c".repeat(1000) + "\"");
        assertEquals(
                "line 1: sunset: 'a b" + "c".repeat(37) + "...' is not right; write civil-twilight or horizon",
                message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # programs, controls, rules | told
            21, 1, 0                    | line 3: programs: has 21 items; at most 20 are allowed
            1, 51, 0                    | line 3: programs[0].fixedTimeControls: has 51 items; at most 50 are allowed
            1, 1, 101                   | line 2: calendar.rules: has 101 items; at most 100 are allowed
            """)
    void tooMany(String counts, String told) {
        String message = refused(sized(counts));
        assertTrue(message.lines().anyMatch(told::equals), message);
    }

    @Test
    void asManyAsAllowedAreTaken() {
        assertEquals(20, Programs.parse(sized("20, 50, 100")).programs().size());
    }

    @Test
    void controlsOfAllKindsCountTogether() {
        String message = refused(Scenes.always(
                FIXED + "dynamicControls:\n" + "  - effect: {source: a, operation: Max, level: 5}\n".repeat(50)));
        assertEquals("line 3: programs[0]: has 51 controls; at most 50 are allowed", message);
    }

    @Test
    void moreThan64KiBAreNotRead() {
        assertEquals(
                "the document is longer than 64 KiB; split it or write less", refused("# " + "ü".repeat(32 * 1024)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\"http://x/\"]]]]",
                "&a [*a, *a]",
                "a: &a [1]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]",
                "{programs: &p [{id: p, fixedTimeControls: *p}]}",
                "{<<: {sunset: horizon}}",
                "sunset: horizon\n---\nsunset: horizon",
                "? [a]\n: b",
                "sunset: \"\u0000\""
            })
    void tricksOfYamlLeadNowhere(String document) {
        assertTrue(refused(document).startsWith("line ") || refused(document).startsWith("is neither"));
    }

    @Test
    void deepNestingIsRefused() {
        assertTrue(refused("[".repeat(10_000)).contains("is neither YAML nor JSON: "));
    }

    private static String refused(String document) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> Programs.parse(document), document)
                .getMessage());
    }

    private static String sized(String counts) {
        String[] words = counts.split(", ", -1);
        int controls = Integer.parseInt(words[1]);
        StringBuilder document = new StringBuilder("calendar:\n  rules: [");
        document.append("{program: p0}, ".repeat(Integer.parseInt(words[2]))).append("]\nprograms: [");
        for (int i = 0; i < Integer.parseInt(words[0]); i++) {
            document.append("{id: p").append(i).append(", fixedTimeControls: [");
            for (int minute = 0; minute < controls; minute++) {
                document.append("{startTime: 20:%02d, level: 5}, ".formatted(minute));
            }
            document.append("]}, ");
        }
        return document.append("]\n").toString();
    }
}
