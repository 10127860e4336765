package io.smartpole.simulation.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.pole.Place;
import io.smartpole.simulation.world.Occasions.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OccasionsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Place DORMAGEN = new Place(51.09, 6.84, BERLIN);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int DAYS = 365;

    private final Occasions passersBy = new PassersBy(new Chance(1), () -> DORMAGEN);
    private final Occasions door = new DoorOpenings(new Chance(1), () -> DORMAGEN);

    @Test
    void theEveningSeesFortyPassersByPerHourAndThreeInTheMorningOne() {
        int[] byHour = new int[24];
        for (Span passer : everyoneIn(DAYS)) {
            byHour[passer.start().atZone(BERLIN).getHour()]++;
        }
        assertEquals(40.0, byHour[19] / (double) DAYS, 2);
        assertEquals(1.0, byHour[3] / (double) DAYS, 0.3);
    }

    @Test
    void aPasserByStaysForFourToTwelveSeconds() {
        for (Span passer : everyoneIn(10)) {
            Duration stay = Duration.between(passer.start(), passer.end());
            assertTrue(stay.toMillis() >= 4000 && stay.toMillis() <= 12_000, "stayed " + stay);
        }
    }

    @Test
    void whoeverIsThereIsSeenFromHisFirstToHisLastMoment() {
        for (Span passer : everyoneIn(10)) {
            assertTrue(passersBy.at(passer.start()));
            assertTrue(passersBy.at(passer.end().minusNanos(1)));
        }
    }

    @Test
    void aWindowShowsTheSameEdgesWhetherLookedAtAsAWholeOrInSteps() {
        Instant end = START.plus(Duration.ofHours(12));
        List<Instant> whole = passersBy.edges(START, end);
        List<Instant> steps = new ArrayList<>();
        for (Instant from = START; from.isBefore(end); from = from.plusSeconds(7)) {
            Instant to = from.plusSeconds(7);
            steps.addAll(passersBy.edges(from, to.isAfter(end) ? end : to));
        }
        assertFalse(whole.isEmpty());
        assertEquals(whole, steps);
    }

    @Test
    void nothingChangesBetweenTwoEdges() {
        Instant former = START;
        for (Instant edge : passersBy.edges(START, START.plus(Duration.ofHours(6)))) {
            Duration half = Duration.between(former, edge).dividedBy(2);
            assertEquals(passersBy.at(former), passersBy.at(former.plus(half)));
            former = edge;
        }
    }

    @Test
    void theDoorIsOpenedOnOneDayInFiveForMinutesInWorkingHours() {
        List<Span> openings = door.spans(START, START.plus(Duration.ofDays(DAYS)));
        Set<LocalDate> days = new HashSet<>();
        for (Span opening : openings) {
            ZonedDateTime opens = opening.start().atZone(BERLIN);
            ZonedDateTime closes = opening.end().atZone(BERLIN);
            days.add(opens.toLocalDate());
            assertFalse(opens.toLocalTime().isBefore(LocalTime.of(8, 0)), "opened at " + opens);
            assertFalse(closes.toLocalTime().isAfter(LocalTime.of(16, 20)), "closed at " + closes);
            Duration open = Duration.between(opens, closes);
            assertTrue(open.toMinutes() >= 5 && open.toMinutes() <= 20, "open for " + open);
            assertTrue(door.at(opening.start()) && !door.at(opening.end()));
        }
        assertEquals(openings.size(), days.size(), "at most once a day");
        assertEquals(0.2, openings.size() / (double) DAYS, 0.06);
    }

    @Test
    void anotherSeedBringsOtherPeople() {
        Occasions others = new PassersBy(new Chance(2), () -> DORMAGEN);
        Instant end = START.plus(Duration.ofHours(24));
        assertFalse(passersBy.spans(START, end).equals(others.spans(START, end)));
    }

    @Test
    void peopleFollowTheClockOfThePlace() {
        Place tokyo = new Place(35.7, 139.7, ZoneId.of("Asia/Tokyo"));
        Occasions there = new PassersBy(new Chance(1), () -> tokyo);
        int evening = 0;
        int night = 0;
        for (int day = 0; day < 100; day++) {
            // 19:00 and 03:00 in Tokyo
            evening += there.spans(hour(day, 10), hour(day, 11)).size();
            night += there.spans(hour(day, 18), hour(day, 19)).size();
        }
        assertTrue(evening > 10 * night, evening + " in the evening, " + night + " at night");
    }

    private List<Span> everyoneIn(int days) {
        return passersBy.spans(START, START.plus(Duration.ofDays(days)).minusSeconds(1)).stream()
                .filter(passer -> !passer.start().isBefore(START))
                .toList();
    }

    private static Instant hour(int day, int hour) {
        return START.plus(Duration.ofDays(day)).plus(Duration.ofHours(hour));
    }
}
