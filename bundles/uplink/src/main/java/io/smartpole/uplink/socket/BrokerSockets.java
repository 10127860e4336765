package io.smartpole.uplink.socket;

import io.smartpole.uplink.tls.Tls;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives Paho the one socket of one connection, which deals with everything below MQTT by itself: see
 * {@link BrokerSocket}. Whatever address Paho asks for, it leads to the broker of the URI.
 */
public final class BrokerSockets extends SocketFactory {

    /** Told of messages that are too large to be read, on the thread that reads. */
    @FunctionalInterface
    public interface Skipped {

        /** @param bytes that the message has, with its topic */
        void skipped(String topic, int bytes);
    }

    private final BrokerSocket socket;

    /**
     * @param uri {@code tcp://host:port}, {@code ssl://host:port} or {@code wss://host:port/path}
     * @param tls how to speak TLS; null for {@code tcp} only
     * @param largestPacket the most bytes that an MQTT packet may have after its fixed header
     */
    public BrokerSockets(URI uri, @Nullable Tls tls, int largestPacket, Traffic traffic, Skipped skipped) {
        if ((tls == null) != uri.getScheme().equalsIgnoreCase("tcp")) {
            throw new IllegalArgumentException(uri + (tls == null ? " needs TLS" : " must not have TLS"));
        }
        Unacknowledged unacknowledged = new Unacknowledged();
        this.socket = new BrokerSocket(
                BrokerAddress.of(uri),
                tls,
                in -> new BoundedInput(in, largestPacket, traffic, skipped, unacknowledged),
                unacknowledged,
                traffic);
    }

    /**
     * Closes the connection at once, also one that is still being made. Does not wait: not for the network, and not for
     * Paho, whose threads find their streams broken.
     */
    public void cut() {
        socket.close();
    }

    @Override
    public Socket createSocket() {
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
        throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
        throw unconnectedOnly();
    }

    private static UnsupportedOperationException unconnectedOnly() {
        return new UnsupportedOperationException("Paho asks for an unconnected socket and connects it");
    }
}
