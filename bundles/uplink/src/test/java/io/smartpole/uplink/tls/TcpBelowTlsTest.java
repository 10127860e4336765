package io.smartpole.uplink.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpBelowTlsTest {

    private final TcpBelowTls pole = new TcpBelowTls();

    @SuppressWarnings("NullAway.Init") // by connect
    private Socket broker;

    @BeforeEach
    void connect() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            pole.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort()));
            pole.setSoTimeout(5000);
            broker = listening.accept();
        }
    }

    @AfterEach
    void close() throws Exception {
        pole.close();
        broker.close();
    }

    @Test
    void whatTheBrokerSaidLastIsReadAfterWritingHasFailed() throws Exception {
        broker.getOutputStream().write(42);
        broker.close();
        for (int i = 0; i < 3; i++) { // the first is answered by a reset, the next ones fail
            pole.getOutputStream().write(new byte[10]);
        }

        assertEquals(42, pole.getInputStream().read());
    }

    @Test
    void theFailureOfAWriteIsNotLostForTheReader() throws Exception {
        broker.setSoLinger(true, 0); // closes with a reset
        broker.close();
        pole.getOutputStream().write(new byte[10]);

        assertEquals(-1, readOrReset());
    }

    @Test
    void aSocketThatIsClosedByUsSaysSo() throws Exception {
        var out = pole.getOutputStream();
        pole.close();

        assertThrows(SocketException.class, () -> out.write(new byte[10]));
    }

    private int readOrReset() throws IOException {
        try {
            return pole.getInputStream().read();
        } catch (SocketException e) {
            return -1;
        }
    }
}
