package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.smartpole.formats.topics.Topics;
import io.smartpole.uplink.socket.Traffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pole connects for years, mostly in vain: however a connection ends, it leaves no thread and no socket behind. */
class PahoThreadsTest {

    private static final int MANY = 25;

    private ServerSocket server;
    private Target target;

    /** What the broker does with a connection that it accepted. */
    @FunctionalInterface
    private interface Broker {
        void meet(Socket socket) throws IOException;
    }

    /** What the pole does then. */
    @FunctionalInterface
    private interface Pole {
        void act(PahoConnection connection, Told told) throws Exception;
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, MANY, InetAddress.getLoopbackAddress());
        server.setSoTimeout(Told.PATIENCE_MS);
        Endpoint endpoint = Endpoint.of("cloud1", 1, "tcp://127.0.0.1:" + server.getLocalPort(), "", "", "", 60);
        target = new Target(endpoint, null, new Topics("threads", "p"), List.of(), List.of(), false);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void whenItIsAbandonedAtOnce() throws Exception {
        leavesNothing(socket -> {}, (connection, told) -> {});
    }

    @Test
    void whenItIsAbandonedWhilePahoStartsItsThreads() throws Exception {
        Random random = new Random(4); // the moment is what is tested: Paho sleeps three times for 100 ms
        leavesNothing(socket -> {}, (connection, told) -> LockSupport.parkNanos(random.nextInt(30_000_000)));
    }

    @Test
    void whenTheBrokerClosesBeforeItWasSpokenTo() throws Exception {
        leavesNothing(
                Socket::close, (connection, told) -> assertEquals("the broker closed the connection", told.next()));
    }

    @Test
    void whenTheBrokerResetsBeforeItWasSpokenTo() throws Exception {
        leavesNothing(
                socket -> {
                    socket.setSoLinger(true, 0);
                    socket.close();
                },
                // Which of Paho's threads sees the reset, and which only the end, is left to chance.
                (connection, told) -> assertNotEquals("nothing was told", told.next()));
    }

    @Test
    void whenTheBrokerRefuses() throws Exception {
        leavesNothing(
                socket -> answer(socket, "20020005"),
                (connection, told) ->
                        assertEquals("the broker does not authorise the client id 'smartpole-threads-p'", told.next()));
    }

    @Test
    void whenItIsAbandonedWhileItIsUp() throws Exception {
        leavesNothing(socket -> answer(socket, "20020000"), (connection, told) -> assertEquals("opened", told.next()));
    }

    @Test
    void whenItTakesLeave() throws Exception {
        leavesNothing(socket -> answer(socket, "20020000"), (connection, told) -> {
            assertEquals("opened", told.next());
            connection.disconnect(() -> told.add("left"));
            assertEquals("left", told.next());
        });
    }

    @Test
    void whenItIsAbandonedWhileItTakesLeave() throws Exception {
        leavesNothing(socket -> answer(socket, "20020000"), (connection, told) -> {
            assertEquals("opened", told.next());
            connection.disconnect(() -> {});
        });
    }

    private void leavesNothing(Broker broker, Pole pole) throws Exception {
        List<PahoConnection> connections = new ArrayList<>();
        List<Told> told = new ArrayList<>();
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            told.add(new Told(target));
            connections.add(new PahoConnection(target, new byte[0], new Traffic()));
            connections.get(i).open(told.get(i));
        }
        for (int i = 0; i < MANY; i++) {
            sockets.add(server.accept());
            sockets.get(i).setSoTimeout(Told.PATIENCE_MS);
        }
        for (Socket socket : sockets) {
            broker.meet(socket);
        }
        for (int i = 0; i < MANY; i++) {
            pole.act(connections.get(i), told.get(i));
            connections.get(i).abandon();
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("MQTT") && thread.getName().endsWith("smartpole-threads-p")) {
                thread.join(Told.PATIENCE_MS);
                assertFalse(thread.isAlive(), thread + " is left, at " + List.of(thread.getStackTrace()));
            }
        }
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static void answer(Socket socket, String connack) throws IOException {
        socket.getInputStream().read(); // of CONNECT
        socket.getOutputStream().write(HexFormat.of().parseHex(connack));
    }
}
