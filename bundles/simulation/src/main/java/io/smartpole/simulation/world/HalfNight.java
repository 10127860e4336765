package io.smartpole.simulation.world;

import io.smartpole.core.pole.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The half-night phase, as a cabinet switches it: live from civil dusk until 23:00 and from 05:00 until civil dawn, local
 * time. On nights that begin after 23:00 or end before 05:00 it is not live then.
 */
final class HalfNight implements Occasions {

    private static final LocalTime OFF = LocalTime.of(23, 0);
    private static final LocalTime ON_AGAIN = LocalTime.of(5, 0);
    private static final double CIVIL_TWILIGHT = -6;

    private final Supplier<Place> place;

    /** The latest stretch that was asked for, for it is asked for again and again. */
    private @Nullable Stretch known;

    private record Stretch(LocalDate first, LocalDate last, Place place, List<Span> spans) {}

    HalfNight(Supplier<Place> place) {
        this.place = place;
    }

    @Override
    public synchronized List<Span> spans(Instant from, Instant to) {
        Place here = place.get();
        LocalDate first = LocalDate.ofInstant(from, here.zone());
        LocalDate last = LocalDate.ofInstant(to, here.zone());
        if (known == null || !known.first.equals(first) || !known.last.equals(last) || !known.place.equals(here)) {
            known = new Stretch(first, last, here, spans(first, last, here));
        }
        return known.spans;
    }

    private static List<Span> spans(LocalDate first, LocalDate last, Place here) {
        List<Span> spans = new ArrayList<>();
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            Instant onAgain = day.atTime(ON_AGAIN).atZone(here.zone()).toInstant();
            Instant off = day.atTime(OFF).atZone(here.zone()).toInstant();
            Instant middle = onAgain.plus(Duration.between(onAgain, off).dividedBy(2));
            addDark(spans, onAgain, middle, here);
            addDark(spans, middle, off, here);
        }
        return List.copyOf(spans);
    }

    /** Adds the dark part of a stretch in which it turns light or dark once at most. */
    private static void addDark(List<Span> spans, Instant from, Instant to, Place here) {
        boolean darkBefore = dark(from, here);
        boolean darkAfter = dark(to, here);
        if (darkBefore && darkAfter) {
            spans.add(new Span(from, to));
        } else if (darkBefore) {
            spans.add(new Span(from, turn(from, to, here)));
        } else if (darkAfter) {
            spans.add(new Span(turn(from, to, here), to));
        }
    }

    /** @return to the second, when it turns between a dark and a light moment */
    private static Instant turn(Instant from, Instant to, Place here) {
        boolean darkBefore = dark(from, here);
        Instant low = from;
        Instant high = to;
        while (low.plusSeconds(1).isBefore(high)) {
            Instant middle = low.plus(Duration.between(low, high).dividedBy(2));
            if (dark(middle, here) == darkBefore) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static boolean dark(Instant time, Place here) {
        return Daylight.sunElevation(time, here) < CIVIL_TWILIGHT;
    }
}
