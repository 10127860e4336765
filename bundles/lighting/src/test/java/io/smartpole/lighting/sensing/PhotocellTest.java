package io.smartpole.lighting.sensing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.time.Moment;
import io.smartpole.lighting.Scenes;
import io.smartpole.lighting.sun.Daylight;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On 2026-12-21 on the Rhine: civil dawn 07:53:56, civil dusk 17:07:27 local time; the window is 30 min. */
class PhotocellTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final Photocell cell = new Photocell(PhotocellRule.DEFAULT);
    private Instant now = at("12:00:00");
    private Duration sinceBoot = Duration.ofHours(1);
    private boolean clockKnown = true;
    private @Nullable Daylight sky;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # from     | to       | lx    | asks for light at the end
            # evening: dark in the window switches, and only there
            16:30:00   | 16:37:00 | 34    | false
            16:30:00   | 16:37:30 | 34    | true
            16:30:00   | 16:50:00 | 34    | true
            16:30:00   | 16:50:00 | 36    | false
            16:40:00   | 16:40:20 | 10    | false
            16:40:00   | 16:40:40 | 10    | true
            12:00:00   | 12:30:00 | 5     | false
            # by night it has nothing to say: the sun has
            17:05:00   | 17:08:00 | 3     | false
            # morning: lit until it is bright, at most to the end of the window
            07:40:00   | 07:55:00 | 20    | true
            07:40:00   | 08:23:00 | 20    | true
            07:40:00   | 08:24:30 | 20    | false
            07:40:00   | 07:55:00 | 26    | false
            07:54:30   | 07:54:50 | 26    | true
            07:54:30   | 07:55:20 | 26    | false
            """)
    void itSwitchesOnlyInItsWindowAndOnlyInItsDirection(String from, String to, double lux, boolean lit) {
        now = at(from);
        measureUntil(to, lux);
        assertEquals(lit, view().lit(), view().words());
    }

    @Test
    void onceOnInTheEveningACloudThatPassesDoesNotSwitchItOff() {
        now = at("16:30:00");
        measureUntil("16:45:00", 20);
        assertTrue(view().lit());
        measureUntil("16:55:00", 90);
        assertTrue(view().lit());
        measureUntil("17:08:00", 90);
        assertFalse(view().lit(), "from dusk on the sun says so");
    }

    @Test
    void onceOffInTheMorningACloudThatComesDoesNotSwitchItOn() {
        now = at("07:40:00");
        measureUntil("08:00:00", 60);
        assertFalse(view().lit());
        measureUntil("08:20:00", 10);
        assertFalse(view().lit());
    }

    @Test
    void betweenOffAndOnItDoesNotOscillate() {
        // 30 lx lies above "off" and below "on": a plain hysteresis would switch with every reading.
        now = at("16:36:00");
        int switches = 0;
        boolean before = false;
        while (now.isBefore(at("17:05:00"))) {
            measure(29 + switches % 2);
            boolean lit = view().lit();
            switches += lit != before ? 1 : 0;
            before = lit;
        }
        assertEquals(1, switches);
    }

    @ParameterizedTest
    @CsvSource({"120, true", "121, false"})
    void aCellThatIsSilentForTwoMinutesIsNotBelieved(int seconds, boolean healthy) {
        measure(500);
        measure(510);
        pass(Duration.ofSeconds(seconds));
        assertEquals(healthy, view().healthy(), view().words());
    }

    @Test
    void aCellThatIsReadSeldomIsGivenThreeOfItsIntervals() {
        measure(500);
        pass(Duration.ofMinutes(12));
        measure(520);
        pass(Duration.ofMinutes(12));
        measure(510);
        pass(Duration.ofMinutes(35));
        assertTrue(view().healthy());
        pass(Duration.ofMinutes(2));
        assertFalse(view().healthy());
    }

    @Test
    void aChipThatHangsIsFoundBeforeTheDuskThatItWouldHide() {
        now = at("16:40:00");
        measure(100.8);
        for (int reading = 0; reading < 31; reading++) {
            measure(100.8);
        }
        assertFalse(view().healthy());
        assertEquals("the photocell hangs at 100.8 lx", view().words());
        assertTrue(now.isBefore(at("16:46:00")));
        measure(99.2);
        assertTrue(view().healthy(), "it moves again");
    }

    @Test
    void anUnchangingDarkNightIsNoChipThatHangs() {
        now = at("20:00:00");
        measureUntil("23:00:00", 0);
        assertTrue(view().healthy());
    }

    @Test
    void aCellThatIsDarkByDayIsFoundAfterThreeHours() {
        now = at("09:00:00");
        measureUntil("11:59:00", 2);
        assertTrue(view().healthy());
        measureUntil("12:05:00", 2);
        assertEquals("the photocell shows 2.0 lx by day", view().words());
        assertEquals("the photocell shows 2.0 lx by day", view().fault());
    }

    @Test
    void aCellThatIsBrightAtNightIsFoundAfterThreeHours() {
        now = at("18:00:00");
        Random noise = new Random(7);
        while (now.isBefore(at("21:05:00"))) {
            measure(800 + noise.nextInt(50));
        }
        assertTrue(view().words().endsWith("lx at night"), view().words());
        assertFalse(view().healthy());
    }

    @Test
    void withoutAClockTenClearlyBrightMinutesAreDay() {
        clockKnown = false;
        Random noise = new Random(3);
        for (int second = 0; second < 600; second += 10) {
            measure(101 + noise.nextInt(500));
            assertFalse(view().clearlyDay(), "after " + second + " s");
        }
        measure(150);
        assertTrue(view().clearlyDay());
        measure(100);
        assertFalse(view().clearlyDay(), "one dark reading ends it at once");
    }

    @Test
    void withoutAClockACellThatShowsNoNightForADayIsNotBelieved() {
        clockKnown = false;
        Random noise = new Random(3);
        measure(5);
        for (int minute = 0; minute < 24 * 60; minute++) {
            pass(Duration.ofSeconds(50));
            measure(200 + noise.nextInt(500));
        }
        assertTrue(view().healthy());
        pass(Duration.ofSeconds(50));
        measure(300);
        assertEquals("the photocell shows no change of day and night", view().words());
        assertFalse(view().clearlyDay());
    }

    @Test
    void withoutAClockOneBrightReadingAfterAGapProvesNothing() {
        clockKnown = false;
        Random noise = new Random(3);
        for (int reading = 0; reading < 100; reading++) {
            measure(500 + noise.nextInt(500));
        }
        assertTrue(view().clearlyDay());
        pass(Duration.ofHours(4));
        assertFalse(view().clearlyDay());
        measure(150);
        assertFalse(view().clearlyDay(), "nobody knows what was in between");
        pass(Duration.ofMinutes(3));
        assertFalse(view().healthy(), "one gap does not make the next one usual");
    }

    @Test
    void withoutAClockOnlyAFreshReadingProvesDay() {
        clockKnown = false;
        for (int hour = 0; hour < 5; hour++) {
            pass(Duration.ofHours(1));
            measure(500 + hour);
        }
        assertTrue(view().clearlyDay());
        pass(Duration.ofMinutes(3));
        assertTrue(view().healthy(), "it is read once an hour");
        assertFalse(view().clearlyDay());
    }

    @Test
    void inFullSunAChipStandsAtTheEndOfItsRangeAndIsWell() {
        now = at("12:00:00");
        for (int reading = 0; reading < 100; reading++) {
            measure(54_612.5);
        }
        assertTrue(view().healthy());
        clockKnown = false;
        assertEquals("the photocell hangs at 54612.5 lx", view().words(), "without a clock it may be any time");
    }

    @Test
    void aWindowOfZeroTurnsThePhotocellOff() {
        Photocell unheard = new Photocell(new PhotocellRule(35, 25, Duration.ZERO));
        now = at("17:00:00");
        for (int reading = 0; reading < 20; reading++) {
            pass(EVERY);
            unheard.measured(1, sinceBoot);
            assertFalse(unheard.view(sky(), moment()).lit());
        }
    }

    @Test
    void nothingIsWrongWithACellThatIsNotThere() {
        assertNull(PhotocellView.NONE.fault());
        assertFalse(PhotocellView.NONE.healthy());
    }

    private void measureUntil(String time, double lux) {
        while (now.isBefore(at(time))) {
            // A real cell always moves a little.
            measure(lux + (lux > 20 ? (now.getEpochSecond() / 10 % 3) * 0.1 : 0));
        }
    }

    private void measure(double lux) {
        pass(EVERY);
        cell.measured(lux, sinceBoot);
        view();
    }

    private void pass(Duration time) {
        now = now.plus(time);
        sinceBoot = sinceBoot.plus(time);
    }

    private PhotocellView view() {
        return cell.view(clockKnown ? sky() : null, moment());
    }

    private Moment moment() {
        return new Moment(now, clockKnown, sinceBoot);
    }

    private Daylight sky() {
        Daylight known = sky;
        if (known == null || !known.covers(now)) {
            known = Daylight.at(Scenes.RHINE, now);
            sky = known;
        }
        return known;
    }

    private static Instant at(String time) {
        return LocalDate.of(2026, 12, 21)
                .atTime(LocalTime.parse(time))
                .atZone(BERLIN)
                .toInstant();
    }
}
