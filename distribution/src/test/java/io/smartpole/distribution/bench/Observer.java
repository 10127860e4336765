package io.smartpole.distribution.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A client of a broker on this machine that notes what arrives when, and can send. */
final class Observer implements AutoCloseable {

    private static final int MOST_SECONDS = 30;

    private final MqttAsyncClient client;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    /**
     * @param nanos when, by {@code System.nanoTime}
     * @param time when, in real time
     */
    record Arrival(long nanos, Instant time, String topic, byte[] payload) {}

    Observer(int port, int qos, String filter) throws MqttException {
        client = new MqttAsyncClient(Broker.uri(port), "observer-" + UUID.randomUUID(), new MemoryPersistence());
        client.setCallback(new Callback());
        client.connect(options()).waitForCompletion();
        client.subscribe(filter, qos).waitForCompletion();
    }

    /** @return how every client of these benchmarks connects, except the gateway */
    static MqttConnectOptions options() {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setSocketFactory(new PromptSockets());
        return options;
    }

    void publish(String topic, byte[] payload) throws MqttException {
        client.publish(topic, payload, 1, false);
    }

    /** @return the next one that fits; those before it are gone */
    Arrival await(String what, Predicate<Arrival> fits) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (true) {
            Arrival next = arrivals.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new IllegalStateException("within " + MOST_SECONDS + " s there was no " + what);
            }
            if (fits.test(next)) {
                return next;
            }
        }
    }

    /** @return all that arrived and was not taken yet */
    List<Arrival> taken() {
        List<Arrival> all = new ArrayList<>();
        arrivals.drainTo(all);
        return all;
    }

    @Override
    public void close() {
        try {
            client.disconnectForcibly(0, 1, false);
            client.close();
        } catch (MqttException e) {
            // its broker may have been killed
        }
    }

    private final class Callback implements MqttCallback {

        @Override
        public void connectionLost(Throwable cause) {
            // whoever waits for a message is told that there is none
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            arrivals.add(new Arrival(System.nanoTime(), Instant.now(), topic, message.getPayload()));
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // nothing waits for it
        }
    }
}
