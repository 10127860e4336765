package io.smartpole.lighting.program;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Comparator;
import java.util.List;

/**
 * The local clock of one lighting night, which runs from noon to noon and has its evening's date (TALQ: dayOffset 12).
 *
 * <p>When clocks go forward, a time that is missing happens once, at the moment of the change. When they go back, a time
 * that comes twice happens the first time only. So later local times never come earlier.
 */
record NoonToNoon(LocalDate evening, ZoneId zone) {

    /** Evening before morning. */
    static final Comparator<LocalTime> ORDER =
            Comparator.comparing((LocalTime time) -> isMorning(time)).thenComparing(Comparator.naturalOrder());

    static NoonToNoon around(Instant now, ZoneId zone) {
        LocalDate evening = LocalDateTime.ofInstant(now, zone)
                .minusHours(LocalTime.NOON.getHour())
                .toLocalDate();
        NoonToNoon night = new NoonToNoon(evening, zone);
        // A clock set back over noon shows the morning once more, but this night's end has happened.
        return night.whole().to().isAfter(now) ? night : new NoonToNoon(evening.plusDays(1), zone);
    }

    Span whole() {
        return new Span(
                instant(evening.atTime(LocalTime.NOON)),
                instant(evening.plusDays(1).atTime(LocalTime.NOON)));
    }

    Instant at(LocalTime time) {
        return instant((isMorning(time) ? evening.plusDays(1) : evening).atTime(time));
    }

    /**
     * @return from one time to another within this night; all of it if they are equal; its begin and its end, without the
     *     middle, if {@code start} comes after {@code end}
     */
    List<Span> between(LocalTime start, LocalTime end) {
        Span whole = whole();
        int order = ORDER.compare(start, end);
        if (order == 0) {
            return List.of(whole);
        }
        return order < 0
                ? List.of(new Span(at(start), at(end)))
                : List.of(new Span(whole.from(), at(end)), new Span(at(start), whole.to()));
    }

    private static boolean isMorning(LocalTime time) {
        return time.isBefore(LocalTime.NOON);
    }

    private Instant instant(LocalDateTime local) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
    }
}
