package io.smartpole.tools;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions at all brokers that were named. Each comes back by itself when its connection is lost; one that cannot be
 * reached at first is told and tried again, as long as another one can.
 */
final class BrokerLink implements Reception.Answers, AutoCloseable {

    static final int ALL = -1;

    private static final long TRY_AGAIN_S = 10;
    private static final Duration FIRST_WITHIN = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofMillis(300);

    /** When so many wait, the connections themselves wait. */
    private static final int MOST_WAITING = 1000;

    private final Brokers brokers;
    private final BrokerConnection.Session session;
    private final PrintWriter err;
    private final BlockingQueue<Delivery> arrived;
    private final List<BrokerConnection> connections = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * A message, and how to acknowledge it.
     *
     * @param retained whether it is what the broker kept from before
     * @param broker its place among the brokers that were named
     */
    record Delivery(String topic, byte[] bytes, int id, int qos, boolean retained, int broker) {}

    private BrokerLink(Brokers brokers, BrokerConnection.Session session, PrintWriter err) {
        this.brokers = brokers;
        this.session = session;
        this.err = err;
        // A session that was kept begins with all that waited for it, before the broker even answers. It needs no limit
        // of
        // ours: a broker sends at most 65,535 messages that are not acknowledged (MQTT 3.1.1, 2.3.1), mosquitto 20.
        arrived = session.clientId() == null ? new ArrayBlockingQueue<>(MOST_WAITING) : new LinkedBlockingQueue<>();
    }

    /**
     * @param clientId names the session at the broker, whose messages are then acknowledged by {@link #acknowledge}; null
     *     for a session that ends with this connection and acknowledges by itself
     * @param filters what to subscribe to
     * @param err told about lost connections
     * @throws UserError if no broker can be reached, or all refuse
     */
    static BrokerLink connect(Brokers brokers, @Nullable String clientId, List<String> filters, PrintWriter err) {
        BrokerLink link = new BrokerLink(brokers, new BrokerConnection.Session(clientId, filters), err);
        List<Integer> missing = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (int broker = 0; broker < brokers.uris().size(); broker++) {
            try {
                link.connections.add(link.open(broker));
            } catch (MqttException e) {
                missing.add(broker);
                problems.add(BrokerProblem.of(brokers.uris().get(broker), e));
            }
        }
        if (link.connections.isEmpty()) {
            throw new UserError(String.join("; ", problems)
                    + ". Another broker is named with --broker; which one the pole uses says 'pole uplink'");
        }
        problems.forEach(problem -> err.println("pole: " + problem + "; going on without it, and trying again"));
        missing.forEach(link::keepTrying);
        return link;
    }

    private BrokerConnection open(int broker) throws MqttException {
        return BrokerConnection.open(brokers, broker, session, arrived, err);
    }

    private void keepTrying(int broker) {
        Thread thread = new Thread(() -> tryUntilClosed(broker), "broker " + broker);
        thread.setDaemon(true);
        thread.start();
    }

    private void tryUntilClosed(int broker) {
        try {
            while (!closed.await(TRY_AGAIN_S, TimeUnit.SECONDS)) {
                try {
                    took(open(broker));
                    return;
                } catch (MqttException e) {
                    // Told once already.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void took(BrokerConnection connection) {
        if (closed.getCount() == 0) {
            connection.close();
        } else {
            connections.add(connection);
            err.println("pole: connected to " + connection.uri() + " as well");
            err.flush();
        }
    }

    /**
     * Waits for the next messages.
     *
     * @return 1 to {@code most}
     */
    List<Delivery> take(int most) throws InterruptedException {
        List<Delivery> group = new ArrayList<>();
        group.add(arrived.take());
        arrived.drainTo(group, most - 1);
        return group;
    }

    /** @return what has arrived and was not taken yet */
    List<Delivery> takeAll() {
        List<Delivery> group = new ArrayList<>();
        arrived.drainTo(group);
        return group;
    }

    /** Waits for one message, but not for ever. */
    Optional<Delivery> poll(Duration patience) throws InterruptedException {
        return Optional.ofNullable(arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /**
     * Waits for what the brokers have retained: they send it at once, so that a silence says that this was all.
     *
     * @param most ends the waiting
     */
    List<Delivery> retained(int most) throws InterruptedException {
        List<Delivery> all = new ArrayList<>();
        Optional<Delivery> next = poll(FIRST_WITHIN);
        while (next.isPresent()) {
            all.add(next.get());
            next = all.size() >= most ? Optional.empty() : poll(SILENCE);
        }
        return all;
    }

    /** Acknowledges a message: the broker need not send it again. */
    @Override
    public void acknowledge(Delivery delivery) {
        for (BrokerConnection connection : connections) {
            if (connection.number() == delivery.broker()) {
                connection.acknowledge(delivery);
            }
        }
    }

    @Override
    public boolean publish(String topic, byte[] payload) {
        return publish(topic, payload, false, ALL);
    }

    /**
     * @param retained whether the brokers keep it for those who subscribe later
     * @param broker which is sent it, by its place among those that were named; {@link #ALL}
     * @return whether at least one broker is sent it
     */
    boolean publish(String topic, byte[] payload, boolean retained, int broker) {
        boolean taken = false;
        for (BrokerConnection connection : connections) {
            if (broker == ALL || broker == connection.number()) {
                taken |= connection.publish(topic, payload, retained);
            }
        }
        return taken;
    }

    @Override
    public synchronized void close() {
        closed.countDown();
        connections.forEach(BrokerConnection::close);
    }
}
