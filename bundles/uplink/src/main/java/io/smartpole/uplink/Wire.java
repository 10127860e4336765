package io.smartpole.uplink;

import io.smartpole.uplink.drain.Drain;
import io.smartpole.uplink.drain.Line;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is up. It limits what others hand over, since the MQTT library would queue without limit, and sees when
 * the broker falls silent: while messages of QoS 1 wait, each acknowledgement starts the patience anew, so that a line that
 * is slow is not taken for a dead one. Called on any thread.
 */
final class Wire implements Line {

    static final int OUTBOX_LIMIT = 64;

    /** Acknowledgements of later messages have come for so long: this one's will not. */
    static final Duration LEFT_OUT = Duration.ofMinutes(1);

    /** After so long a broker that took no batches is tried with some again. */
    static final Duration FORGIVEN = Duration.ofHours(1);

    /** The MQTT library goes on counting them as in flight. */
    static final int MOST_LEFT_OUT = 900;

    private static final int STATE = 3; // it may change again before its PUBACK, and be a witness
    static final int LARGEST_IN_FLIGHT = OUTBOX_LIMIT + STATE + Drain.LARGEST_IN_FLIGHT + MOST_LEFT_OUT;

    private final Connection connection;
    private final Supplier<Duration> clock;
    private final Duration patience;
    private final Counters counters;

    // Guarded by this.
    /** Messages of QoS 1 that were published, and which of them was acknowledged last. */
    private long published;

    private long acknowledged;
    private Duration heard;
    /** Messages of others that are on their way, the oldest first. */
    private final Map<Long, Sent> outbox = new LinkedHashMap<>();

    private long serial;
    private long acknowledgements;
    private @Nullable Duration refused;
    private @Nullable String leftOutTopic;
    private @Nullable State state;

    private record State(String topic, byte[] payload) {}

    /** @param order among those of QoS 1; 0 for QoS 0 */
    private record Sent(String topic, long order, Duration since) {}

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

    /** Publishes the pole's retained state. */
    boolean announce(String topic, byte[] payload, Runnable delivered) {
        boolean taken = publish(topic, payload, 1, true, delivered);
        if (taken) {
            synchronized (this) {
                state = new State(topic, payload);
            }
        }
        return taken;
    }

    /** With the state, since whoever gets it again learns nothing wrong. */
    @Override
    public boolean witness(Runnable acknowledged) {
        State last;
        synchronized (this) {
            last = state;
        }
        return last != null && publish(last.topic(), last.payload(), 1, true, acknowledged);
    }

    @Override
    public Duration patience() {
        return patience;
    }

    /** As {@link #publish(String, byte[], int, boolean, Runnable)}, for messages of others, of which only so many may wait. */
    boolean publish(String topic, byte[] payload, int qos, boolean retain) {
        long order;
        long number;
        synchronized (this) {
            tidy();
            if (outbox.size() >= OUTBOX_LIMIT) {
                return false;
            }
            order = qos == 0 ? 0 : sent();
            number = ++serial;
            outbox.put(number, new Sent(topic, order, clock.get()));
        }
        boolean taken = send(topic, payload, qos, retain, order, () -> left(number));
        if (!taken) {
            left(number);
        }
        return taken;
    }

    private synchronized void left(long number) {
        outbox.remove(number);
    }

    /** Else a topic on which the broker acknowledges nothing would in the end keep all answers on the pole. */
    private void tidy() {
        Duration now = clock.get();
        outbox.values().removeIf(sent -> {
            boolean passedOver = sent.order() > 0
                    && sent.order() < acknowledged
                    && now.minus(sent.since()).compareTo(LEFT_OUT) >= 0;
            if (passedOver) {
                leftOutTopic = sent.topic();
            }
            return passedOver;
        });
    }

    /** @return whether it acknowledged more than that the pole is there */
    synchronized boolean acknowledges() {
        return acknowledgements > 1;
    }

    /** @return a topic on which the broker acknowledges nothing, although it does on others; null if there is none */
    synchronized @Nullable String leftOut() {
        return leftOutTopic;
    }

    /** @return whether so much was left out, batches too, that the connection will soon take nothing more */
    synchronized boolean full() {
        return acknowledged - acknowledgements >= MOST_LEFT_OUT;
    }

    @Override
    public synchronized void takesBatches(boolean takes) {
        refused = takes ? null : clock.get();
    }

    /** @return whether it lately took no batches; another broker may be better until it is {@link #FORGIVEN} */
    synchronized boolean refusesBatches() {
        return refused != null && clock.get().minus(refused).compareTo(FORGIVEN) < 0;
    }

    @Override
    public boolean publish(String topic, byte[] payload, int qos, boolean retain, Runnable delivered) {
        return send(topic, payload, qos, retain, qos == 0 ? 0 : sent(), delivered);
    }

    private boolean send(String topic, byte[] payload, int qos, boolean retain, long order, Runnable delivered) {
        boolean taken = connection.publish(topic, payload, qos, retain, () -> {
            if (order > 0) {
                acknowledged(order);
            }
            delivered.run();
        });
        if (!taken && order > 0) {
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
        acknowledgements++;
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
