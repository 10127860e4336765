package io.smartpole.uplink.socket;

import io.smartpole.uplink.tls.TcpBelowTls;
import io.smartpole.uplink.tls.Tls;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket that resolves the broker's name, connects, speaks TLS and WebSocket where the address asks for it, and gives
 * the MQTT on top as its streams. Only what Paho calls is implemented; used once.
 *
 * <ul>
 *   <li>With Nagle's algorithm and delayed acknowledgements a small message waits 40 ms for the one before it: it is off.
 *   <li>All addresses of a name are tried, each for its share of the time, and each time another one first.
 *   <li>Nothing is read before something was written. A broker says nothing before CONNECT; but one that closes at once
 *       would end Paho's receiver before Paho has looked whether it runs, for which it would then wait for ever.
 *   <li>Paho's read timeout of 1 s is not set. Paho only needs it to notice that it shall stop, which closing does too;
 *       and after a timeout within a fixed header it reads the rest as the next packet.
 * </ul>
 */
final class BrokerSocket extends Socket {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerSocket.class);

    private final BrokerAddress address;
    private final @Nullable Tls tls;
    private final UnaryOperator<InputStream> bound;
    private final Unacknowledged unacknowledged;
    private final Traffic traffic;
    private final CountDownLatch written = new CountDownLatch(1);

    private @Nullable Socket tcp; // guarded by this
    private boolean closed; // guarded by this

    // Set by connect, before Paho's threads for reading and writing are started.
    private @Nullable InputStream input;
    private @Nullable OutputStream output;

    /**
     * @param bound is put around what comes in
     * @param unacknowledged is told what is written
     */
    BrokerSocket(
            BrokerAddress address,
            @Nullable Tls tls,
            UnaryOperator<InputStream> bound,
            Unacknowledged unacknowledged,
            Traffic traffic) {
        this.address = address;
        this.tls = tls;
        this.bound = bound;
        this.unacknowledged = unacknowledged;
        this.traffic = traffic;
    }

    /**
     * @param ignored the broker's address is known
     * @param timeout of the TCP connection, and of each answer in the handshakes, in milliseconds
     */
    @Override
    public void connect(SocketAddress ignored, int timeout) throws IOException {
        Socket below = reach(timeout);
        below.setSoTimeout(timeout);
        Socket secured = tls == null ? below : secure(below, tls);
        InputStream in = secured.getInputStream();
        OutputStream out = secured.getOutputStream();
        if (address.path() != null) {
            WebSocket webSocket = WebSocket.open(in, out, address.authority(), address.path());
            in = webSocket.input();
            out = webSocket.output();
        }
        below.setSoTimeout(0);
        input = bound.apply(new Answers(in));
        output = new Words(out);
    }

    private Socket reach(int timeout) throws IOException {
        List<InetAddress> all = address.resolve();
        IOException failure = null;
        for (InetAddress one : all) {
            Socket next = begin();
            try {
                next.setTcpNoDelay(true);
                next.connect(new InetSocketAddress(one, address.port()), Math.max(1, timeout / all.size()));
                return next;
            } catch (IOException e) {
                next.close();
                failure = e;
            }
        }
        throw Objects.requireNonNull(failure, "a name has at least one address");
    }

    private synchronized Socket begin() throws SocketException {
        if (closed) {
            throw new SocketException("Socket closed");
        }
        tcp = tls == null ? new Socket() : new TcpBelowTls();
        return tcp;
    }

    /** Host and port are given too: by them sessions are found again and resumed. */
    private Socket secure(Socket below, Tls how) throws IOException {
        SSLSocket secured =
                (SSLSocket) how.context().getSocketFactory().createSocket(below, address.host(), address.port(), true);
        secured.setSSLParameters(how.parameters(address.host()));
        secured.startHandshake();
        return secured;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return connected(input);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return connected(output);
    }

    private static <T> T connected(@Nullable T stream) throws SocketException {
        if (stream == null) {
            throw new SocketException("Socket is not connected");
        }
        return stream;
    }

    @Override
    public void setSoTimeout(int timeout) {
        // see above
    }

    /** Closes TCP without a farewell of TLS, which would wait for a line that may be dead. */
    @Override
    public synchronized void close() {
        closed = true;
        unacknowledged.close();
        if (tcp != null) {
            try {
                tcp.close();
            } catch (IOException e) {
                LOG.debug("while closing", e); // it is of no more use either way
            }
        }
    }

    /** What the broker says, once it was spoken to. */
    private final class Answers extends FilterInputStream {

        Answers(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            try {
                written.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
            return super.read(to, offset, length);
        }
    }

    /** What is said to the broker, counted. */
    private final class Words extends FilterOutputStream {

        Words(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            written.countDown(); // even if it fails: the reader shall find out too
            out.write(bytes, offset, length);
            unacknowledged.written(bytes, offset, length);
            traffic.sent(length);
        }
    }
}
