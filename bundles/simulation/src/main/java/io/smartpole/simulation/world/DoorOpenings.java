package io.smartpole.simulation.world;

import io.smartpole.core.pole.Place;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A technician at the pole's door: once in some days, in working hours, for minutes. */
final class DoorOpenings implements Occasions {

    private static final double SHARE_OF_DAYS = 0.2;
    private static final LocalTime EARLIEST = LocalTime.of(8, 0);
    private static final int WORKING_MINUTES = 8 * 60;
    private static final int SHORTEST_MINUTES = 5;
    private static final int LONGEST_MINUTES = 20;

    private final Chance chance;
    private final Supplier<Place> place;

    DoorOpenings(Chance chance, Supplier<Place> place) {
        this.chance = chance;
        this.place = place;
    }

    @Override
    public List<Span> spans(Instant from, Instant to) {
        Place here = place.get();
        List<Span> spans = new ArrayList<>();
        // No opening reaches into the next day: the last one ends before 17:00.
        LocalDate last = LocalDate.ofInstant(to, here.zone());
        for (LocalDate day = LocalDate.ofInstant(from, here.zone()); !day.isAfter(last); day = day.plusDays(1)) {
            long slot = day.toEpochDay();
            if (chance.draw(slot, 0) < SHARE_OF_DAYS) {
                Instant opens = day.atTime(EARLIEST)
                        .atZone(here.zone())
                        .toInstant()
                        .plusSeconds((long) (60 * WORKING_MINUTES * chance.draw(slot, 1)));
                double minutes = SHORTEST_MINUTES + (LONGEST_MINUTES - SHORTEST_MINUTES) * chance.draw(slot, 2);
                spans.add(new Span(opens, opens.plusSeconds((long) (60 * minutes))));
            }
        }
        return spans;
    }
}
