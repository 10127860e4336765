package io.smartpole.lighting.program;

import static io.smartpole.lighting.program.Scenes.instant;
import static io.smartpole.lighting.program.Scenes.scheduled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DynamicControlTest {

    /** The fixed level is 50 %; from 22:00 to 06:00 presence raises to 100 %, a neighbour's to 70 %. */
    private static final String PRESENCE = Scenes.always("""
            fixedTimeControls: [{startTime: 12:00, level: 80}, {startTime: 20:00, level: 50}]
            dynamicControls:
              - period: {startTime: 22:00, endTime: 06:00}
                effect: {source: presence, operation: Max, level: 100, holdTime: 60, rampToLevelTime: 1.5, rampFromLevelTime: 20}
              - period: {startTime: 22:00, endTime: 06:00}
                effect: {source: zone, operation: Max, level: 70, holdTime: 10}
            """);

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # time    | seconds since active  | raise     | raise until | until
            23:00:00  | -                     | -         | -           | 12:00:00
            23:00:00  | presence 0            | presence  | -           | 06:00:00
            23:00:00  | presence 1            | presence  | 23:00:59    | 23:00:59
            23:00:00  | presence 59           | presence  | 23:00:01    | 23:00:01
            23:00:00  | presence 60           | -         | -           | 12:00:00
            23:00:00  | presence 86400        | -         | -           | 12:00:00
            # outside its period presence does nothing; a hold ends with the period
            21:59:59  | presence 0            | -         | -           | 22:00:00
            22:00:00  | presence 0            | presence  | -           | 06:00:00
            05:59:30  | presence 0            | presence  | -           | 06:00:00
            05:59:30  | presence 10           | presence  | 06:00:00    | 06:00:00
            06:00:00  | presence 0            | -         | -           | 12:00:00
            # the brighter raise counts; when it ends, the other goes on
            23:00:00  | zone 0                | zone      | -           | 06:00:00
            23:00:00  | zone 4                | zone      | 23:00:06    | 23:00:06
            23:00:00  | zone 0, presence 0    | presence  | -           | 06:00:00
            23:00:00  | zone 0, presence 50   | presence  | 23:00:10    | 23:00:10
            23:00:00  | zone 0, presence 60   | zone      | -           | 06:00:00
            # a detector of which the program knows nothing
            23:00:00  | other 0               | -         | -           | 12:00:00
            """)
    void presenceRaises(
            String time, @Nullable String sensors, @Nullable String source, @Nullable String raised, String until) {
        Scheduled scheduled = scheduled(PRESENCE, moment(time), Scenes.sensors(sensors));
        Raise raise = scheduled.raise();
        assertEquals(source, raise == null ? null : raise.source());
        assertEquals(raised == null ? null : instant(moment(raised)), raise == null ? null : raise.until());
        assertEquals(instant(moment(until)), scheduled.until());
        FixedTimeTest.assertLevel("50", scheduled);
    }

    @Test
    void aRaiseSaysHowFastAndWhy() {
        Raise raise = scheduled(PRESENCE, moment("23:00:00"), Scenes.sensors("presence 5"))
                .raise();
        assertNotNull(raise);
        assertEquals(Duration.ofMillis(1500), raise.rampTo());
        assertEquals(Duration.ofSeconds(20), raise.rampFrom());
        assertEquals("p: presence to 100.0 %, held for 60 s", raise.why());
        assertEquals(100, raise.level().percent());
    }

    @Test
    void aRaiseThatIsNotBrighterIsNone() {
        String document = Scenes.always("""
                fixedTimeControls: [{startTime: 12:00, level: 70}]
                dynamicControls: [{effect: {source: presence, operation: Max, level: 70}}]
                """);
        assertNull(scheduled(document, moment("23:00:00"), Scenes.sensors("presence 0"))
                .raise());
    }

    @Test
    void outsideTheActivePeriodNobodyRaises() {
        String document = Scenes.always("""
                activePeriods: [{name: AstroClockActivePeriod}]
                fixedTimeControls: [{startTime: 12:00, level: 70}]
                dynamicControls: [{effect: {source: presence, operation: Max, level: 100}}]
                """);
        assertNull(scheduled(document, moment("14:00:00"), Scenes.sensors("presence 0"))
                .raise());
        assertNotNull(scheduled(document, moment("23:00:00"), Scenes.sensors("presence 0"))
                .raise());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # seconds since active | raised
            presence 59            | yes
            presence 60            | no
            """)
    void presenceThatNamesNoHoldIsHeldForAMinute(String sensors, String raised) {
        String document = Scenes.always("""
                fixedTimeControls: [{startTime: 12:00, level: 50}]
                dynamicControls: [{effect: {source: presence, operation: Max, level: 100}}]
                """);
        Scheduled scheduled = scheduled(document, moment("23:00:00"), Scenes.sensors(sensors));
        assertEquals(raised.equals("yes"), scheduled.raise() != null);
    }

    /** The fixed level is 50 %. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # controls: source operation level     | sensors                | level
            half-night Set 80                      | half-night 0           | 80
            half-night Set 80                      | -                      | 50
            half-night Set 80                      | half-night 1           | 50
            half-night Set 30                      | half-night 0           | 30
            half-night Max 80                      | half-night 0           | 80
            half-night Max 30                      | half-night 0           | 50
            half-night Min 80                      | half-night 0           | 50
            half-night Min 30                      | half-night 0           | 30
            # an input by its name
            door-2 Set 90                          | door-2 0               | 90
            # the first of the list has the last word
            a Set 20; b Set 90                     | a 0, b 0               | 20
            b Set 90; a Set 20                     | a 0, b 0               | 90
            a Min 40; b Set 90                     | a 0, b 0               | 40
            b Set 90; a Min 40                     | a 0, b 0               | 90
            a Max 60; b Min 20                     | a 0, b 0               | 60
            b Min 20; a Max 60                     | a 0, b 0               | 20
            a Set 20; b Set 90                     | b 0                    | 90
            # presence is no part of the level, wherever it stands
            presence Max 100; a Set 20             | a 0, presence 0        | 20
            a Set 20; presence Max 100             | a 0, presence 0        | 20
            # the photocell; a dead one may brighten and never darkens
            photocell Max 80                       | photocell on           | 80
            photocell Max 80                       | photocell off          | 50
            photocell Max 80                       | photocell dead         | 80
            photocell Set 80                       | photocell dead         | 80
            photocell Set 30                       | photocell on           | 30
            photocell Set 30                       | photocell dead         | 50
            photocell Min 30                       | photocell on           | 30
            photocell Min 30                       | photocell off          | 50
            photocell Min 30                       | photocell dead         | 50
            """)
    void whatSensorsDoToTheLevel(String controls, @Nullable String sensors, String level) {
        StringBuilder program =
                new StringBuilder("fixedTimeControls: [{startTime: 12:00, level: 50}]\ndynamicControls:\n");
        for (String control : controls.split("; ", -1)) {
            String[] words = control.split(" ", -1);
            program.append(
                    "  - effect: {source: %s, operation: %s, level: %s}%n".formatted(words[0], words[1], words[2]));
        }
        FixedTimeTest.assertLevel(
                level, scheduled(Scenes.always(program.toString()), moment("23:00:00"), Scenes.sensors(sensors)));
    }

    @Test
    void aHeldPhotocellGoesOnAfterItWentOff() {
        String document = Scenes.always("""
                fixedTimeControls: [{startTime: 12:00, level: 50}]
                dynamicControls: [{effect: {source: photocell, operation: Max, level: 80, holdTime: 300, rampToLevelTime: 60}}]
                """);
        Scheduled held = scheduled(document, moment("23:00:00"), Scenes.sensors("photocell off, photocell 299"));
        FixedTimeTest.assertLevel("80", held);
        assertEquals(Duration.ofSeconds(60), held.rampToLevelTime());
        assertEquals(instant(moment("23:00:01")), held.until());
        assertEquals("p (default program): 50.0 % from 12:00, photocell: Max 80.0 %", held.why());
        Scheduled over = scheduled(document, moment("23:00:00"), Scenes.sensors("photocell off, photocell 300"));
        FixedTimeTest.assertLevel("50", over);
        assertNull(over.rampToLevelTime());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # clocks go forward on 2026-03-29 at 02:00+01:00, and back on 2026-10-25 at 03:00+02:00
            # period     | moment                    | raised
            01:00 02:30  | 2026-03-29T01:59:59+01:00 | yes
            01:00 02:30  | 2026-03-29T03:00:00+02:00 | no
            02:30 04:00  | 2026-03-29T01:59:59+01:00 | no
            02:30 04:00  | 2026-03-29T03:00:00+02:00 | yes
            # nothing of this period exists in that night, which does not make it the whole night
            02:10 02:50  | 2026-03-29T01:59:59+01:00 | no
            02:10 02:50  | 2026-03-29T03:00:00+02:00 | no
            02:10 02:50  | 2026-03-28T23:00:00+01:00 | no
            02:10 02:50  | 2026-10-25T02:10:00+02:00 | yes
            02:10 02:50  | 2026-10-25T02:50:00+02:00 | no
            02:10 02:50  | 2026-10-25T02:10:00+01:00 | no
            02:50 03:10  | 2026-10-25T02:50:00+02:00 | yes
            02:50 03:10  | 2026-10-25T02:00:00+01:00 | yes
            02:50 03:10  | 2026-10-25T03:09:59+01:00 | yes
            02:50 03:10  | 2026-10-25T03:10:00+01:00 | no
            """)
    void periodsWhenClocksChange(String period, String moment, String raised) {
        String[] times = period.split(" ", -1);
        String document = Scenes.always("""
                fixedTimeControls: [{startTime: 12:00, level: 50}]
                dynamicControls:
                  - period: {startTime: %s, endTime: %s}
                    effect: {source: presence, operation: Max, level: 100}
                """.formatted(times[0], times[1]));
        Scheduled scheduled = scheduled(document, moment, Scenes.sensors("presence 0"));
        assertEquals(raised.equals("yes"), scheduled.raise() != null);
    }

    /** In the night of 21 December. */
    private static String moment(String time) {
        return (time.compareTo("12:00:01") < 0 ? "2026-12-22T" : "2026-12-21T") + time + "+01:00";
    }
}
