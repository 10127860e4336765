package io.smartpole.tools.broker;

import io.smartpole.tools.broker.BrokerLink.Delivery;
import io.smartpole.tools.terminal.Problems;
import java.io.EOFException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallbackExtended;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/** The connection to one broker. Once it was made, it comes back by itself. */
final class BrokerConnection {

    private static final int QOS = 1;
    private static final long PATIENCE_MS = 10_000;
    private static final int MOST_UNSENT = 10_000;

    private final MqttAsyncClient client;
    private final int number;
    private final Session session;
    private final BlockingQueue<Delivery> arrived;
    private final PrintWriter err;
    private volatile boolean open;

    /**
     * @param clientId names the session at the broker; null for one that ends with the connection
     * @param filters what is subscribed to
     */
    record Session(@Nullable String clientId, List<String> filters) {}

    private BrokerConnection(
            MqttAsyncClient client, int number, Session session, BlockingQueue<Delivery> arrived, PrintWriter err) {
        this.client = client;
        this.number = number;
        this.session = session;
        this.arrived = arrived;
        this.err = err;
    }

    /** @param number which of the brokers */
    static BrokerConnection open(
            Brokers brokers, int number, Session session, BlockingQueue<Delivery> arrived, PrintWriter err)
            throws MqttException {
        try {
            return openOnce(brokers, number, session, arrived, err);
        } catch (MqttException e) {
            if (!(e.getCause() instanceof EOFException)) {
                throw e;
            }
            // The demo's broker, Moquette 0.17, now and then closes on a SUBSCRIBE that came fast.
            return openOnce(brokers, number, session, arrived, err);
        }
    }

    private static BrokerConnection openOnce(
            Brokers brokers, int number, Session session, BlockingQueue<Delivery> arrived, PrintWriter err)
            throws MqttException {
        String uri = brokers.uris().get(number);
        MqttConnectOptions options = new MqttConnectOptions();
        options.setCleanSession(session.clientId() == null);
        options.setAutomaticReconnect(true);
        options.setMaxReconnectDelay(10_000);
        options.setMaxInflight(MOST_UNSENT);
        if (brokers.tls() != null && Brokers.tls(uri)) {
            options.setSocketFactory(brokers.tls());
        }
        String clientId = session.clientId() == null ? MqttAsyncClient.generateClientId() : session.clientId();
        MqttAsyncClient client = new MqttAsyncClient(uri, clientId, new MemoryPersistence());
        client.setManualAcks(session.clientId() != null);
        BrokerConnection connection = new BrokerConnection(client, number, session, arrived, err);
        client.setCallback(connection.new Callback());
        try {
            client.connect(options).waitForCompletion(PATIENCE_MS);
            connection.subscribe(PATIENCE_MS);
        } catch (MqttException e) {
            abandon(client, e);
            throw e;
        }
        connection.open = true;
        return connection;
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

    /** @param patience 0 to not wait */
    private void subscribe(long patience) throws MqttException {
        if (session.filters().isEmpty()) {
            return;
        }
        int[] qos = new int[session.filters().size()];
        Arrays.fill(qos, QOS);
        var token = client.subscribe(session.filters().toArray(new String[0]), qos);
        if (patience > 0) {
            token.waitForCompletion(patience);
        }
    }

    int number() {
        return number;
    }

    String uri() {
        return client.getServerURI();
    }

    private void acknowledge(MqttMessage message) {
        try {
            client.messageArrivedComplete(message.getId(), message.getQos());
        } catch (MqttException e) {
            err.println("pole: a message was not acknowledged (" + Problems.of(e) + "), it comes again");
        }
    }

    boolean publish(String topic, byte[] payload, boolean retained) {
        try {
            client.publish(topic, payload, QOS, retained);
            return true;
        } catch (MqttException e) {
            return false;
        }
    }

    /** @return whether the broker has said that it has it */
    boolean deliver(String topic, byte[] payload) {
        try {
            client.publish(topic, payload, QOS, true).waitForCompletion(PATIENCE_MS);
            return true;
        } catch (MqttException e) {
            return false;
        }
    }

    void close() {
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
            err.println("pole: connected to " + uri() + " again");
            try {
                // A broker that was restarted may have forgotten the session.
                subscribe(0);
            } catch (MqttException e) {
                err.println("pole: could not subscribe again (" + Problems.of(e) + ")");
            }
        }

        @Override
        public void connectionLost(@Nullable Throwable cause) {
            if (open) {
                err.println("pole: connection to " + uri() + " lost (" + Problems.of(cause) + "), trying again");
            }
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) throws InterruptedException {
            arrived.put(new Delivery(
                    topic, message.getPayload(), message.isRetained(), number, () -> acknowledge(message)));
        }

        @Override
        public void deliveryComplete(@Nullable IMqttDeliveryToken token) {}
    }
}
