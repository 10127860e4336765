package io.smartpole.tools;

import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import io.moquette.interception.AbstractInterceptHandler;
import io.moquette.interception.messages.InterceptPublishMessage;
import io.moquette.interception.messages.InterceptSubscribeMessage;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A broker on the loopback address that tells who subscribed and what was published. */
public final class TestBroker extends AbstractInterceptHandler implements AutoCloseable {

    final int port;
    private final Server server = new Server();
    private final BlockingQueue<String> subscribed = new LinkedBlockingQueue<>();
    private final BlockingQueue<Published> published = new LinkedBlockingQueue<>();

    record Published(String topic, byte[] bytes) {}

    TestBroker() throws IOException {
        port = freePort();
        Properties settings = new Properties();
        settings.setProperty(IConfig.HOST_PROPERTY_NAME, "127.0.0.1");
        settings.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(port));
        settings.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
        settings.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
        server.startServer(new MemoryConfig(settings), List.of(this));
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }

    String uri() {
        return "tcp://127.0.0.1:" + port;
    }

    void publish(String topic, byte[] payload) {
        // Moquette 0.17 releases such a payload once too often when a client is quick, and then serves only half of
        // them. Netty's builder of messages would copy it into one that can be released.
        server.internalPublish(
                new MqttPublishMessage(
                        new MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.AT_LEAST_ONCE, false, 0),
                        new MqttPublishVariableHeader(topic, 0),
                        Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(payload))),
                "test");
    }

    /** Waits until a client has subscribed. */
    String subscribed() throws InterruptedException {
        return got(subscribed);
    }

    /** Waits for the next message that a client publishes. */
    Published published() throws InterruptedException {
        return got(published);
    }

    /** @return whether a client has published there, and nobody asked for it yet */
    boolean hasPublished(String topic) {
        return published.stream().anyMatch(message -> message.topic().equals(topic));
    }

    private static <T> T got(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing happened within 20 s");
        }
        return next;
    }

    @Override
    public String getID() {
        return "test";
    }

    @Override
    public void onSubscribe(InterceptSubscribeMessage message) {
        subscribed.add(message.getTopicFilter());
    }

    @Override
    public void onPublish(InterceptPublishMessage message) {
        published.add(new Published(message.getTopicName(), ByteBufUtil.getBytes(message.getPayload())));
        super.onPublish(message);
    }

    @Override
    public void onSessionLoopError(Throwable error) {
        throw new AssertionError(error);
    }

    @Override
    public void close() {
        server.stopServer();
    }
}
