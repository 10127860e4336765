package io.smartpole.tools;

import java.io.EOFException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallbackExtended;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/** A subscription at a broker that comes back by itself when the connection is lost. */
final class BrokerLink implements Reception.Answers, AutoCloseable {

    private static final int QOS = 1;
    private static final long PATIENCE_MS = 10_000;
    private static final int MOST_UNSENT = 1000;

    /** When so many wait, the connection itself waits. */
    private static final int MOST_WAITING = 1000;

    /** A gateway may know more than this command: its trusted authorities and its certificate are in its configuration. */
    private static final String TLS_FAILED = "this command trusts the authorities that Java trusts, or those in"
            + " JDK_JAVA_OPTIONS=-Djavax.net.ssl.trustStore=FILE, and shows no certificate.";

    private final MqttAsyncClient client;
    private final String filter;
    private final PrintWriter err;
    private final BlockingQueue<Delivery> arrived = new ArrayBlockingQueue<>(MOST_WAITING);
    private volatile boolean open;

    /** A message, and how to acknowledge it. */
    record Delivery(String topic, byte[] bytes, int id, int qos) {}

    private BrokerLink(MqttAsyncClient client, String filter, PrintWriter err) {
        this.client = client;
        this.filter = filter;
        this.err = err;
    }

    /**
     * @param clientId names the session at the broker; null for a session that ends with this connection
     * @param err told about lost connections
     * @throws UserError if the broker cannot be reached or refuses
     */
    static BrokerLink connect(String broker, @Nullable String clientId, String filter, PrintWriter err) {
        try {
            try {
                return open(broker, clientId, filter, err);
            } catch (MqttException e) {
                if (!(e.getCause() instanceof EOFException)) {
                    throw e;
                }
                // The demo's broker, Moquette 0.17, now and then closes on a SUBSCRIBE that came fast.
                return open(broker, clientId, filter, err);
            }
        } catch (IllegalArgumentException e) {
            throw new UserError(
                    "'" + broker + "' is no broker: write it as tcp://127.0.0.1:1883 or ssl://host:8883", e);
        } catch (MqttException e) {
            throw new UserError(
                    "cannot use the broker at " + broker + " (" + Problems.of(e) + "): "
                            + (e.getCause() instanceof SSLException ? TLS_FAILED : "is it running?")
                            + " Another broker is named with --broker; which one the pole uses says 'pole uplink'",
                    e);
        }
    }

    private static BrokerLink open(String broker, @Nullable String clientId, String filter, PrintWriter err)
            throws MqttException {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setCleanSession(clientId == null);
        options.setAutomaticReconnect(true);
        options.setMaxReconnectDelay(10_000);
        options.setMaxInflight(MOST_UNSENT);
        MqttAsyncClient client = new MqttAsyncClient(
                broker, clientId == null ? MqttAsyncClient.generateClientId() : clientId, new MemoryPersistence());
        client.setManualAcks(true);
        BrokerLink link = new BrokerLink(client, filter, err);
        client.setCallback(link.new Callback());
        try {
            client.connect(options).waitForCompletion(PATIENCE_MS);
            client.subscribe(filter, QOS).waitForCompletion(PATIENCE_MS);
        } catch (MqttException e) {
            abandon(client, e);
            throw e;
        }
        link.open = true;
        return link;
    }

    /** Else it would go on trying. */
    private static void abandon(MqttAsyncClient client, MqttException reason) {
        try {
            client.disconnectForcibly(0, 0, false);
            client.close(true);
        } catch (MqttException e) {
            reason.addSuppressed(e); // of no interest to whoever waits for the connection
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

    /** Waits for one message, but not for ever. */
    Optional<Delivery> poll(Duration patience) throws InterruptedException {
        return Optional.ofNullable(arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Acknowledges a message: the broker need not send it again. */
    @Override
    public void acknowledge(Delivery delivery) {
        try {
            client.messageArrivedComplete(delivery.id(), delivery.qos());
        } catch (MqttException e) {
            err.println("pole: a message was not acknowledged (" + Problems.of(e) + "), it comes again");
        }
    }

    @Override
    public boolean publish(String topic, byte[] payload) {
        try {
            client.publish(topic, payload, QOS, false);
            return true;
        } catch (MqttException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnect().waitForCompletion(PATIENCE_MS);
            }
            client.close();
        } catch (MqttException e) {
            // It is closed from the other side too; whatever was not acknowledged comes again.
            err.println("pole: the connection did not end well (" + Problems.of(e) + ")");
        }
    }

    private final class Callback implements MqttCallbackExtended {

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {
            if (!reconnect) {
                return;
            }
            err.println("pole: connected again");
            try {
                // A broker that was restarted may have forgotten the session.
                client.subscribe(filter, QOS);
            } catch (MqttException e) {
                err.println("pole: could not subscribe again (" + Problems.of(e) + ")");
            }
        }

        @Override
        public void connectionLost(@Nullable Throwable cause) {
            if (open) {
                err.println("pole: connection lost (" + Problems.of(cause) + "), trying again");
            }
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) throws InterruptedException {
            arrived.put(new Delivery(topic, message.getPayload(), message.getId(), message.getQos()));
        }

        @Override
        public void deliveryComplete(@Nullable IMqttDeliveryToken token) {}
    }
}
