package io.smartpole.simulation.world;

import io.smartpole.core.pole.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** People and vehicles in front of the pole's presence sensor. Who comes next does not depend on who came before. */
final class PassersBy implements Occasions {

    /** Passers-by per hour, for each hour of the local day. */
    private static final double[] PER_HOUR = {
        4, 2, 1.5, 1, 1.5, 4, 12, 25, 30, 20, 18, 20, 24, 22, 20, 24, 30, 36, 40, 40, 34, 26, 16, 8
    };

    private static final double SHORTEST_S = 4;
    private static final double LONGEST_S = 12;

    private final Chance chance;
    private final Supplier<Place> place;

    PassersBy(Chance chance, Supplier<Place> place) {
        this.chance = chance;
        this.place = place;
    }

    @Override
    public List<Span> spans(Instant from, Instant to) {
        List<Span> spans = new ArrayList<>();
        long last = Math.floorDiv(to.getEpochSecond(), 60L);
        for (long minute = Math.floorDiv(from.getEpochSecond() - (long) LONGEST_S, 60L); minute <= last; minute++) {
            passersOf(minute, spans);
        }
        return spans;
    }

    private void passersOf(long minute, List<Span> spans) {
        Instant start = Instant.ofEpochSecond(minute * 60);
        int hour = start.atZone(place.get().zone()).getHour();
        int passers = chance.poisson(minute, PER_HOUR[hour] / 60);
        for (int passer = 1; passer <= passers; passer++) {
            // Draws 0, 1, 2... of the slot belong to the number of passers.
            Instant comes = start.plusMillis((long) (60_000 * chance.draw(minute, -2 * passer)));
            double stays = SHORTEST_S + (LONGEST_S - SHORTEST_S) * chance.draw(minute, -2 * passer - 1);
            spans.add(new Span(comes, comes.plusMillis((long) (1000 * stays))));
        }
    }
}
