package io.smartpole.lighting.program;

import static io.smartpole.lighting.program.Scenes.BERLIN;
import static io.smartpole.lighting.program.Scenes.NOBODY;
import static io.smartpole.lighting.program.Scenes.instant;
import static io.smartpole.lighting.program.Scenes.scheduled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Active periods of every kind, and controls by the sun. Sunset is at 17:00, sunrise at 07:00, if nothing else is said. */
class SunAndPhotocellTest {

    private static final String DAY = "2026-12-21T";
    private static final String LATE = "{name: AbsoluteActivePeriod, startTime: 20:00, endTime: 06:00}";
    private static final String NOON = "{name: AbsoluteActivePeriod, startTime: 10:00, endTime: 15:00}";
    private static final String BOTH = "{name: AstroAndSensorActivePeriod, sunsetOffset: 30, sunriseOffset: 15,"
            + " pcActiveBeforeSunset: 45, pcActiveBeforeSunrise: 20}";

    private static final String EARLY = BOTH.replace("sunsetOffset: 30", "sunsetOffset: -60");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', nullValues = "-", textBlock = """
            # period                                                    | photocell | time     | active | until
            # local times
            late                                                        | dead      | 19:59:59 | no     | 20:00
            late                                                        | dead      | 20:00:00 | yes    | 06:00
            late                                                        | dead      | 05:59:59 | yes    | 06:00
            late                                                        | dead      | 06:00:00 | no     | 12:00
            # around noon: the end of one night and the begin of the next
            noon                                                        | dead      | 09:59:59 | no     | 10:00
            noon                                                        | dead      | 10:00:00 | yes    | 12:00
            noon                                                        | dead      | 14:59:59 | yes    | 15:00
            noon                                                        | dead      | 15:00:00 | no     | 10:00
            # equal times are the whole night
            {name: AbsoluteActivePeriod, startTime: 20:00, endTime: 20:00} | dead   | 13:00:00 | yes    | 12:00
            {name: AbsoluteActivePeriod, startTime: 20:00, endTime: 20:00} | dead   | 11:00:00 | yes    | 12:00
            # any of several
            late, noon                                                  | dead      | 16:00:00 | no     | 20:00
            late, noon                                                  | dead      | 21:00:00 | yes    | 06:00
            late, noon                                                  | dead      | 11:00:00 | yes    | 12:00
            # the sun, with offsets
            {name: AstroClockActivePeriod}                              | dead      | 16:59:59 | no     | 17:00
            {name: AstroClockActivePeriod}                              | dead      | 17:00:00 | yes    | 07:00
            {name: AstroClockActivePeriod}                              | dead      | 07:00:00 | no     | 12:00
            {name: AstroClockActivePeriod, sunsetOffset: -10, sunriseOffset: 20} | dead | 16:49:59 | no | 16:50
            {name: AstroClockActivePeriod, sunsetOffset: -10, sunriseOffset: 20} | dead | 16:50:00 | yes | 07:20
            {name: AstroClockActivePeriod, sunsetOffset: 10, sunriseOffset: -20} | dead | 17:09:59 | no | 17:10
            {name: AstroClockActivePeriod, sunsetOffset: 10, sunriseOffset: -20} | dead | 06:40:00 | no | 12:00
            # offsets end at noon, and may leave nothing
            {name: AstroClockActivePeriod, sunsetOffset: -600}          | dead      | 12:00:00 | yes    | 07:00
            {name: AstroClockActivePeriod, sunsetOffset: -600}          | dead      | 11:59:59 | no     | 12:00
            {name: AstroClockActivePeriod, sunsetOffset: 600, sunriseOffset: -600} | dead | 00:00:00 | no | 03:00
            # the photocell alone; without a healthy one there is light
            {name: SensorActivePeriod, sensor: photocell}               | on        | 13:00:00 | yes    | 12:00
            {name: SensorActivePeriod, sensor: photocell}               | off       | 00:00:00 | no     | 12:00
            {name: SensorActivePeriod}                                  | dead      | 13:00:00 | yes    | 12:00
            # sun and photocell: asked from 16:15 to 17:30 and from 06:40 to 07:15
            # an offset that lies before the photocell's time begins the period
            early                                                       | off       | 15:59:59 | no     | 16:00
            early                                                       | off       | 16:00:00 | yes    | 06:40
            both                                                        | on        | 16:14:59 | no     | 16:15
            both                                                        | on        | 16:15:00 | yes    | 07:15
            both                                                        | off       | 16:15:00 | no     | 17:30
            both                                                        | dead      | 16:15:00 | yes    | 07:15
            both                                                        | off       | 17:29:59 | no     | 17:30
            both                                                        | off       | 17:30:00 | yes    | 06:40
            both                                                        | off       | 06:39:59 | yes    | 06:40
            both                                                        | off       | 06:40:00 | no     | 12:00
            both                                                        | on        | 07:14:59 | yes    | 07:15
            both                                                        | on        | 07:15:00 | no     | 12:00
            both                                                        | dead      | 07:15:00 | no     | 12:00
            """)
    void activePeriods(String periods, String photocell, String time, String active, String until) {
        String document = Scenes.always(
                "activePeriods: [%s]\nfixedTimeControls: [{startTime: 12:00, level: 70}]".formatted(named(periods)));
        Scheduled scheduled = scheduled(document, local(time), Scenes.sensors("photocell " + photocell));
        assertEquals(active.equals("yes"), scheduled.active());
        Instant end = instant(local(until + ":00"));
        Instant now = instant(local(time));
        assertEquals(end.isAfter(now) ? end : end.plusSeconds(86_400), scheduled.until());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # sunset | sunrise | midnight | time     | active
            # polar night and polar day
            -        | -       | dark     | 12:00:00 | yes
            -        | -       | dark     | 11:59:59 | yes
            -        | -       | light    | 00:00:00 | no
            # the first night after polar day, and the last before it
            23:00    | -       | dark     | 22:59:59 | no
            23:00    | -       | dark     | 23:00:00 | yes
            23:00    | -       | dark     | 11:59:59 | yes
            -        | 02:00   | dark     | 12:00:00 | yes
            -        | 02:00   | dark     | 01:59:59 | yes
            -        | 02:00   | dark     | 02:00:00 | no
            # a sunset after midnight, as in the far north
            00:30    | 02:00   | dark     | 00:29:59 | no
            00:30    | 02:00   | dark     | 00:30:00 | yes
            00:30    | 02:00   | dark     | 02:00:00 | no
            # a zone that is twelve hours off the sun: dark around noon
            05:00    | 19:00   | light    | 12:00:00 | yes
            05:00    | 19:00   | light    | 19:00:00 | no
            05:00    | 19:00   | light    | 00:00:00 | no
            05:00    | 19:00   | light    | 05:00:00 | yes
            """)
    void whereTheSunDoesNotSetOrRise(
            @Nullable String sunset, @Nullable String sunrise, String midnight, String time, String active) {
        Programs programs = Programs.parse(Scenes.always(
                "activePeriods: [{name: AstroClockActivePeriod}]\nfixedTimeControls: [{startTime: 12:00, level: 70}]"));
        Night night = new Night(eventOf(sunset), eventOf(sunrise), midnight.equals("dark"));
        Scheduled scheduled = programs.at(instantOfNight(time), BERLIN, evening -> night, NOBODY);
        assertNotNull(scheduled);
        assertEquals(active.equals("yes"), scheduled.active());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # by local time 60 %, from 22:00 40 %. By the sun, from sunset +60 min at most 50 %,
            # from sunrise -120 min at least 90 %, from sunrise just 10 %.
            # sunset | sunrise | time     | level | until
            # before the first control of the night the fixed level holds: nothing is left of yesterday
            17:00    | 07:00   | 12:00:00 | 60    | 18:00
            17:00    | 07:00   | 17:59:59 | 60    | 18:00
            17:00    | 07:00   | 18:00:00 | 50    | 22:00
            # at most 50 % leaves 40 % alone
            17:00    | 07:00   | 22:00:00 | 40    | 05:00
            17:00    | 07:00   | 05:00:00 | 90    | 07:00
            17:00    | 07:00   | 07:00:00 | 10    | 12:00
            17:00    | 07:00   | 11:59:59 | 10    | 12:00
            # an event that does not happen does nothing
            -        | 07:00   | 21:00:00 | 60    | 22:00
            17:00    | -       | 11:00:00 | 40    | 12:00
            -        | -       | 11:00:00 | 40    | 12:00
            # their order is that of their times
            17:00    | 13:00   | 12:30:00 | 90    | 13:00
            17:00    | 13:00   | 13:00:00 | 10    | 18:00
            17:00    | 13:00   | 18:00:00 | 50    | 22:00
            """)
    void controlsByTheSun(@Nullable String sunset, @Nullable String sunrise, String time, String level, String until) {
        Programs programs = Programs.parse(Scenes.always("""
                fixedTimeControls: [{startTime: 12:00, level: 60}, {startTime: 22:00, level: 40}]
                astroClockTimeControls:
                  - {solarEventType: sunset, offset: 60, operation: Min, level: 50}
                  - {solarEventType: sunrise, offset: -120, operation: Max, level: 90}
                  - {solarEventType: sunrise, operation: Set, level: 10}
                """));
        Night night = new Night(eventOf(sunset), eventOf(sunrise), true);
        Scheduled scheduled = programs.at(instantOfNight(time), BERLIN, evening -> night, NOBODY);
        assertNotNull(scheduled);
        FixedTimeTest.assertLevel(level, scheduled);
        Instant end = instantOfNight(until + ":00");
        assertEquals(until.equals("12:00") ? end.plusSeconds(86_400) : end, scheduled.until());
    }

    private static String named(String periods) {
        return periods.replace("late", LATE)
                .replace("noon", NOON)
                .replace("both", BOTH)
                .replace("early", EARLY);
    }

    private static String local(String time) {
        return DAY + time + "+01:00";
    }

    /** In the night of 21 December. */
    private static Instant instantOfNight(String time) {
        Instant sameDay = instant(local(time));
        return time.compareTo("12:00") < 0 ? sameDay.plusSeconds(86_400) : sameDay;
    }

    private static @Nullable Instant eventOf(@Nullable String time) {
        return time == null ? null : instantOfNight(time + ":00");
    }
}
