package io.smartpole.distribution;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Reads a topic at QoS 1 in a session that the broker keeps, and is back as soon as the broker is. */
final class DurableSubscriber implements AutoCloseable {

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int ANSWER_MILLIS = 5000;

    private final MqttAsyncClient client;
    private final String filter;
    private final Thread keeper = new Thread(this::keepConnected, "subscriber");
    private volatile boolean reads;
    private volatile boolean closed;

    /**
     * Connects and subscribes before it returns.
     *
     * @param sink told topic and payload on a thread of the MQTT library; must not block
     */
    DurableSubscriber(int port, String clientId, String filter, BiConsumer<String, byte[]> sink) throws MqttException {
        client = new MqttAsyncClient("tcp://127.0.0.1:" + port, clientId, new MemoryPersistence());
        this.filter = filter;
        client.setCallback(new MqttCallback() {
            @Override
            public void connectionLost(Throwable cause) {
                reads = false;
                LockSupport.unpark(keeper);
            }

            @Override
            public void messageArrived(String topic, MqttMessage message) {
                sink.accept(topic, message.getPayload());
            }

            @Override
            public void deliveryComplete(IMqttDeliveryToken token) {
                // nothing waits for it
            }
        });
        connect();
        keeper.setDaemon(true);
        keeper.start();
    }

    private void connect() throws MqttException {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setCleanSession(false);
        options.setMaxInflight(10_000);
        client.connect(options).waitForCompletion(ANSWER_MILLIS);
        client.subscribe(filter, 1).waitForCompletion(ANSWER_MILLIS);
        reads = true;
    }

    private void keepConnected() {
        while (!closed) {
            if (!client.isConnected()) {
                try {
                    connect();
                } catch (MqttException e) {
                    // the broker is not back yet
                }
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    /** @return whether it is connected, and subscribed since */
    boolean reads() {
        return reads;
    }

    /** Sends at QoS 1 without waiting; what cannot be sent now is lost. */
    void publish(String topic, byte[] payload) {
        try {
            client.publish(topic, payload, 1, false);
        } catch (MqttException e) {
            // whoever misses it asks again
        }
    }

    @Override
    public void close() throws MqttException {
        closed = true;
        client.disconnectForcibly(0, 1, false);
        client.close(true);
    }
}
