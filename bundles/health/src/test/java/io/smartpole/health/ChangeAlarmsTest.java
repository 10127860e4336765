package io.smartpole.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeAlarmsTest {

    private static final HealthResult FINE = HealthResult.ok("shines");
    private static final HealthResult BAD = HealthResult.warn("flickers", "bring a lamp");
    private static final HealthResult DARK = HealthResult.critical("dark", "drive out");

    private final ChangeAlarms alarms = new ChangeAlarms();
    private Duration now = NoteDesk.SETTLING;

    private List<String> lamp(HealthResult result) {
        return round(new HealthReport.Check("lamp", result, null, null));
    }

    private List<String> round(HealthReport.Check... checks) {
        List<String> told = alarms.next(List.of(checks), now).stream()
                .map(alarm -> alarm.check() + " " + alarm.text())
                .toList();
        now = now.plusSeconds(5);
        return told;
    }

    @Test
    void eachChangeIsToldOnceWithItsText() {
        assertEquals(List.of(), lamp(FINE));
        assertEquals(List.of("lamp WARN: flickers"), lamp(BAD));
        assertEquals(List.of(), lamp(BAD));
        assertEquals(List.of(), lamp(HealthResult.warn("flickers more", "bring a lamp")));
        assertEquals(List.of("lamp CRITICAL: dark"), lamp(DARK));
        assertEquals(List.of("lamp WARN: flickers"), lamp(BAD));
        assertEquals(List.of("lamp OK: shines"), lamp(FINE));
        assertEquals(List.of(), lamp(FINE));
    }

    @Test
    void aStartIsNoStormButWhatStaysWrongIsTold() {
        now = Duration.ZERO;
        for (HealthResult each : List.of(DARK, BAD, DARK, FINE, DARK)) {
            assertEquals(List.of(), lamp(each));
        }
        now = ChangeAlarms.CRITICAL_AFTER.minusMillis(1);
        assertEquals(List.of(), lamp(DARK));
        now = ChangeAlarms.CRITICAL_AFTER;
        assertEquals(List.of("lamp CRITICAL: dark"), lamp(DARK));
    }

    /** After a power cut, all poles of a city wait for their turn to connect, and have no clock until then. */
    @Test
    void whatCanWaitIsNotToldWhileAllPolesOfACityComeBack() {
        now = ChangeAlarms.CRITICAL_AFTER;
        assertEquals(List.of(), lamp(BAD));
        assertEquals(List.of(), lamp(FINE));
        assertEquals(List.of("lamp CRITICAL: dark"), lamp(DARK));
        assertEquals(List.of(), lamp(BAD));
        now = NoteDesk.SETTLING.minusMillis(1);
        assertEquals(List.of(), lamp(BAD));
        now = NoteDesk.SETTLING;
        assertEquals(List.of("lamp WARN: flickers"), lamp(BAD));
    }

    @Test
    void toAndFroIsToldAFewTimesAnHourAndThenInOneSum() {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            told.addAll(lamp(i % 2 == 0 ? DARK : FINE));
        }
        assertEquals(ChangeAlarms.MOST_AN_HOUR, told.size());
        now = now.plus(Duration.ofHours(1));
        assertEquals(List.of("lamp OK: shines (changed 94 times since the last alarm)"), lamp(FINE));
        assertEquals(List.of("lamp CRITICAL: dark"), lamp(DARK));
    }

    @Test
    void whatBecameCriticalWhileTheHourWasUsedUpIsNotForgotten() {
        for (int i = 0; i < ChangeAlarms.MOST_AN_HOUR; i++) {
            assertEquals(1, lamp(i % 2 == 0 ? BAD : FINE).size());
        }
        assertEquals(List.of(), lamp(DARK));
        now = now.plus(Duration.ofHours(1));
        assertEquals(List.of("lamp CRITICAL: dark"), lamp(DARK));
    }

    @Test
    void oneCheckDoesNotUseUpTheHourOfAnother() {
        for (int i = 0; i < 100; i++) {
            lamp(i % 2 == 0 ? DARK : FINE);
        }
        assertEquals(
                List.of("clock WARN: flickers"),
                round(
                        new HealthReport.Check("clock", BAD, null, null),
                        new HealthReport.Check("lamp", FINE, null, null)));
    }

    @Test
    void twoChecksOfOneNameCountAsTheWorstOfThem() {
        HealthReport.Check fine = new HealthReport.Check("lamp", FINE, null, null);
        HealthReport.Check dark = new HealthReport.Check("lamp", DARK, null, null);
        assertEquals(List.of("lamp CRITICAL: dark"), round(fine, dark));
        assertEquals(List.of(), round(dark, fine));
    }

    @Test
    void aLongTextStillFitsAReadingWithItsSum() {
        HealthResult endless = HealthResult.critical("x".repeat(5000), "");
        for (int i = 0; i < 20; i++) {
            lamp(i % 2 == 0 ? endless : FINE);
        }
        now = now.plus(Duration.ofHours(1));
        String text = alarms.next(List.of(new HealthReport.Check("lamp", endless, null, null)), now)
                .get(0)
                .text();
        assertEquals(Records.LONGEST, text.length());
        assertTrue(text.endsWith("(changed 15 times since the last alarm)"), text);
    }
}
