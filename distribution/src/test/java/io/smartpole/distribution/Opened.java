package io.smartpole.distribution;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a test class opened before its tests, to be closed in turn, the last first; also when the rest did not start. */
final class Opened {

    private final Deque<AutoCloseable> all = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T opened) {
        all.push(opened);
        return opened;
    }

    void close() throws Exception {
        while (!all.isEmpty()) {
            all.pop().close();
        }
    }
}
