package io.smartpole.distribution.bench;

import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * What the gateway is compared with: Paho as anybody would use it, with TCP_NODELAY. In a process of its own, with the
 * gateway's Java options.
 */
public final class BareClient {

    static final String REQUEST = "bare/request";
    static final String REPLY = "bare/reply";
    static final String LIVE = "bare/live";

    private static final int IN_FLIGHT = 100;
    /** Messages after which Java has compiled what it will. */
    static final int WARM_UP = 2_000;

    private static final int LIVE_MILLIS = 2;

    private BareClient() {}

    /** @param args what to do, then its numbers: see the three methods */
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "publish" -> publish(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            case "echo" -> echo(args[1]);
            case "reconnect" -> reconnect(args[1], args[2], Integer.parseInt(args[3]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** Publishes so many messages of so many bytes, and prints how many bytes a second the broker acknowledged. */
    private static void publish(String broker, int messages, int bytes) throws Exception {
        byte[] payload = new byte[bytes];
        new Random(1).nextBytes(payload);
        MqttConnectOptions options = Observer.options();
        options.setMaxInflight(IN_FLIGHT);
        MqttAsyncClient client = connected(broker, options);
        secondsFor(client, WARM_UP, payload);
        double seconds = secondsFor(client, messages, payload);
        System.out.printf(Locale.ROOT, "rate %.0f%n", messages * (double) bytes / seconds);
        client.disconnect().waitForCompletion();
        client.close();
    }

    private static double secondsFor(MqttAsyncClient client, int messages, byte[] payload) throws Exception {
        Semaphore free = new Semaphore(IN_FLIGHT);
        IMqttActionListener acknowledged = new IMqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                free.release();
            }

            @Override
            public void onFailure(IMqttToken token, Throwable cause) {
                throw new IllegalStateException(cause);
            }
        };
        long start = System.nanoTime();
        for (int i = 0; i < messages; i++) {
            free.acquire();
            client.publish("bare/evidence", payload, 1, false, null, acknowledged);
        }
        free.acquire(IN_FLIGHT);
        return (System.nanoTime() - start) / 1e9;
    }

    /** Answers each request with the same bytes, once it said {@code ready} and until its input ends. */
    private static void echo(String broker) throws Exception {
        MqttAsyncClient client = connected(broker, Observer.options());
        client.setCallback(new MqttCallback() {
            @Override
            public void connectionLost(Throwable cause) {
                // the benchmark is over
            }

            @Override
            public void messageArrived(String topic, MqttMessage message) throws MqttException {
                client.publish(REPLY, message.getPayload(), 1, false);
            }

            @Override
            public void deliveryComplete(IMqttDeliveryToken token) {
                // nothing waits for it
            }
        });
        client.subscribe(REQUEST, 1).waitForCompletion();
        untilInputEnds();
    }

    /**
     * Publishes all the time, over whichever broker Paho's automatic reconnect finds, once it said {@code ready} and until
     * its input ends.
     */
    private static void reconnect(String first, String second, int keepAliveSeconds) throws Exception {
        MqttConnectOptions options = Observer.options();
        options.setAutomaticReconnect(true);
        options.setServerURIs(new String[] {first, second});
        options.setKeepAliveInterval(keepAliveSeconds);
        options.setConnectionTimeout(keepAliveSeconds);
        MqttAsyncClient client = connected(first, options);
        Thread live = new Thread(() -> live(client), "live");
        live.setDaemon(true);
        live.start();
        untilInputEnds();
    }

    private static void live(MqttAsyncClient client) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                client.publish(LIVE, new byte[100], 0, false);
            } catch (MqttException e) {
                // not connected, or too much in flight: tried again soon
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LIVE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static MqttAsyncClient connected(String broker, MqttConnectOptions options) throws MqttException {
        MqttAsyncClient client = new MqttAsyncClient(broker, "bare", new MemoryPersistence());
        client.connect(options).waitForCompletion();
        return client;
    }

    /** So it also ends when the benchmark is killed. */
    private static void untilInputEnds() throws Exception {
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // nothing is said to it
        }
        System.exit(0);
    }
}
