package io.smartpole.uplink.drain;

import io.smartpole.core.reading.Reading;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Readings on their way to a dashboard. They are for now or never: the oldest gives way, and without a connection all. */
public final class Telemetry {

    static final int CAPACITY = 256;

    private final ArrayDeque<Reading> queue = new ArrayDeque<>();
    private boolean live;

    /**
     * Called by those who measure; never waits for the network.
     *
     * @return false if there is no connection
     */
    public synchronized boolean offer(Reading reading) {
        if (!live) {
            return false;
        }
        if (queue.size() == CAPACITY) {
            queue.removeFirst();
        }
        queue.addLast(reading);
        return true;
    }

    synchronized @Nullable Reading poll() {
        return queue.pollFirst();
    }

    /** @param live whether there is a connection */
    public synchronized void live(boolean live) {
        this.live = live;
        queue.clear();
    }
}
