package io.smartpole.uplink;

import io.smartpole.formats.topics.Topics;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Connection} by Eclipse Paho 1.2.5. All that is peculiar about Paho is dealt with here:
 *
 * <ul>
 *   <li>A client that connects again sends its unacknowledged messages again, on top of ours. The evidence store is the
 *       persistence: so one client per connection, with nothing but memory behind it.
 *   <li>Its automatic reconnect shares one delay among all clients of the process. It stays off.
 *   <li>Left to itself it tries each failed connect a second time as MQTT 3.1. The version is set.
 *   <li>It waits for CONNACK and PUBACK for ever, and limits only the TCP connect and the TLS handshake. {@link Link} has
 *       a timeout for each state.
 *   <li>A refused subscription (0x80) counts as success. The grants are handed on.
 *   <li>{@code maxInflight} limits what is on the wire; what waits for it is unlimited. {@link Session} counts.
 *   <li>Callbacks share one thread; one that blocks stops acknowledgements and pings, one that throws cuts the connection,
 *       and the broker then delivers the same message again.
 *   <li>DISCONNECT overtakes messages that wait: take leave only after they were acknowledged.
 *   <li>{@code disconnectForcibly} with a DISCONNECT waits for an answer which MQTT does not have; and all ways to stop
 *       wait in steps of 100 ms for Paho's threads. Stopping happens on a thread of its own.
 *   <li>Nagle's algorithm costs 44 ms per 8 KiB message. {@link PromptSockets} switch it off.
 *   <li>The packages of its network modules are not exported, so a message's size can only be checked after it was read.
 *   <li>A connect takes 300 ms, spent in three sleeps of 100 ms.
 * </ul>
 */
final class PahoConnection implements Connection {

    private static final Logger LOG = LoggerFactory.getLogger(PahoConnection.class);
    private static final int WILL_QOS = 1;

    private final MqttAsyncClient client;
    private final MqttConnectOptions options;

    PahoConnection(Target target, byte[] lastWill) {
        this.options = options(target.endpoint(), target.topics(), lastWill);
        try {
            this.client =
                    new MqttAsyncClient(target.endpoint().uri().toString(), target.clientId(), new MemoryPersistence());
        } catch (MqttException e) {
            throw new IllegalStateException("memory persistence does not fail", e);
        }
    }

    private static MqttConnectOptions options(Endpoint endpoint, Topics topics, byte[] lastWill) {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setCleanSession(false);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout((int) LinkState.CONNECTING.limit().toSeconds());
        options.setKeepAliveInterval((int) endpoint.keepAlive().toSeconds());
        options.setMaxInflight(Session.LARGEST_IN_FLIGHT);
        options.setWill(topics.state(), lastWill, WILL_QOS, true);
        options.setSocketFactory(endpoint.tls() ? PromptSockets.tls() : PromptSockets.plain());
        if (!endpoint.user().isEmpty()) {
            options.setUserName(endpoint.user());
            options.setPassword(endpoint.password().toCharArray());
        }
        return options;
    }

    @Override
    public void open(Listener listener) {
        client.setCallback(new Callback(listener));
        try {
            client.connect(options, null, new Outcome(token -> listener.opened(), listener::lost));
        } catch (MqttException e) {
            listener.lost(e);
        }
    }

    @Override
    public void subscribe(List<Subscription> subscriptions, Consumer<int[]> granted) {
        String[] topics = subscriptions.stream().map(Subscription::topic).toArray(String[]::new);
        int[] qos = subscriptions.stream().mapToInt(Subscription::qos).toArray();
        Outcome outcome = new Outcome(token -> granted.accept(token.getGrantedQos()), cause -> {});
        try {
            client.subscribe(topics, qos, null, outcome);
        } catch (MqttException e) {
            LOG.debug("subscription was not taken: {}", e.toString());
        }
    }

    @Override
    public void unsubscribe(String topic) {
        try {
            client.unsubscribe(topic, null, new Outcome(token -> {}, cause -> {}));
        } catch (MqttException e) {
            LOG.debug("the end of the subscription to {} was not taken: {}", topic, e.toString());
        }
    }

    @Override
    public boolean publish(String topic, byte[] payload, int qos, boolean retain, Runnable delivered) {
        MqttMessage message = new MqttMessage(payload);
        message.setQos(qos);
        message.setRetained(retain);
        try {
            client.publish(topic, message, null, new Outcome(token -> delivered.run(), cause -> {}));
            return true;
        } catch (MqttException e) {
            LOG.debug("{} was not taken: {}", topic, e.toString());
            return false;
        }
    }

    @Override
    public void disconnect(Runnable done) {
        try {
            client.disconnect(0, null, new Outcome(token -> done.run(), cause -> done.run()));
        } catch (MqttException e) {
            done.run();
        }
    }

    @Override
    public void abandon() {
        Thread thread = new Thread(this::cut, "smartpole-uplink-close");
        thread.setDaemon(true);
        thread.start();
    }

    private void cut() {
        try {
            client.disconnectForcibly(0, 1, false);
            client.close();
        } catch (MqttException | RuntimeException e) {
            // Paho meets its own half-closed state in several ways; nothing is left that we could do about it.
            LOG.debug("while closing", e);
        }
    }

    private record Callback(Listener listener) implements MqttCallback {

        @Override
        public void connectionLost(Throwable cause) {
            listener.lost(cause);
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            listener.arrived(topic, message.getPayload(), message.isRetained());
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // told to each message's own listener
        }
    }

    /** A failed operation other than the connect is not told of itself: the connection is lost then, which is told. */
    private record Outcome(Consumer<IMqttToken> success, Consumer<Throwable> failure) implements IMqttActionListener {

        @Override
        public void onSuccess(IMqttToken token) {
            success.accept(token);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable cause) {
            failure.accept(cause);
        }
    }
}
