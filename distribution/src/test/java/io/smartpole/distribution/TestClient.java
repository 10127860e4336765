package io.smartpole.distribution;

import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A foreign MQTT client that keeps everything it is sent. */
final class TestClient implements AutoCloseable {

    private static final int CONNECT_ATTEMPTS = 100;
    private static final int ANSWER_MILLIS = 5000;

    private final MqttClient client;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    record Received(String topic, byte[] payload, boolean retained) {}

    /** Connects with a session of its own, and subscribes. */
    TestClient(int port, String... filters) throws MqttException {
        this(port, "test-" + UUID.randomUUID(), true, filters);
    }

    /** @param clean false for a durable session: what comes while it is away is kept for it */
    TestClient(int port, String id, boolean clean, String... filters) throws MqttException {
        client = new MqttClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
        client.setTimeToWait(ANSWER_MILLIS);
        MqttConnectOptions options = new MqttConnectOptions();
        options.setCleanSession(clean);
        options.setMaxInflight(1000);
        client.setCallback(new org.eclipse.paho.client.mqttv3.MqttCallback() {
            @Override
            public void connectionLost(Throwable cause) {
                // whoever waits for a message says what is missing
            }

            @Override
            public void messageArrived(String topic, org.eclipse.paho.client.mqttv3.MqttMessage message) {
                received.add(new Received(topic, message.getPayload(), message.isRetained()));
            }

            @Override
            public void deliveryComplete(org.eclipse.paho.client.mqttv3.IMqttDeliveryToken token) {
                // nothing waits for it
            }
        });
        connect(options, filters);
    }

    /**
     * Tries again for a while: the demo's broker comes up beside the pole, and Moquette 0.17 now and then drops a client
     * that subscribes at once.
     */
    private void connect(MqttConnectOptions options, String... filters) throws MqttException {
        for (int attempt = 1; ; attempt++) {
            try {
                client.connect(options);
                for (String filter : filters) {
                    client.subscribe(filter, 1);
                }
                return;
            } catch (MqttException e) {
                if (attempt == CONNECT_ATTEMPTS) {
                    throw e;
                }
                client.disconnectForcibly(0, 1, false);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    void publish(String topic, byte[] payload) throws MqttException {
        client.publish(topic, payload, 1, false);
    }

    void publishRetained(String topic, byte[] payload) throws MqttException {
        client.publish(topic, payload, 1, true);
    }

    /** @return the next message that fits; those before it are gone */
    Received await(int seconds, String what, Predicate<Received> fits) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            Received next = received.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new AssertionError("within " + seconds + " s there was no " + what);
            }
            if (fits.test(next)) {
                return next;
            }
        }
    }

    Received await(int seconds, String topic) throws InterruptedException {
        return await(seconds, "message on " + topic, message -> message.topic().equals(topic));
    }

    /** Fails if something came that was not looked at yet. */
    void assertNothing() {
        if (!received.isEmpty()) {
            throw new AssertionError(
                    "there was a message on " + received.element().topic());
        }
    }

    @Override
    public void close() throws MqttException {
        client.disconnectForcibly(100, 1000);
        client.close(true);
    }
}
