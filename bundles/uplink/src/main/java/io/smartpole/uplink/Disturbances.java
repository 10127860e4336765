package io.smartpole.uplink;

import java.io.EOFException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often a broker has closed a connection that was up. MQTT 3.1.1 does not tell a pole that another client came with its
 * client id; the broker just closes the older connection, so that both throw each other out again and again.
 */
final class Disturbances {

    static final Duration SPAN = Duration.ofMinutes(30);

    /** One more than it takes until a batch over which the broker closes is set aside. */
    static final int MANY = 4;

    private final Deque<Duration> closes = new ArrayDeque<>();

    /**
     * @param cause why the connection is lost; only one that was closed in order counts, since a reset comes from elsewhere
     * @param now since boot
     * @return whether there were so many that another client is the likely cause
     */
    boolean oneMoreIsMany(Throwable cause, Duration now) {
        if (!closedInOrder(cause)) {
            return false;
        }
        closes.addLast(now);
        closes.removeIf(close -> now.minus(close).compareTo(SPAN) > 0);
        return closes.size() >= MANY;
    }

    void forget() {
        closes.clear();
    }

    private static boolean closedInOrder(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof EOFException) {
                return true;
            }
        }
        return false;
    }
}
