package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.formats.topics.Topics;
import io.smartpole.uplink.socket.Traffic;
import io.smartpole.uplink.tls.Tls;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real client against a few bytes of a broker on the loopback interface. */
class PahoConnectionTest {

    private static final Topics TOPICS = new Topics("s", "p");

    private final Traffic traffic = new Traffic();
    private Told told = new Told(target("tcp://127.0.0.1:1", null)); // one for each connection
    private ServerSocket server;
    private Socket socket;
    private PahoConnection connection;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setSoTimeout(Told.PATIENCE_MS);
        connection = open(plain());
        socket = server.accept();
        socket.setSoTimeout(Told.PATIENCE_MS);
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
        assertEquals("the broker does not authorise the client id 'smartpole-s-p'", told.next());
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
        assertEquals("0180", told.next());

        connection.unsubscribe("b");
        assertArrayEquals(HexFormat.of().parseHex("0002" + text("b")), receive(0xa2));
        send("b0020002");

        assertTrue(connection.publish("t", new byte[] {'x'}, 1, true, () -> told.add("acknowledged")));
        byte[] publish = receive(0x33);
        send("4002" + HexFormat.of().formatHex(publish, 3, 5));
        assertEquals("acknowledged", told.next());

        send("33" + "07" + text("c") + "0009" + hex("hi")); // QoS 1, retained
        assertEquals("c hi true", told.next());
        assertArrayEquals(HexFormat.of().parseHex("0009"), receive(0x40));
    }

    @Test
    void aTopicThatMqttDoesNotAllowIsNotTakenAndDisturbsNothing() throws Exception {
        login();
        for (String topic : List.of("a#b", "a+", "")) {
            connection.unsubscribe(topic);
            connection.subscribe(List.of(new Subscription(topic, 1, false)), granted -> told.add("granted"));
            assertFalse(connection.publish(topic, new byte[1], 1, false, () -> told.add("acknowledged")));
        }
        send("32" + "07" + "0001" + hex("t") + "0006" + hex("hi"));
        assertEquals("t hi false", told.next());
        assertArrayEquals(HexFormat.of().parseHex("0006"), receive(0x40));
    }

    @Test
    void aMessageOfQos2CutsTheConnection() throws Exception {
        login();
        send("34" + "07" + "0001" + hex("t") + "0005" + hex("hi"));
        assertEquals(
                "the broker sent what MQTT 3.1.1 does not allow: a packet begins with 0x34, which this pole never asks for",
                told.next());
    }

    @Test
    void manyMessagesArriveAsLongAsTheyAreAcknowledged() throws Exception {
        login();
        for (int i = 0; i < 1100; i++) { // more than may wait for their acknowledgement
            send("32" + "07" + "0001" + hex("t") + "0006" + hex("hi"));
            assertEquals("t hi false", told.next());
            assertArrayEquals(HexFormat.of().parseHex("0006"), receive(0x40));
        }
    }

    @Test
    void aConnectionClosedByTheBrokerIsTold() throws Exception {
        login();
        socket.close();
        assertEquals("the broker closed the connection", told.next());
    }

    @Test
    void takingLeaveIsTold() throws Exception {
        login();
        connection.disconnect(() -> told.add("left"));
        assertEquals(0, receive(0xe0).length);
        assertEquals("left", told.next());
    }

    @Test
    void anAbandonedConnectionIsCutWithoutFarewell() throws Exception {
        login();
        connection.abandon();
        assertEquals(-1, socket.getInputStream().read());
    }

    @Test
    void bytesAreCounted() throws Exception {
        login();
        send("32" + "05" + "0001" + hex("t") + "0001");
        receive(0x40);
        assertEquals(4 + 7, traffic.in());
        assertTrue(traffic.out() > 60, "CONNECT and PUBACK, but " + traffic.out());
    }

    @Test
    void aMessageTooLargeIsToldAndAcknowledgedAndTheNextOneIsRead() throws Exception {
        login();
        send("32" + "ffffff7f" + "0001" + hex("t") + "0005"); // 256 MiB, of which nothing has come yet
        assertEquals("t is too large: 268435455", told.next());
        assertArrayEquals(HexFormat.of().parseHex("0005"), receive(0x40));
        OutputStream out = socket.getOutputStream();
        for (int left = 268_435_455 - 5; left > 0; left -= Math.min(left, 1 << 20)) {
            out.write(new byte[Math.min(left, 1 << 20)]);
        }
        send("32" + "07" + "0001" + hex("t") + "0006" + hex("hi"));
        assertEquals("t hi false", told.next());
    }

    @Test
    void anEmptyMessageIsAcknowledgedAndNotHandedOn() throws Exception {
        login();
        send("32" + "05" + "0001" + hex("t") + "0005");
        assertArrayEquals(HexFormat.of().parseHex("0005"), receive(0x40));
        send("32" + "07" + "0001" + hex("t") + "0006" + hex("hi"));
        assertEquals("t hi false", told.next());
    }

    @Test
    void aWebServerInThePlaceOfTheBrokerIsTold() throws Exception {
        receive(0x10);
        send(hex("HTTP/1.1 400 Bad Request\r\n\r\n"));
        assertEquals("no MQTT broker: a web server answers there: HTTP 400", told.next());
    }

    @Test
    void somethingElseInThePlaceOfTheBrokerIsTold() throws Exception {
        receive(0x10);
        send(hex("SSH-2.0-OpenSSH_9.2\r\n"));
        assertEquals(
                "no MQTT broker: what answers there does not begin with 0x20, as a broker does, but with 0x53",
                told.next());
    }

    @Test
    void aBrokerThatClosesWithoutAWordIsTold() throws Exception {
        socket.close();
        assertEquals("the broker closed the connection", told.next());
    }

    @Test
    void aResetIsTold() throws Exception {
        login();
        socket.setSoLinger(true, 0);
        socket.close();
        assertEquals("the connection was reset, by the broker or by something on the way", told.next());
    }

    @Test
    void aPortWhereNothingListensIsTold() throws Exception {
        int port = server.getLocalPort();
        server.close();
        PahoConnection refused = open(target("tcp://127.0.0.1:" + port, null));
        assertEquals("the broker refused the connection: nothing listens there", told.next());
        refused.abandon();
    }

    @Test
    void aHostThatDoesNotExistIsTold() throws Exception {
        Target target = target("ssl://no-such-host.invalid:8883", TlsBroker.trusting());
        PahoConnection unknown = open(target);
        assertEquals("the host no-such-host.invalid is unknown", told.next());
        unknown.abandon();
    }

    @Test
    void tlsIsResumedEvenAfterAConnectionThatWasCut() throws Exception {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            try (TlsBroker broker = new TlsBroker()) {
                broker.speak(protocol);
                Target target = target("ssl://127.0.0.1:" + broker.port(), TlsBroker.trusting());
                for (int round = 0; round < 3; round++) {
                    PahoConnection secured = open(target);
                    try (Socket accepted = broker.accept()) {
                        socket.close();
                        socket = accepted;
                        login();
                        secured.abandon();
                        assertEquals("the connection broke: Socket closed", told.next());
                    }
                }
                assertEquals(1, broker.shown.get(), protocol);
            }
        }
    }

    @Test
    void withoutTlsNothingIsSentToABrokerThatNeedsIt() {
        assertThrows(
                IllegalArgumentException.class, () -> open(target("ssl://127.0.0.1:" + server.getLocalPort(), null)));
    }

    @Test
    void aPlainBrokerOnThePortForTlsIsTold() throws Exception {
        Target target = target("ssl://127.0.0.1:" + server.getLocalPort(), TlsBroker.trusting());
        PahoConnection secured = open(target);
        try (Socket accepted = server.accept()) {
            accepted.getOutputStream().write(hex("HTTP/1.1 302 Found").getBytes(StandardCharsets.US_ASCII));
            assertEquals("what answers there does not speak TLS", told.next());
        }
        secured.abandon();
    }

    @Test
    void mqttOverWebSocketGoesBothWays() throws Exception {
        try (TlsBroker broker = new TlsBroker()) {
            Target target = target("wss://127.0.0.1:" + broker.port() + "/broker", TlsBroker.trusting());
            PahoConnection over = open(target);
            try (Socket accepted = broker.accept()) {
                socket.close();
                socket = accepted;
                upgrade();
                frame(0x10);
                send("820420020000");
                assertEquals("opened", told.next());
                assertTrue(over.publish("t", new byte[] {'x'}, 1, true, () -> told.add("acknowledged")));
                byte[] publish = frame(0x33);
                send("8204" + "4002" + HexFormat.of().formatHex(publish, 3, 5));
                assertEquals("acknowledged", told.next());
                send("8805" + hex("hello") + "8800");
                assertEquals("the broker closed the connection", told.next());
            }
        }
    }

    @Test
    void aWebServerThatRefusesTheWebSocketIsTold() throws Exception {
        try (TlsBroker broker = new TlsBroker()) {
            Target target = target("wss://127.0.0.1:" + broker.port() + "/broker", TlsBroker.trusting());
            PahoConnection over = open(target);
            try (Socket accepted = broker.accept()) {
                socket.close();
                socket = accepted;
                request();
                send(hex("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
                assertEquals(
                        "MQTT over WebSocket does not begin: the WebSocket handshake was answered with HTTP 502",
                        told.next());
            }
            over.abandon();
        }
    }

    private Target plain() {
        return target("tcp://127.0.0.1:" + server.getLocalPort(), null);
    }

    private static Target target(String uri, @Nullable Tls tls) {
        Endpoint endpoint = Endpoint.of("cloud1", 1, uri, "", "pole", "secret", 7);
        return new Target(endpoint, tls, TOPICS, List.of(), List.of(), false);
    }

    private PahoConnection open(Target to) {
        told = new Told(to);
        PahoConnection opened = new PahoConnection(to, "gone".getBytes(StandardCharsets.UTF_8), traffic);
        opened.open(told);
        return opened;
    }

    private void login() throws Exception {
        receive(0x10);
        send("20020000");
        assertEquals("opened", told.next());
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

    /** @return the request of a WebSocket handshake */
    private String request() throws IOException {
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            request.append((char) socket.getInputStream().read());
        }
        return request.toString();
    }

    private void upgrade() throws Exception {
        String request = request();
        assertTrue(request.startsWith("GET /broker HTTP/1.1\r\n"), request);
        String key = request.replaceAll("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
        byte[] hash = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        send(hex("HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n"));
    }

    /** @return what follows the fixed header of a packet that came in a masked frame, both shorter than 126 bytes */
    private byte[] frame(int header) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        assertEquals(0x82, in.readUnsignedByte());
        byte[] packet = new byte[in.readUnsignedByte() & 0x7f];
        byte[] mask = new byte[4];
        in.readFully(mask);
        in.readFully(packet);
        for (int i = 0; i < packet.length; i++) {
            packet[i] ^= mask[i % 4];
        }
        assertEquals(header, packet[0] & 0xff);
        return Arrays.copyOfRange(packet, 2, packet.length);
    }
}
