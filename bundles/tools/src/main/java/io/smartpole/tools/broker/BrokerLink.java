package io.smartpole.tools.broker;

import io.smartpole.tools.terminal.UserError;
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
public final class BrokerLink implements AutoCloseable {

    public static final int ALL = -1;

    private static final Duration TRY_AGAIN = Duration.ofSeconds(10);
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
     * @param acknowledgement tells that broker that it need not send it again, over the connection that brought it
     */
    public record Delivery(String topic, byte[] bytes, boolean retained, int broker, Runnable acknowledgement) {

        /** Of a session that was kept: the broker need not send it again. */
        public void acknowledge() {
            acknowledgement.run();
        }
    }

    private BrokerLink(Brokers brokers, BrokerConnection.Session session, PrintWriter err) {
        this.brokers = brokers;
        this.session = session;
        this.err = err;
        // A session that was kept begins with all that waited for it, before the broker even answers. No limit of ours
        // is
        // needed: a broker sends at most 65,535 messages that are not acknowledged (MQTT 3.1.1, 2.3.1), mosquitto 20.
        arrived = session.clientId() == null ? new ArrayBlockingQueue<>(MOST_WAITING) : new LinkedBlockingQueue<>();
    }

    /**
     * @param clientId names the session at the broker, whose messages are then acknowledged by {@link Delivery#acknowledge}; null
     *     for a session that ends with this connection and acknowledges by itself
     * @param filters what to subscribe to
     * @param err told about lost connections
     * @throws UserError if no broker can be reached, or all refuse
     */
    public static BrokerLink connect(
            Brokers brokers, @Nullable String clientId, List<String> filters, PrintWriter err) {
        return connect(brokers, new BrokerConnection.Session(clientId, filters), err, TRY_AGAIN);
    }

    static BrokerLink connect(Brokers brokers, BrokerConnection.Session session, PrintWriter err, Duration tryAgain) {
        BrokerLink link = new BrokerLink(brokers, session, err);
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
        missing.forEach(broker -> link.keepTrying(broker, tryAgain));
        return link;
    }

    private BrokerConnection open(int broker) throws MqttException {
        return BrokerConnection.open(brokers, broker, session, arrived, err);
    }

    private void keepTrying(int broker, Duration tryAgain) {
        Thread thread = new Thread(() -> tryUntilClosed(broker, tryAgain), "broker " + broker);
        thread.setDaemon(true);
        thread.start();
    }

    private void tryUntilClosed(int broker, Duration tryAgain) {
        try {
            while (!closed.await(tryAgain.toMillis(), TimeUnit.MILLISECONDS)) {
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
    public List<Delivery> take(int most) throws InterruptedException {
        List<Delivery> group = new ArrayList<>();
        group.add(arrived.take());
        arrived.drainTo(group, most - 1);
        return group;
    }

    /**
     * Waits for the next messages, but not for ever.
     *
     * @return up to {@code most}
     */
    public List<Delivery> take(int most, Duration patience) throws InterruptedException {
        List<Delivery> group = new ArrayList<>();
        poll(patience).ifPresent(group::add);
        arrived.drainTo(group, most - group.size());
        return group;
    }

    /** @return what has arrived and was not taken yet */
    public List<Delivery> takeAll() {
        List<Delivery> group = new ArrayList<>();
        arrived.drainTo(group);
        return group;
    }

    /** Waits for one message, but not for ever. */
    public Optional<Delivery> poll(Duration patience) throws InterruptedException {
        return Optional.ofNullable(arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /**
     * Waits for what the brokers have retained: they send it at once, so that a silence says that this was all.
     *
     * @param most ends the waiting
     */
    public List<Delivery> retained(int most) throws InterruptedException {
        List<Delivery> all = new ArrayList<>();
        Optional<Delivery> next = poll(FIRST_WITHIN);
        while (next.isPresent()) {
            all.add(next.get());
            next = all.size() >= most ? Optional.empty() : poll(SILENCE);
        }
        return all;
    }

    /** @return whether at least one broker is sent it */
    public boolean publish(String topic, byte[] payload) {
        return publish(topic, payload, false, ALL);
    }

    /**
     * @param retained whether the brokers keep it for those who subscribe later
     * @param broker which is sent it, by its place among those that were named; {@link #ALL}
     * @return whether at least one broker is sent it
     */
    public boolean publish(String topic, byte[] payload, boolean retained, int broker) {
        boolean taken = false;
        for (BrokerConnection connection : connections) {
            if (broker == ALL || broker == connection.number()) {
                taken |= connection.publish(topic, payload, retained);
            }
        }
        return taken;
    }

    /**
     * Publishes what brokers keep, and waits until they have said so.
     *
     * @return whether at least one broker has it
     */
    public boolean deliver(String topic, byte[] payload) {
        boolean has = false;
        for (BrokerConnection connection : connections) {
            has |= connection.deliver(topic, payload);
        }
        return has;
    }

    @Override
    public synchronized void close() {
        closed.countDown();
        connections.forEach(BrokerConnection::close);
    }
}
