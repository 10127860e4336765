package io.smartpole.uplink.tls;

import io.smartpole.core.keys.TransportKeys;
import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;

/** The pole's side in tests: its clock, its keys, and one exchange over a fresh connection. */
final class TlsClient {

    static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    static final BootId BOOT = BootId.of(new byte[16]);

    private TlsClient() {}

    static Moment moment(Instant instant, boolean trusted) {
        return new Moment(instant, trusted, Duration.ZERO);
    }

    static TimeSource clock(Moment moment) {
        return new TimeSource() {
            @Override
            public BootId boot() {
                return BOOT;
            }

            @Override
            public Moment now() {
                return moment;
            }
        };
    }

    static TransportKeys keys(KeyPair... pairs) {
        return certified -> Stream.of(pairs)
                .filter(pair -> pair.getPublic().equals(certified))
                .map(KeyPair::getPrivate)
                .findFirst();
    }

    static Tls trusting(String trusted) {
        return trusting(trusted, moment(NOW, true));
    }

    static Tls trusting(String trusted, Moment now) {
        return Tls.of(trusted, "", keys(), clock(now));
    }

    /** @return protocol of a connection over which a byte went there and back */
    static String exchange(Tls tls, String host, int port) throws IOException {
        try (Socket below = new TcpBelowTls();
                SSLSocket socket = layered(tls, below, host, port)) {
            socket.setSSLParameters(tls.parameters(host));
            socket.setSoTimeout(5000);
            socket.startHandshake();
            socket.getOutputStream().write(1);
            if (socket.getInputStream().read() != 1) {
                throw new IOException("the broker closed the connection");
            }
            return socket.getSession().getProtocol();
        }
    }

    private static SSLSocket layered(Tls tls, Socket below, String host, int port) throws IOException {
        below.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return (SSLSocket) tls.context().getSocketFactory().createSocket(below, host, port, true);
    }
}
