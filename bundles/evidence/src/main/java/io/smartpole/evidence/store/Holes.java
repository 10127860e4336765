package io.smartpole.evidence.store;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which numbers are missing inside the stored chains for a known reason: receipted and overwritten, or lost and told.
 *
 * <p>Not safe for use by several threads.
 */
final class Holes {

    /** Neither {@code first} nor {@code last} is stored, nor what is between. */
    record Hole(Lane lane, KeyId key, long first, long last) {

        private boolean touches(Hole other) {
            return sameChain(other) && first <= other.last + 1 && other.first <= last + 1;
        }

        private boolean sameChain(Hole other) {
            return lane == other.lane && key.equals(other.key);
        }

        private Hole with(Hole other) {
            return new Hole(lane, key, Math.min(first, other.first), Math.max(last, other.last));
        }
    }

    private final List<Hole> holes = new ArrayList<>();

    void add(Hole hole) {
        // Those that are known do not touch each other, so that one that touches the new one can not lead to a third.
        Hole merged = hole;
        for (Hole known : all()) {
            if (known.touches(hole)) {
                merged = merged.with(known);
                holes.remove(known);
            }
        }
        holes.add(merged);
    }

    boolean explain(Hole hole) {
        return holes.stream()
                .anyMatch(known -> known.sameChain(hole) && known.first <= hole.first && hole.last <= known.last);
    }

    /** Forgets what lies before the oldest stored batch of a chain. */
    void forgetBefore(Lane lane, KeyId key, long seq) {
        holes.removeIf(hole -> hole.lane == lane && hole.key.equals(key) && hole.last < seq);
    }

    /** Forgets holes in the chains of other keys. */
    void keepOnly(Lane lane, Set<KeyId> keys) {
        holes.removeIf(hole -> hole.lane == lane && !keys.contains(hole.key));
    }

    List<Hole> all() {
        return List.copyOf(holes);
    }
}
