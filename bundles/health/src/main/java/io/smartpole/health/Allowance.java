package io.smartpole.health;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** So much may be told within a time, and no more. Used by one thread at a time. */
final class Allowance {

    private final int most;
    private final Duration window;
    private final Deque<Duration> taken = new ArrayDeque<>();

    Allowance(int most, Duration window) {
        this.most = most;
        this.window = window;
    }

    /** @param now since boot */
    boolean left(Duration now) {
        while (!taken.isEmpty() && now.minus(taken.getFirst()).compareTo(window) >= 0) {
            taken.removeFirst();
        }
        return taken.size() < most;
    }

    void take(Duration now) {
        taken.addLast(now);
    }
}
