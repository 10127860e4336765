package io.smartpole.standin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BrokerTest {

    private final BlockingQueue<String> tapped = new LinkedBlockingQueue<>();
    private int port;
    private Broker broker;

    @BeforeEach
    void start() throws IOException {
        port = Ports.free();
        broker = Broker.start(
                port, (topic, bytes) -> tapped.add(topic + " " + bytes.length), Throwable::printStackTrace);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void everyMessageOfAClientIsTapped() throws Exception {
        try (Client client = new Client(port)) {
            client.publish("tapped", new byte[7], false);
            String seen;
            do {
                seen = tapped.poll(10, TimeUnit.SECONDS);
                assertNotNull(seen);
            } while (!seen.equals("tapped 7"));
        }
    }

    @Test
    void aBatchOf200KiBPasses() throws Exception {
        byte[] large = new byte[200 * 1024];
        new Random(1).nextBytes(large);
        try (Client pole = new Client(port);
                Client platform = new Client(port)) {
            platform.subscribe("large");
            pole.publish("large", large, false);
            assertArrayEquals(large, platform.next().getPayload());
        }
    }

    @Test
    @Timeout(30)
    void aSessionThatIsOfflineGetsItsMessagesWhenItComesBack() throws Exception {
        MqttConnectOptions durable = new MqttConnectOptions();
        durable.setCleanSession(false);
        try (Client pole = new Client(port, "durable-pole", durable)) {
            pole.subscribe("receipts");
        }
        while (broker.isConnected("durable-pole")) {
            Thread.onSpinWait(); // what is published now would still be sent, and come again late and out of order
        }
        broker.publish("receipts", bytes("one"), false);
        broker.publish("receipts", bytes("two"), false);
        try (Client pole = new Client(port, "durable-pole", durable)) {
            assertArrayEquals(bytes("one"), pole.next().getPayload());
            assertArrayEquals(bytes("two"), pole.next().getPayload());
        }
    }

    @Test
    void theLastWillOfAClientThatVanishesIsPublishedAndRetained() throws Exception {
        MqttConnectOptions withWill = new MqttConnectOptions();
        withWill.setWill("state", bytes("offline"), 1, true);
        try (Client platform = new Client(port)) {
            platform.subscribe("state");
            new Client(port, MqttClient.generateClientId(), withWill).vanish();
            assertArrayEquals(bytes("offline"), platform.next().getPayload());
            assertArrayEquals(bytes("offline"), platform.next().getPayload(), "sent again in order to be kept");
        }
        try (Client later = new Client(port)) {
            later.subscribe("state");
            assertArrayEquals(bytes("offline"), later.next().getPayload());
        }
    }

    @Test
    void aClientThatSaysGoodbyeLeavesNoWill() throws Exception {
        MqttConnectOptions withWill = new MqttConnectOptions();
        withWill.setWill("goodbye", bytes("offline"), 1, true);
        new Client(port, MqttClient.generateClientId(), withWill).close();
        try (Client later = new Client(port)) {
            later.subscribe("goodbye");
            broker.publish("goodbye", bytes("marker"), false);
            assertArrayEquals(bytes("marker"), later.next().getPayload());
        }
    }

    @Test
    void whatTheBrokerSendsItselfIsNotKeptForLater() throws Exception {
        broker.publish("receipt", bytes("gone"), false);
        try (Client client = new Client(port)) {
            client.subscribe("receipt");
            broker.publish("receipt", bytes("here"), false);
            MqttMessage message = client.next();
            assertArrayEquals(bytes("here"), message.getPayload());
            assertEquals(1, message.getQos());
        }
    }

    @Test
    void aTakenPortIsSaidInOneSentence() throws Exception {
        try (ServerSocket other = Ports.taken()) {
            int taken = other.getLocalPort();
            IOException refusal =
                    assertThrows(IOException.class, () -> Broker.start(taken, (topic, bytes) -> {}, error -> {}));
            assertEquals(
                    "the broker cannot listen on 127.0.0.1:" + taken + " (Address already in use)",
                    refusal.getMessage());
        }
    }

    @Test
    void itListensOnTheLoopbackAddressOnly() throws Exception {
        Optional<InetAddress> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .findFirst();
        assumeTrue(outside.isPresent(), "this machine has no other address");
        try (Socket socket = new Socket()) {
            assertThrows(IOException.class, () -> socket.connect(new InetSocketAddress(outside.get(), port), 5_000));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
