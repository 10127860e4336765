package io.smartpole.standin;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** An MQTT client that keeps what it gets. */
final class Client implements AutoCloseable {

    final MqttClient mqtt;
    private final MqttConnectOptions options;
    private final BlockingQueue<MqttMessage> messages = new LinkedBlockingQueue<>();

    Client(int port, String id, MqttConnectOptions options) throws MqttException {
        mqtt = new MqttClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
        mqtt.setTimeToWait(5_000);
        mqtt.setCallback(new MqttCallback() {
            @Override
            public void connectionLost(Throwable cause) {}

            @Override
            public void messageArrived(String topic, MqttMessage message) {
                messages.add(message);
            }

            @Override
            public void deliveryComplete(IMqttDeliveryToken token) {}
        });
        this.options = options;
        mqtt.connect(options);
    }

    Client(int port) throws MqttException {
        this(port, MqttClient.generateClientId(), new MqttConnectOptions());
    }

    void subscribe(String topic) throws MqttException {
        try {
            mqtt.subscribe(topic, 1);
        } catch (MqttException e) { // Moquette 0.17 drops some that subscribe at once after its CONNACK
            mqtt.connect(options);
            mqtt.subscribe(topic, 1);
        }
    }

    void publish(String topic, byte[] payload, boolean retained) throws MqttException {
        mqtt.publish(topic, payload, 1, retained);
    }

    /** Waits for the next message. */
    MqttMessage next() throws InterruptedException {
        MqttMessage message = messages.poll(10, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message came within 10 s");
        }
        return message;
    }

    /** Goes away without a word, as by a power cut. */
    void vanish() throws MqttException {
        mqtt.disconnectForcibly(0, 1, false);
        mqtt.close();
    }

    @Override
    public void close() throws MqttException {
        if (mqtt.isConnected()) {
            mqtt.disconnect();
        }
        mqtt.close();
    }
}
