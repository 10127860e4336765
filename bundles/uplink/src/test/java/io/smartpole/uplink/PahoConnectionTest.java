package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.formats.topics.Topics;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real client against a few bytes of a broker on the loopback interface. */
class PahoConnectionTest {

    private static final int PATIENCE_MS = 10_000;
    private static final Topics TOPICS = new Topics("s", "p");

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final Connection.Listener listener = new Connection.Listener() {
        @Override
        public void opened() {
            told.add("opened");
        }

        @Override
        public void lost(Throwable cause) {
            told.add(Problem.of(cause, target()).what());
        }

        @Override
        public void arrived(String topic, byte[] payload, boolean retained) {
            told.add(topic + " " + new String(payload, StandardCharsets.UTF_8) + " " + retained);
        }
    };
    private ServerSocket server;
    private Socket socket;
    private PahoConnection connection;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE_MS);
        connection = new PahoConnection(target(), "gone".getBytes(StandardCharsets.UTF_8));
        connection.open(listener);
        socket = server.accept();
        socket.setSoTimeout(PATIENCE_MS);
    }

    @AfterEach
    void close() throws IOException {
        connection.abandon();
        socket.close();
        server.close();
    }

    @Test
    void itAsksForAKeptSessionOfMqtt311WithARetainedLastWill() throws IOException {
        // 3.1.2: protocol MQTT level 4; flags user, password, will retain, will QoS 1, will, no clean session; keep
        // alive
        String expected = "0004" + hex("MQTT") + "04" + "ec" + "0007" + text("smartpole-s-p")
                + text("smartpole/v1/s/p/state") + text("gone") + text("pole") + text("secret");
        assertEquals(expected, HexFormat.of().formatHex(receive(0x10)));
    }

    @Test
    void aRefusedLoginIsToldAndNotTriedWithAnOlderVersion() throws Exception {
        receive(0x10);
        send("20020005");
        // With the older version it would now be on its second attempt, and tell nothing.
        assertEquals("the broker does not authorise the client id 'smartpole-s-p'", next());
    }

    @Test
    void grantsAcknowledgementsAndMessagesAreHandedOn() throws Exception {
        login();
        connection.subscribe(
                List.of(new Subscription("a", 1, true), new Subscription("b", 0, false)),
                granted -> told.add(HexFormat.of().formatHex(new byte[] {(byte) granted[0], (byte) granted[1]})));
        byte[] subscribe = receive(0x82);
        assertArrayEquals(HexFormat.of().parseHex("0001" + text("a") + "01" + text("b") + "00"), subscribe);
        send("9004" + "0001" + "0180");
        assertEquals("0180", next());

        connection.unsubscribe("b");
        assertArrayEquals(HexFormat.of().parseHex("0002" + text("b")), receive(0xa2));
        send("b0020002");

        assertTrue(connection.publish("t", new byte[] {'x'}, 1, true, () -> told.add("acknowledged")));
        byte[] publish = receive(0x33);
        send("4002" + HexFormat.of().formatHex(publish, 3, 5));
        assertEquals("acknowledged", next());

        send("33" + "07" + text("c") + "0009" + hex("hi")); // QoS 1, retained
        assertEquals("c hi true", next());
        assertArrayEquals(HexFormat.of().parseHex("0009"), receive(0x40));
    }

    @Test
    void aConnectionClosedByTheBrokerIsTold() throws Exception {
        login();
        socket.close();
        assertEquals("the broker closed the connection", next());
    }

    @Test
    void takingLeaveIsTold() throws Exception {
        login();
        connection.disconnect(() -> told.add("left"));
        assertEquals(0, receive(0xe0).length);
        assertEquals("left", next());
    }

    @Test
    void anAbandonedConnectionIsCutWithoutFarewell() throws Exception {
        login();
        connection.abandon();
        assertEquals(-1, socket.getInputStream().read());
    }

    @Test
    void socketsSendSmallMessagesAtOnce() throws IOException {
        try (Socket plain = PromptSockets.plain().createSocket();
                Socket tls = PromptSockets.tls().createSocket()) {
            assertTrue(plain.getTcpNoDelay());
            assertTrue(tls.getTcpNoDelay());
        }
    }

    private Target target() {
        String uri = "tcp://127.0.0.1:" + server.getLocalPort();
        return new Target(Endpoint.of("cloud1", uri, "", "pole", "secret", 7), TOPICS, List.of(), List.of(), false);
    }

    private void login() throws Exception {
        receive(0x10);
        send("20020000");
        assertEquals("opened", next());
    }

    private String next() throws InterruptedException {
        String what = told.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
        return what == null ? "nothing was told" : what;
    }

    /** @return what follows the fixed header of a packet shorter than 128 bytes */
    private byte[] receive(int header) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        assertEquals(header, in.readUnsignedByte());
        byte[] body = new byte[in.readUnsignedByte()];
        in.readFully(body);
        return body;
    }

    private void send(String hex) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(HexFormat.of().parseHex(hex));
        out.flush();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String text) {
        return "%04x".formatted(text.length()) + hex(text);
    }
}
