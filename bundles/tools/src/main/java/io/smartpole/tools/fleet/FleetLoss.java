package io.smartpole.tools.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Poles of one cabinet that were lost together: not so many faults, but one, and not at the poles.
 *
 * @param where such as {@code dormagen cabinet S-12, phase L2}
 * @param poles that were lost
 * @param ofCabinet how many poles the cabinet feeds, as far as they are known
 * @param since when the first of them was lost; null if that was before anybody looked
 */
record FleetLoss(
        String where,
        List<String> poles,
        int ofCabinet,
        @Nullable Instant since) {

    /** Brokers notice a loss at different times, up to one and a half keep-alive times late. */
    static final Duration TOGETHER = Duration.ofSeconds(60);

    private static final int MANY = 3;

    FleetLoss {
        poles = List.copyOf(poles);
    }

    /**
     * Lost together are three poles, or half of a cabinet's poles but at least two, within {@link #TOGETHER}. Of poles
     * that were lost before anybody looked, the times are not known; they count as one bunch.
     *
     * @return the largest first
     */
    static List<FleetLoss> of(List<FleetPole> fleet, Instant now) {
        Map<String, List<FleetPole>> cabinets = new TreeMap<>();
        for (FleetPole pole : fleet) {
            if (pole.health() != null && !pole.health().cabinet().isEmpty()) {
                cabinets.computeIfAbsent(
                                pole.site() + " cabinet " + pole.health().cabinet(), name -> new ArrayList<>())
                        .add(pole);
            }
        }
        List<FleetLoss> losses = new ArrayList<>();
        cabinets.forEach((name, poles) -> {
            for (List<FleetPole> bunch : bunches(poles, now)) {
                if (bunch.size() >= MANY || (bunch.size() >= 2 && bunch.size() * 2 >= poles.size())) {
                    losses.add(loss(name, bunch, poles));
                }
            }
        });
        losses.sort(Comparator.comparing((FleetLoss loss) -> loss.poles.size()).reversed());
        return losses;
    }

    private static List<List<FleetPole>> bunches(List<FleetPole> cabinet, Instant now) {
        List<List<FleetPole>> bunches = new ArrayList<>();
        List<FleetPole> before = new ArrayList<>();
        List<FleetPole> seen = new ArrayList<>();
        for (FleetPole pole : cabinet) {
            if (pole.lost(now)) {
                (pole.since() == null ? before : seen).add(pole);
            }
        }
        bunches.add(before);
        seen.sort(Comparator.comparing(FleetLoss::time));
        for (FleetPole pole : seen) {
            List<FleetPole> last = bunches.get(bunches.size() - 1);
            boolean together =
                    last != before && time(pole).compareTo(time(last.get(0)).plus(TOGETHER)) <= 0;
            if (!together) {
                last = new ArrayList<>();
                bunches.add(last);
            }
            last.add(pole);
        }
        return bunches;
    }

    private static Instant time(FleetPole pole) {
        return pole.since() == null ? Instant.MIN : pole.since();
    }

    private static FleetLoss loss(String cabinet, List<FleetPole> bunch, List<FleetPole> all) {
        return new FleetLoss(
                cabinet
                        + only(bunch, all, "circuit", PoleHealth::circuit)
                        + only(bunch, all, "phase", PoleHealth::phase),
                bunch.stream().map(FleetPole::name).toList(),
                all.size(),
                bunch.get(0).since());
    }

    /** @return the circuit or the phase, if it was this one alone that failed */
    private static String only(
            List<FleetPole> bunch, List<FleetPole> all, String word, Function<PoleHealth, String> part) {
        Set<String> lost = values(bunch, part);
        boolean one =
                lost.size() == 1 && !lost.contains("") && values(all, part).size() > 1;
        return one ? ", " + word + " " + lost.iterator().next() : "";
    }

    private static Set<String> values(List<FleetPole> poles, Function<PoleHealth, String> part) {
        return poles.stream()
                .map(FleetPole::health)
                .map(health -> health == null ? "" : part.apply(health))
                .collect(Collectors.toSet());
    }
}
