package io.smartpole.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.distribution.FaultProxy.Door;
import io.smartpole.distribution.FaultProxy.Way;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {

    private static final int PATIENCE_MILLIS = 10_000;

    /** Nothing is to come within this time: too short only makes a test that should fail pass. */
    private static final int SILENCE_MILLIS = 100;

    private final long seed = Long.getLong("smartpole.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @SuppressWarnings("NullAway.Init") // set before each test
    private ServerSocket server;

    @SuppressWarnings("NullAway.Init") // set before each test
    private FaultProxy proxy;

    /** Both ends of one connection through the proxy. */
    private record Ends(Socket client, Socket server) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE_MILLIS);
        proxy = FaultProxy.to(server.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    private Socket client() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** @return once a byte went each way: the proxy carries it */
    private Ends connect() throws IOException {
        Ends ends = connectSilently();
        send(ends.client(), new byte[1]);
        assertEquals(1, receive(ends.server(), 1).length);
        send(ends.server(), new byte[1]);
        assertEquals(1, receive(ends.client(), 1).length);
        return ends;
    }

    private Ends connectSilently() throws IOException {
        Socket client = client();
        Socket accepted = server.accept();
        accepted.setSoTimeout(PATIENCE_MILLIS);
        return new Ends(client, accepted);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    private static byte[] receive(Socket socket, int length) throws IOException {
        return socket.getInputStream().readNBytes(length);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        assertThrows(SocketTimeoutException.class, socket.getInputStream()::read);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    private static void assertReset(Socket socket) {
        assertThrows(SocketException.class, () -> socket.getInputStream().readAllBytes());
    }

    @Test
    void bytesPassUnchangedBothWays() throws IOException {
        byte[] up = bytes(300_000);
        byte[] down = bytes(200_000);
        try (Ends ends = connect()) {
            send(ends.client(), Arrays.copyOf(up, 1000));
            assertArrayEquals(Arrays.copyOf(up, 1000), receive(ends.server(), 1000), "seed " + seed);
            Thread sender = new Thread(() -> {
                try {
                    send(ends.client(), up);
                } catch (IOException e) {
                    // told by what does not arrive
                }
            });
            sender.start();
            assertArrayEquals(up, receive(ends.server(), up.length), "seed " + seed);
            send(ends.server(), Arrays.copyOf(down, 1000));
            assertArrayEquals(Arrays.copyOf(down, 1000), receive(ends.client(), 1000), "seed " + seed);
        }
    }

    @Test
    void theEndOfOneSideIsSeenAtTheOther() throws IOException {
        try (Ends ends = connect()) {
            ends.client().close();
            assertEquals(-1, ends.server().getInputStream().read());
        }
    }

    @Test
    void aRefusingDoorOpensAgainOnTheSamePort() throws IOException {
        proxy.door(Door.REFUSES);
        assertThrows(ConnectException.class, this::client);
        assertEquals(0, proxy.attempts());
        proxy.door(Door.OPEN);
        connect().close();
        assertEquals(1, proxy.attempts());
    }

    @Test
    void aRefusingDoorLeavesOldConnectionsAlone() throws IOException {
        try (Ends ends = connect()) {
            proxy.door(Door.REFUSES);
            send(ends.client(), bytes(1));
            assertEquals(1, receive(ends.server(), 1).length);
        }
    }

    @Test
    void aResettingDoorCountsWhoCame() throws IOException {
        proxy.door(Door.RESETS);
        for (int i = 0; i < 3; i++) {
            try (Socket client = client()) {
                assertReset(client);
            }
        }
        assertEquals(3, proxy.attempts());
    }

    @Test
    void aMissingServerLooksLikeAReset() throws IOException {
        server.close();
        try (Socket client = client()) {
            assertReset(client);
        }
    }

    @Test
    void newConnectionsGoToAnotherServer() throws IOException {
        try (Ends former = connect();
                ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            other.setSoTimeout(PATIENCE_MILLIS);
            proxy.server(other.getLocalPort());
            try (Socket client = client();
                    Socket accepted = other.accept()) {
                send(client, bytes(1));
                assertEquals(1, receive(accepted, 1).length);
            }
            send(former.client(), bytes(1));
            assertEquals(1, receive(former.server(), 1).length);
        }
    }

    @Test
    void aResetIsSeenAtBothEnds() throws IOException {
        try (Ends ends = connect()) {
            proxy.reset();
            assertReset(ends.client());
            assertReset(ends.server());
        }
    }

    @Test
    void inSilenceNothingArrivesAndNothingCloses() throws IOException {
        try (Ends ends = connect()) {
            proxy.treat(Treatment.SILENT);
            send(ends.client(), bytes(10));
            assertSilent(ends.server());
            send(ends.server(), bytes(10));
            assertSilent(ends.client());
            ends.client().close();
            assertSilent(ends.server());
        }
    }

    @Test
    void aNewConnectionInSilenceIsAcceptedAndHearsNothing() throws IOException {
        proxy.treat(Treatment.SILENT);
        try (Ends ends = connectSilently()) {
            send(ends.client(), bytes(10));
            assertSilent(ends.client());
            assertSilent(ends.server());
        }
    }

    @Test
    void afterSilenceAConnectionThatLostBytesIsResetAndOthersLive() throws IOException {
        try (Ends loser = connect();
                Ends idle = connect()) {
            proxy.treat(Treatment.SILENT);
            send(loser.client(), bytes(10));
            assertSilent(loser.server());
            proxy.heal();
            assertReset(loser.server());
            assertReset(loser.client());
            send(idle.client(), bytes(1));
            assertEquals(1, receive(idle.server(), 1).length);
        }
    }

    @Test
    void droppedBytesAreMissingInOneDirectionOnly() throws IOException {
        try (Ends ends = connect()) {
            proxy.treat(Way.TO_CLIENT, Treatment.DROP);
            send(ends.server(), bytes(10));
            assertSilent(ends.client());
            send(ends.client(), bytes(3));
            assertEquals(3, receive(ends.server(), 3).length);
            send(ends.server(), bytes(10));
            assertSilent(ends.client());
        }
    }

    @Test
    void aDelayIsKept() throws IOException {
        try (Ends ends = connect()) {
            proxy.treat(Way.TO_SERVER, Treatment.delay(150));
            long start = System.nanoTime();
            send(ends.client(), bytes(10));
            assertEquals(10, receive(ends.server(), 10).length);
            assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(150), "it came too soon");
        }
    }

    @Test
    void aByteRateIsKept() throws IOException {
        try (Ends ends = connect()) {
            proxy.treat(Way.TO_SERVER, Treatment.rate(1000));
            send(ends.client(), bytes(1)); // one read may have begun before
            receive(ends.server(), 1);
            byte[] bytes = bytes(200);
            long start = System.nanoTime();
            send(ends.client(), bytes);
            assertArrayEquals(bytes, receive(ends.server(), 200), "seed " + seed);
            assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(190), "it came too soon");
        }
    }

    @Test
    void aHalfClosedConnectionGoesOnTheOtherWay() throws IOException {
        try (Ends ends = connect()) {
            proxy.halfClose(Way.TO_CLIENT);
            assertEquals(-1, ends.client().getInputStream().read());
            send(ends.client(), bytes(5));
            assertEquals(5, receive(ends.server(), 5).length);
            send(ends.server(), bytes(5));
            send(ends.client(), bytes(5));
            assertEquals(5, receive(ends.server(), 5).length);
        }
    }

    @Test
    void aCutComesAfterExactlySoManyBytesAndOnce() throws IOException {
        for (int bytes : new int[] {0, 1, 17, 70_000}) {
            try (Ends ends = connect()) {
                proxy.cutAfter(Way.TO_SERVER, bytes);
                send(ends.client(), new byte[bytes / 2]);
                assertEquals(bytes / 2, receive(ends.server(), bytes / 2).length);
                byte[] rest = new byte[bytes - bytes / 2];
                send(ends.client(), rest);
                assertEquals(rest.length, receive(ends.server(), rest.length).length);
                send(ends.client(), new byte[1]);
                assertReset(ends.server());
            }
            connect().close();
        }
    }

    @Test
    void forbiddenBytesResetTheConnectionAlsoWhenTheyComeInParts() throws IOException {
        proxy.forbid(new byte[] {1, 2, 3, 4});
        try (Ends ends = connect()) {
            send(ends.client(), new byte[] {9, 1, 2});
            assertArrayEquals(new byte[] {9, 1, 2}, receive(ends.server(), 3));
            send(ends.client(), new byte[] {3, 4});
            assertReset(ends.server());
            assertReset(ends.client());
        }
        try (Ends ends = connect()) {
            send(ends.client(), new byte[] {1, 2, 3, 5, 1, 2, 3});
            assertEquals(7, receive(ends.server(), 7).length);
            proxy.forbid(null);
            send(ends.client(), new byte[] {4});
            assertEquals(1, receive(ends.server(), 1).length);
        }
    }

    @Test
    void aClientInAHotLoopIsHeldOff() throws IOException {
        proxy.treat(Treatment.SILENT);
        Socket[] crowd = new Socket[64];
        for (int i = 0; i < crowd.length; i++) {
            crowd[i] = connectSilently().client();
        }
        try (Socket oneMore = client()) {
            assertReset(oneMore);
        }
        for (Socket socket : crowd) {
            socket.close();
        }
    }

    @Test
    void closingEndsAll() throws IOException {
        Ends ends = connect();
        proxy.close();
        assertReset(ends.client());
        assertReset(ends.server());
        assertThrows(ConnectException.class, this::client);
        ends.close();
    }
}
