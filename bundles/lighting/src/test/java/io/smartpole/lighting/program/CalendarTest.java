package io.smartpole.lighting.program;

import static io.smartpole.lighting.program.Scenes.NOBODY;
import static io.smartpole.lighting.program.Scenes.at;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarTest {

    private static final String PROGRAMS = """
            programs:
              - {id: standard, fixedTimeControls: [{startTime: "12:00", level: 50}]}
              - {id: special, fixedTimeControls: [{startTime: "12:00", level: 90}]}
              - {id: third, fixedTimeControls: [{startTime: "12:00", level: 70}]}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # rule                                                           | evening    | matches
            -                                                                | 2026-12-24 | yes
            # one span of dates
            startDate: 2026-12-24, endDate: 2027-01-02                       | 2026-12-23 | no
            startDate: 2026-12-24, endDate: 2027-01-02                       | 2026-12-24 | yes
            startDate: 2026-12-24, endDate: 2027-01-02                       | 2026-12-31 | yes
            startDate: 2026-12-24, endDate: 2027-01-02                       | 2027-01-02 | yes
            startDate: 2026-12-24, endDate: 2027-01-02                       | 2027-01-03 | no
            startDate: 2026-12-24, endDate: 2027-01-02                       | 2027-12-24 | no
            startDate: 2026-12-24                                            | 2026-12-23 | no
            startDate: 2026-12-24                                            | 2036-01-01 | yes
            endDate: 2026-12-24                                              | 2016-01-01 | yes
            endDate: 2026-12-24                                              | 2026-12-25 | no
            startDate: 2028-02-29, endDate: 2028-02-29                       | 2028-02-29 | yes
            # a span of each year, also over its turn
            startDate: --12-24, endDate: --12-26                             | 2026-12-23 | no
            startDate: --12-24, endDate: --12-26                             | 2026-12-24 | yes
            startDate: --12-24, endDate: --12-26                             | 2027-12-26 | yes
            startDate: --12-24, endDate: --12-26                             | 2027-12-27 | no
            startDate: --12-24, endDate: --01-06                             | 2026-12-23 | no
            startDate: --12-24, endDate: --01-06                             | 2026-12-31 | yes
            startDate: --12-24, endDate: --01-06                             | 2027-01-01 | yes
            startDate: --12-24, endDate: --01-06                             | 2027-01-06 | yes
            startDate: --12-24, endDate: --01-06                             | 2027-01-07 | no
            startDate: --11-01                                               | 2026-10-31 | no
            startDate: --11-01                                               | 2026-12-31 | yes
            startDate: --11-01                                               | 2027-01-01 | no
            endDate: --02-28                                                 | 2027-01-01 | yes
            endDate: --02-28                                                 | 2028-02-29 | no
            # 29 February in years that have none
            startDate: --02-29, endDate: --03-02                             | 2028-02-28 | no
            startDate: --02-29, endDate: --03-02                             | 2028-02-29 | yes
            startDate: --02-29, endDate: --03-02                             | 2027-02-28 | no
            startDate: --02-29, endDate: --03-02                             | 2027-03-01 | yes
            startDate: --02-01, endDate: --02-29                             | 2027-02-28 | yes
            startDate: --02-01, endDate: --02-29                             | 2027-03-01 | no
            startDate: --02-01, endDate: --02-29                             | 2028-02-29 | yes
            startDate: --02-29, endDate: --02-29                             | 2027-02-28 | no
            startDate: --02-29, endDate: --02-29                             | 2027-03-01 | no
            startDate: --02-29, endDate: --02-29                             | 2028-02-29 | yes
            # dates of each month or year
            'condition: {type: ccDate, dates: [{start: ---15}]}'             | 2026-12-15 | yes
            'condition: {type: ccDate, dates: [{start: ---15}]}'             | 2026-12-16 | no
            'condition: {type: ccDate, dates: [{start: ---30, end: ---31}]}' | 2026-11-30 | yes
            'condition: {type: ccDate, dates: [{start: ---30, end: ---31}]}' | 2026-12-31 | yes
            'condition: {type: ccDate, dates: [{start: ---31}]}'             | 2026-11-30 | no
            'condition: {type: ccDate, dates: [{start: --12-31}]}'           | 2026-12-31 | yes
            'condition: {type: ccDate, dates: [{start: --12-31}]}'           | 2027-01-01 | no
            'condition: {type: ccDate, dates: [{start: --02-29}]}'           | 2027-03-01 | no
            'condition: {type: ccDate, dates: [{start: --02-29}]}'           | 2028-02-29 | yes
            'condition: {type: ccDate, dates: [{start: --12-24, end: --12-26}]}'   | 2026-12-25 | yes
            'condition: {type: ccDate, dates: [{start: ---01}, {start: --12-24}]}' | 2026-12-24 | yes
            'condition: {type: ccDate, dates: [{start: ---01}, {start: --12-24}]}' | 2026-12-01 | yes
            # weekdays: 2026-12-21 is a Monday
            'condition: {type: ccDay, days: [{start: 5, end: 6}]}'           | 2026-12-24 | no
            'condition: {type: ccDay, days: [{start: 5, end: 6}]}'           | 2026-12-25 | yes
            'condition: {type: ccDay, days: [{start: 5, end: 6}]}'           | 2026-12-26 | yes
            'condition: {type: ccDay, days: [{start: 5, end: 6}]}'           | 2026-12-27 | no
            'condition: {type: ccDay, days: [{start: 1}, {start: 7}]}'       | 2026-12-27 | yes
            'condition: {type: ccDay, days: [{start: 1}, {start: 7}]}'       | 2026-12-28 | yes
            'condition: {type: ccDay, days: [{start: 1}, {start: 7}]}'       | 2026-12-29 | no
            # the second Monday of a month; the last Friday, the fifth Friday
            'condition: {type: ccDay, days: [{start: 1}], occurrences: [2]}' | 2026-12-07 | no
            'condition: {type: ccDay, days: [{start: 1}], occurrences: [2]}' | 2026-12-14 | yes
            'condition: {type: ccDay, days: [{start: 1}], occurrences: [2]}' | 2026-12-15 | no
            'condition: {type: ccDay, days: [{start: 1}], occurrences: [2]}' | 2026-12-21 | no
            'condition: {type: ccDay, days: [{start: 5}], occurrences: [L]}' | 2026-12-18 | no
            'condition: {type: ccDay, days: [{start: 5}], occurrences: [L]}' | 2026-12-25 | yes
            'condition: {type: ccDay, days: [{start: 5}], occurrences: [L]}' | 2027-01-29 | yes
            'condition: {type: ccDay, days: [{start: 5}], occurrences: [5]}' | 2026-12-25 | no
            'condition: {type: ccDay, days: [{start: 5}], occurrences: [5]}' | 2027-01-29 | yes
            'condition: {type: ccDay, days: [{start: 5}], occurrences: ["1", "L"]}' | 2026-12-04 | yes
            'condition: {type: ccDay, days: [{start: 2}], occurrences: [L]}' | 2028-02-29 | yes
            'condition: {type: ccDay, days: [{start: 2}], occurrences: [5]}' | 2028-02-29 | yes
            # public holidays, each state its own
            'condition: {type: holidays, region: NW}'                        | 2027-05-27 | yes
            'condition: {type: holidays, region: NI}'                        | 2027-05-27 | no
            'condition: {type: holidays, region: BY-CATHOLIC}'               | 2027-08-15 | yes
            # both: dates and condition
            'startDate: --11-01, condition: {type: ccDay, days: [{start: 6}]}' | 2026-10-31 | no
            'startDate: --11-01, condition: {type: ccDay, days: [{start: 6}]}' | 2026-11-07 | yes
            'startDate: --11-01, condition: {type: ccDay, days: [{start: 6}]}' | 2026-11-08 | no
            """)
    void rules(@Nullable String rule, LocalDate evening, String matches) {
        String document = PROGRAMS
                + "calendar: {defaultProgram: standard, rules: [{program: special%s}]}"
                        .formatted(rule == null ? "" : ", " + rule);
        assertEquals(matches.equals("yes") ? "special" : "standard", program(document, evening + "T20:00:00+01:00"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # moment                   | program
            2026-12-24T11:59:59+01:00  | standard
            2026-12-24T12:00:00+01:00  | special
            2026-12-25T00:00:00+01:00  | special
            2026-12-25T11:59:59+01:00  | special
            2026-12-25T12:00:00+01:00  | standard
            """)
    void aNightIsNamedByItsEvening(String moment, String program) {
        String document = PROGRAMS
                + "calendar: {defaultProgram: standard, rules: [{program: special, startDate: --12-24, endDate: --12-24}]}";
        assertEquals(program, program(document, moment));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # rules in their order                                              | program
            {program: special}, {program: third}                                | special
            {program: third}, {program: special}                                | third
            '{program: special, startDate: 2027-01-01}, {program: third}'       | third
            '{program: special, startDate: 2027-01-01}'                         | -
            """)
    void theFirstRuleThatMatchesWinsAndWithoutOneNothingIsScheduled(String rules, @Nullable String program) {
        assertEquals(program, program(PROGRAMS + "calendar: {rules: [" + rules + "]}", "2026-12-24T20:00:00+01:00"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # rule                                                   | why
            {program: special}                                       | special (calendar rule 1): 90.0 % from 12:00
            '{program: special, condition: {type: ccDay, days: [{start: 4}]}}' | special (calendar rule 1, ccDay): 90.0 % from 12:00
            """)
    void theReasonNamesTheRule(String rule, String why) {
        String document = PROGRAMS + "calendar: {rules: [" + rule + "]}";
        assertEquals(
                why,
                Scenes.scheduled(document, "2026-12-24T20:00:00+01:00", NOBODY).why());
    }

    private static @Nullable String program(String document, String moment) {
        Scheduled scheduled = at(document, moment, NOBODY);
        return scheduled == null ? null : scheduled.program();
    }
}
