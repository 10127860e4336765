package io.smartpole.uplink;

import io.smartpole.uplink.drain.Drain;
import io.smartpole.uplink.drain.Line;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is up. It limits what others hand over, since the MQTT library would queue without limit, and sees when
 * the broker falls silent: while messages of QoS 1 wait, each acknowledgement starts the patience anew, so that a line that
 * is slow is not taken for a dead one. Called on any thread.
 */
final class Wire implements Line {

    static final int OUTBOX_LIMIT = 64;

    private static final int STATE = 2; // it may change again before its PUBACK
    static final int LARGEST_IN_FLIGHT = OUTBOX_LIMIT + STATE + Drain.LARGEST_IN_FLIGHT;

    private final Connection connection;
    private final Supplier<Duration> clock;
    private final Duration patience;
    private final Counters counters;
    private final AtomicInteger outbox = new AtomicInteger();

    /** Messages of QoS 1 that were published, and which of them was acknowledged last. */
    private long published;

    private long acknowledged;
    private Duration heard;

    /**
     * @param clock time since boot
     * @param patience how long everything may stay unacknowledged
     */
    Wire(Connection connection, Supplier<Duration> clock, Duration patience, Counters counters) {
        this.connection = connection;
        this.clock = clock;
        this.patience = patience;
        this.counters = counters;
        this.heard = clock.get();
    }

    /** As {@link #publish(String, byte[], int, boolean, Runnable)}, for messages of others, of which only so many may wait. */
    boolean publish(String topic, byte[] payload, int qos, boolean retain) {
        if (outbox.incrementAndGet() > OUTBOX_LIMIT || !publish(topic, payload, qos, retain, outbox::decrementAndGet)) {
            outbox.decrementAndGet();
            return false;
        }
        return true;
    }

    @Override
    public boolean publish(String topic, byte[] payload, int qos, boolean retain, Runnable delivered) {
        if (qos == 0) {
            return connection.publish(topic, payload, qos, retain, delivered);
        }
        long order = sent();
        boolean taken = connection.publish(topic, payload, qos, retain, () -> {
            acknowledged(order);
            delivered.run();
        });
        if (!taken) {
            notSent(order);
        }
        return taken;
    }

    private synchronized long sent() {
        if (!waits()) {
            heard = clock.get(); // the patience begins with what is waited for
        }
        return ++published;
    }

    private synchronized void notSent(long order) {
        if (order == published) {
            published--;
        }
    }

    /** A broker acknowledges in order (MQTT 3.1.1, 4.6): what it left out before is not waited for. */
    private synchronized void acknowledged(long order) {
        acknowledged = Math.max(acknowledged, order);
        heard = clock.get();
        counters.acknowledged = heard;
        counters.published.incrementAndGet();
    }

    private boolean waits() {
        return acknowledged < published;
    }

    @Override
    public synchronized boolean quiet(Duration now) {
        return !waits() && now.minus(heard).compareTo(patience.dividedBy(4)) >= 0;
    }

    /** @return when the patience ends, since boot; null if nothing is waited for */
    synchronized @Nullable Duration silentAt() {
        return waits() ? heard.plus(patience) : null;
    }
}
