package io.smartpole.uplink;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often a broker has closed a connection that was up. MQTT 3.1.1 does not tell a pole that another client came with its
 * client id; the broker just closes the older connection, so that both throw each other out again and again.
 */
final class Disturbances {

    static final Duration SPAN = Duration.ofMinutes(30);
    static final int MANY = 3;

    private final Deque<Duration> closes = new ArrayDeque<>();

    /**
     * @param now of one more close, since boot
     * @return whether there were so many that another client is the likely cause
     */
    boolean many(Duration now) {
        closes.addLast(now);
        closes.removeIf(close -> now.minus(close).compareTo(SPAN) > 0);
        return closes.size() >= MANY;
    }
}
