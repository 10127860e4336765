package io.smartpole.simulation.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.pole.Place;
import io.smartpole.simulation.world.Occasions.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class HalfNightTest {

    private static final Place DORMAGEN = new Place(51.09, 6.84, ZoneId.of("Europe/Berlin"));

    private Place place = DORMAGEN;
    private final HalfNight phase = new HalfNight(() -> place);

    /** Civil dusk of 1 January at 16:15:47 UTC, civil dawn at 06:56:49 UTC, as published for this place. */
    @Test
    void inWinterItIsLiveFromDuskToElevenAndFromFiveToDawn() {
        Instant midnight = Instant.parse("2025-12-31T23:00:00Z");
        List<Span> spans = phase.spans(midnight, midnight.plusSeconds(1));
        assertEquals(2, spans.size());
        assertEquals(Instant.parse("2026-01-01T04:00:00Z"), spans.get(0).start());
        assertNear("2026-01-01T06:56:49Z", spans.get(0).end());
        assertNear("2026-01-01T16:15:47Z", spans.get(1).start());
        assertEquals(Instant.parse("2026-01-01T22:00:00Z"), spans.get(1).end());
    }

    /** Civil dusk of 21 June at 22:38:14 local time, civil dawn at 04:30:40. */
    @Test
    void inSummerItIsLiveForMinutesInTheEveningOnly() {
        List<Span> spans = phase.spans(Instant.parse("2026-06-21T12:00:00Z"), Instant.parse("2026-06-21T12:00:00Z"));
        assertEquals(1, spans.size());
        assertNear("2026-06-21T20:38:14Z", spans.get(0).start());
        assertEquals(Instant.parse("2026-06-21T21:00:00Z"), spans.get(0).end());
    }

    @Test
    void inPolarNightItIsLiveAllDayAndInPolarDayNever() {
        place = new Place(78.2, 15.6, ZoneId.of("Arctic/Longyearbyen"));
        assertTrue(phase.at(Instant.parse("2026-12-21T11:00:00Z")));
        assertFalse(phase.at(Instant.parse("2026-12-21T23:00:00Z")), "midnight, local time");
        assertTrue(phase.spans(Instant.parse("2026-06-21T00:00:00Z"), Instant.parse("2026-06-23T00:00:00Z"))
                .isEmpty());
    }

    @Test
    void theHoursAreLocalOnBothDaysOnWhichTheClocksChange() {
        assertTrue(phase.at(Instant.parse("2026-03-29T03:30:00Z")), "05:30 in summer time");
        assertFalse(phase.at(Instant.parse("2026-03-29T02:30:00Z")), "04:30");
        assertTrue(phase.at(Instant.parse("2026-10-25T21:30:00Z")), "22:30 in winter time");
        assertFalse(phase.at(Instant.parse("2026-10-25T03:30:00Z")), "04:30");
    }

    @Test
    void aPoleThatIsMovedFollowsItsNewPlace() {
        Instant time = Instant.parse("2026-01-01T16:30:00Z");
        assertTrue(phase.at(time));
        place = new Place(51.09, -30, ZoneId.of("Europe/Berlin"));
        assertFalse(phase.at(time));
    }

    private static void assertNear(String expected, Instant actual) {
        Duration error = Duration.between(Instant.parse(expected), actual).abs();
        assertTrue(error.compareTo(Duration.ofSeconds(75)) < 0, actual + " instead of " + expected);
    }
}
