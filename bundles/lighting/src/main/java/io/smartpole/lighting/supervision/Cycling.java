package io.smartpole.lighting.supervision;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether a lamp that is to burn goes off and on by itself: 4 changes within 90 samples raise it, 90 samples
 * without a change clear it. 90 samples are 15 min at 10 s: a discharge lamp at its end, or an overheated LED driver,
 * needs some minutes for each round.
 */
final class Cycling {

    static final int K = 4;
    static final int WINDOW = 90;

    private record Change(Duration at, boolean lit, double power, long number) {}

    private final Deque<Change> changes = new ArrayDeque<>(K);
    private @Nullable Boolean lit;
    private long number;
    private boolean raised;

    /**
     * @param nowLit what a sample says while it is to burn
     * @return true if it was raised or cleared by this sample
     */
    boolean add(Duration at, boolean nowLit, double power) {
        number++;
        while (!changes.isEmpty() && number - changes.getFirst().number >= WINDOW) {
            changes.removeFirst();
        }
        if (lit != null && lit != nowLit) {
            if (changes.size() == K) {
                changes.removeFirst();
            }
            changes.addLast(new Change(at, nowLit, power, number));
        }
        lit = nowLit;
        if (raised ? !changes.isEmpty() : changes.size() < K) {
            return false;
        }
        raised = !raised;
        return true;
    }

    /** It is to be off, so what comes next is no change by itself. */
    void switchedOff() {
        lit = null;
    }

    boolean isRaised() {
        return raised;
    }

    /** @return true if it has gone off and come back: going off once more may be the next round */
    boolean isSuspected() {
        return changes.size() >= 2;
    }

    /** @return of the latest change */
    String evidence() {
        if (!raised) {
            return WINDOW + " samples in a row without going off or on by itself";
        }
        Duration first = changes.getFirst().at;
        return changes.stream()
                .map(change -> "%s at %s W".formatted(change.lit ? "lit" : "dark", Tally.number(change.power)))
                .collect(Collectors.joining(
                        ", ",
                        "it was to burn, but changed %d times within %d s: "
                                .formatted(K, changes.getLast().at.minus(first).toSeconds()),
                        ""));
    }
}
