package io.smartpole.uplink;

import io.smartpole.formats.topics.Topics;
import io.smartpole.uplink.socket.BrokerSockets;
import io.smartpole.uplink.socket.Traffic;
import io.smartpole.uplink.tls.Legible;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.TimerPingSender;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Connection} by Eclipse Paho, 1.2.1 to 1.2.5. All that is peculiar about Paho is dealt with here and, below MQTT, in
 * {@link BrokerSockets}:
 *
 * <ul>
 *   <li>A client that connects again sends its unacknowledged messages again, on top of ours. The evidence store is the
 *       persistence: so one client per connection, with nothing but memory behind it.
 *   <li>Its automatic reconnect shares one delay among all clients of the process. It stays off.
 *   <li>Left to itself it tries each failed connect a second time as MQTT 3.1. The version is set.
 *   <li>It waits for CONNACK and PUBACK for ever, and limits only the TCP connect and the TLS handshake. {@link Link} has
 *       a timeout for each state.
 *   <li>1.2.1, which Kura 5 has, tells the success of a connect once more when the connection is lost. Each outcome is heard
 *       once.
 *   <li>A refused subscription (0x80) counts as success. The grants are handed on.
 *   <li>A topic that it does not like is an IllegalArgumentException, and a broker can make us use such a one.
 *   <li>{@code maxInflight} limits what is on the wire; what waits for it is unlimited. {@link Wire} counts.
 *   <li>What it owes the broker, PUBACKs and messages of QoS 2, is unlimited as well. The sockets limit it.
 *   <li>Callbacks share one thread; one that blocks stops acknowledgements and pings, one that throws cuts the connection,
 *       and the broker then delivers the same message again.
 *   <li>DISCONNECT overtakes messages that wait: take leave only after they were acknowledged.
 *   <li>{@code disconnectForcibly} and {@code close} in the middle of a connect leave threads behind that wait for ever.
 *       They are not used: once the socket is cut, each thread of Paho meets its end, and the last one tidies up.
 *   <li>It resolves names where nothing can interrupt it, and uses the first address only. It is given an address without
 *       meaning; the sockets know where the broker is.
 *   <li>Its TLS and WebSocket modules bound nothing and name no cause. For Paho every connection is plain TCP.
 *   <li>A connect takes 300 ms, spent in three sleeps of 100 ms, each for a thread to start. The standby is connected before
 *       it is needed instead.
 *   <li>Its sender is told to end by a notification, which it misses if it is just about to wait: it then stays for ever, once
 *       in some thousand connections. Threads from an executor of ours are interrupted as well, which cannot be missed.
 *   <li>Each connection has four threads, one of them for pings; they end with it. {@code PahoThreadsTest} sees to that.
 * </ul>
 */
final class PahoConnection implements Connection {

    private static final Logger LOG = LoggerFactory.getLogger(PahoConnection.class);
    private static final int WILL_QOS = 1;
    private static final String NOWHERE = "tcp://127.0.0.1:1";

    /** A message as large as is read, with the longest topic that a pole has. */
    private static final int LARGEST_PACKET = Arrivals.LARGEST + 1024;

    /** For connecting, sending, receiving, callbacks and disconnecting: with fewer, one would wait for another for ever. */
    private static final int THREADS = 5;

    private final Target target;
    private final MqttConnectOptions options;
    private final Traffic traffic;
    private final MqttAsyncClient client;
    private @Nullable BrokerSockets sockets;

    /** @param traffic counts the bytes of this connection, perhaps among others */
    PahoConnection(Target target, byte[] lastWill, Traffic traffic) {
        this.target = target;
        this.options = options(target.endpoint(), target.topics(), lastWill);
        this.traffic = traffic;
        try {
            this.client = new MqttAsyncClient(
                    NOWHERE, target.clientId(), new MemoryPersistence(), new TimerPingSender(), threads());
        } catch (MqttException e) {
            throw new IllegalStateException("memory persistence does not fail", e);
        }
    }

    /** They need no shutdown: each goes soon after it has nothing to do. */
    private static ScheduledExecutorService threads() {
        ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS);
        threads.setKeepAliveTime(100, TimeUnit.MILLISECONDS);
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static MqttConnectOptions options(Endpoint endpoint, Topics topics, byte[] lastWill) {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setCleanSession(false);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout((int) LinkState.CONNECTING.limit().toSeconds());
        options.setKeepAliveInterval((int) endpoint.keepAlive().toSeconds());
        options.setMaxInflight(Wire.LARGEST_IN_FLIGHT);
        options.setWill(topics.state(), lastWill, WILL_QOS, true);
        if (!endpoint.user().isEmpty()) {
            options.setUserName(endpoint.user());
            options.setPassword(endpoint.password().toCharArray());
        }
        return options;
    }

    @Override
    public void open(Listener listener) {
        sockets = new BrokerSockets(target.endpoint().uri(), target.tls(), LARGEST_PACKET, traffic, listener::tooLarge);
        options.setSocketFactory(sockets);
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
        } catch (MqttException | IllegalArgumentException e) {
            LOG.debug("subscription was not taken: {}", e.toString());
        }
    }

    @Override
    public void unsubscribe(String topic) {
        try {
            client.unsubscribe(topic, null, new Outcome(token -> {}, cause -> {}));
        } catch (MqttException | IllegalArgumentException e) {
            LOG.debug("the end of a subscription was not taken: {}", Legible.of(e.toString()));
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
        } catch (MqttException | IllegalArgumentException e) {
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
        if (sockets != null) {
            sockets.cut();
        }
    }

    private record Callback(Listener listener) implements MqttCallback {

        @Override
        public void connectionLost(Throwable cause) {
            listener.lost(cause);
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            if (message.getPayload().length > 0) { // else it was too large, which was told, or says nothing anyhow
                listener.arrived(topic, message.getPayload(), message.isRetained());
            }
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // told to each message's own listener
        }
    }

    /** A failed operation other than the connect is not told of itself: the connection is lost then, which is told. */
    private static final class Outcome implements IMqttActionListener {

        private final Consumer<IMqttToken> success;
        private final Consumer<Throwable> failure;
        private final AtomicBoolean told = new AtomicBoolean();

        Outcome(Consumer<IMqttToken> success, Consumer<Throwable> failure) {
            this.success = success;
            this.failure = failure;
        }

        @Override
        public void onSuccess(IMqttToken token) {
            if (told.compareAndSet(false, true)) {
                success.accept(token);
            }
        }

        @Override
        public void onFailure(IMqttToken token, Throwable cause) {
            if (told.compareAndSet(false, true)) {
                failure.accept(cause);
            }
        }
    }
}
