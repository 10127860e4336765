package io.smartpole.standin;

import io.moquette.BrokerConstants;
import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import io.moquette.interception.AbstractInterceptHandler;
import io.moquette.interception.messages.InterceptExceptionMessage;
import io.moquette.interception.messages.InterceptPublishMessage;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Properties;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * An MQTT 3.1.1 broker in this process (Moquette). It listens on the loopback address only, since it knows neither
 * encryption nor passwords, and keeps sessions and retained messages in memory only.
 */
final class Broker implements Closeable {

    static final String HOST = "127.0.0.1";

    private static final byte[] ADDRESS = {127, 0, 0, 1};

    /** Moquette's own default of 8,092 bytes is less than a batch may have. */
    static final int LARGEST_MESSAGE = 256 * 1024;

    private static final String OWN_CLIENT_ID = "standin";

    private final Server server = new Server();

    private Broker() {}

    /**
     * @param port 1 to 65535
     * @param onPublish told topic and bytes of every message that a client publishes; must not block
     * @param onBroken told when it broke inside: some clients will not be answered any more, until a new one is started
     * @throws IOException if it cannot listen; its message says what to do
     */
    static Broker start(int port, BiConsumer<String, byte[]> onPublish, Consumer<Throwable> onBroken)
            throws IOException {
        // Asked first, because Moquette answers a taken port with stack traces; without listening, which others would
        // hear.
        try (Socket probe = new Socket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByAddress(ADDRESS), port));
        } catch (IOException e) {
            throw cannotListen(port, e);
        }
        Broker broker = new Broker();
        try {
            broker.server.startServer(
                    new MemoryConfig(settings(port)),
                    List.of(new Tap(onPublish, onBroken), new RetainedWills(broker::isConnected, broker::publish)));
            return broker;
        } catch (IOException | RuntimeException e) {
            broker.close();
            throw cannotListen(port, e);
        }
    }

    private static IOException cannotListen(int port, Exception cause) {
        return new IOException(
                "the broker cannot listen on " + HOST + ":" + port + " (" + cause.getMessage() + ")", cause);
    }

    private static Properties settings(int port) {
        Properties settings = new Properties();
        settings.setProperty(IConfig.HOST_PROPERTY_NAME, HOST);
        settings.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(port));
        settings.setProperty(IConfig.NETTY_MAX_BYTES_PROPERTY_NAME, Integer.toString(LARGEST_MESSAGE));
        settings.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
        settings.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
        settings.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "true");
        settings.setProperty(BrokerConstants.ALLOW_ZERO_BYTE_CLIENT_ID_PROPERTY_NAME, "true");
        return settings;
    }

    /**
     * Sends a message with QoS 1 to all subscribers, also to those of sessions that are offline.
     *
     * @param retained whether it is kept for later subscribers
     */
    void publish(String topic, byte[] payload, boolean retained) {
        // Moquette 0.17 releases such a payload once too often when a client is quick, and breaks. Netty's builder of
        // messages would copy it into one that can be released.
        server.internalPublish(
                new MqttPublishMessage(
                        new MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.AT_LEAST_ONCE, retained, 0),
                        new MqttPublishVariableHeader(topic, 0),
                        Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(payload))),
                OWN_CLIENT_ID);
    }

    boolean isConnected(String clientId) {
        return server.listConnectedClients().stream()
                .anyMatch(client -> client.getClientID().equals(clientId));
    }

    @Override
    public void close() {
        server.stopServer();
    }

    private static final class Tap extends AbstractInterceptHandler {

        private final BiConsumer<String, byte[]> onPublish;
        private final Consumer<Throwable> onBroken;

        Tap(BiConsumer<String, byte[]> onPublish, Consumer<Throwable> onBroken) {
            this.onPublish = onPublish;
            this.onBroken = onBroken;
        }

        @Override
        public String getID() {
            return OWN_CLIENT_ID;
        }

        @Override
        public Class<?>[] getInterceptedMessageTypes() {
            return new Class<?>[] {InterceptPublishMessage.class, InterceptExceptionMessage.class};
        }

        @Override
        public void onPublish(InterceptPublishMessage message) {
            try {
                onPublish.accept(message.getTopicName(), ByteBufUtil.getBytes(message.getPayload()));
            } finally {
                super.onPublish(message); // releases the buffer
            }
        }

        @Override
        public void onSessionLoopError(Throwable error) {
            onBroken.accept(error);
        }
    }
}
