package io.smartpole.uplink.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.uplink.socket.UnexpectedAnswer.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Against a web server that has its answer ready. */
class WebSocketTest {

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    @Test
    void itAsksForMqttOverWebSocket() throws Exception {
        open("", "");
        String request = sent.toString(StandardCharsets.US_ASCII);
        assertTrue(request.startsWith("GET /mqtt?a=b HTTP/1.1\r\nHost: broker.example:8443\r\n"), request);
        assertTrue(request.endsWith("\r\n\r\n"), request);
        for (String header : new String[] {
            "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: mqtt"
        }) {
            assertTrue(request.contains("\r\n" + header + "\r\n"), header);
        }
        assertEquals(16, Base64.getDecoder().decode(key(request)).length);
    }

    @Test
    void framesAreReadAsOneStream() throws Exception {
        assertEquals("", received(""));
        assertEquals("010203", received("8203010203"));
        assertEquals("01020304", received("020101" + "8900" + "00020203" + "8a0155" + "8200" + "800104"));
        assertEquals("5a".repeat(125), received("827d" + "5a".repeat(125)));
        assertEquals("5a".repeat(300), received("827e012c" + "5a".repeat(300)));
        assertEquals("5a".repeat(300), received("827f000000000000012c" + "5a".repeat(300)));
    }

    @Test
    void aFrameIsNotHeldInMemoryWhateverLengthItAnnounces() throws Exception {
        InputStream in = open("827f7fffffffffffffff" + "0102", "").input();
        assertArrayEquals(new byte[] {1, 2}, in.readNBytes(2));
        assertEquals(-1, in.read());
    }

    @Test
    void aPingIsAnsweredWithItsPayload() throws Exception {
        WebSocket socket = open("8902cafe" + "820101", "");
        sent.reset();
        assertEquals(1, socket.input().read());
        assertEquals("8a" + "cafe", unmasked());
    }

    @Test
    void aCloseEndsTheStreamAndSoDoesTheEnd() throws Exception {
        assertEquals("01", received("820101" + "880203e8" + "820102"));
        assertEquals("01", received("820101"));
    }

    @Test
    void aFrameThatIsTornIsAFault() {
        for (String torn : new String[] {"82", "827e", "827e01", "827f000000"}) {
            assertThrows(EOFException.class, () -> received(torn), torn);
        }
    }

    @Test
    void framesThatNoServerSendsAreRefused() {
        String[] wrong = {
            "c20101",
            "a20101",
            "920101", // a reserved bit
            "828100000000ff", // masked
            "810141",
            "830101",
            "8b00", // no binary
            "897e0100",
            "0900",
            "0800", // a control frame that is long, or in parts
            "827f8000000000000000" // a length below zero
        };
        for (String frame : wrong) {
            assertEquals(
                    Kind.MALFORMED,
                    assertThrows(UnexpectedAnswer.class, () -> received(frame), frame)
                            .kind());
        }
    }

    @Test
    void anAnswerThatIsNoWebSocketIsNamed() {
        refuses("HTTP 404", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        refuses("HTTP 302", "HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\n\r\n");
        refuses("HTTP 502", "HTTP/1.0 502 Bad Gateway"); // closed without an empty line
        refuses("HTTP 200", "HTTP/1.1 200 OK\r\nX: " + "x".repeat(100_000));
        refuses("wrong key", "HTTP/1.1 101 Switching Protocols\r\n\r\n");
        refuses("wrong key", "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: AAAA\r\n\r\n");
        refuses("not HTTP", "SSH-2.0-OpenSSH\r\n\r\n");
        refuses("does not end", "x".repeat(100_000));
        refuses("does not end", "");
    }

    @Test
    void headersMayBeWrittenInAnyCase() throws Exception {
        assertEquals(1, open("820101", "sec-websocket-accept:").input().read());
    }

    @Test
    void whatIsWrittenIsMaskedAndUnchanged() throws Exception {
        Random random = new Random(1);
        for (int length : new int[] {1, 2, 125, 126, 127, 300, 8191, 8192, 8193, 70_000}) {
            WebSocket socket = open("", "");
            sent.reset();
            byte[] message = new byte[length];
            random.nextBytes(message);
            socket.output().write(message);
            assertFalse(length > 20 && hex(sent.toByteArray()).contains(hex(Arrays.copyOf(message, 20))), "masked");
            String expected = hex(message);
            StringBuilder got = new StringBuilder();
            while (sent.size() > 0) {
                String frame = unmasked();
                assertEquals("82", frame.substring(0, 2));
                got.append(frame.substring(2));
            }
            assertEquals(expected, got.toString(), length + " bytes");
        }
    }

    @Test
    void noTwoFramesHaveTheSameMask() throws Exception {
        WebSocket socket = open("", "");
        sent.reset();
        socket.output().write(new byte[16]);
        String first = hex(sent.toByteArray());
        sent.reset();
        socket.output().write(new byte[16]);
        assertFalse(hex(sent.toByteArray()).equals(first));
    }

    private void refuses(String message, String answer) {
        InputStream in = new ByteArrayInputStream(answer.getBytes(StandardCharsets.US_ASCII));
        UnexpectedAnswer refused =
                assertThrows(UnexpectedAnswer.class, () -> WebSocket.open(in, sent, "h", "/"), answer);
        assertEquals(Kind.NO_WEBSOCKET, refused.kind());
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
    }

    private String received(String frames) throws Exception {
        return hex(open(frames, "").input().readAllBytes());
    }

    /** @param accept how the server writes that header; empty for the usual way */
    private WebSocket open(String frames, String accept) throws Exception {
        sent.reset();
        String header = accept.isEmpty() ? "Sec-WebSocket-Accept: " : accept;
        InputStream answer = new InputStream() {
            private InputStream all = InputStream.nullInputStream();
            private boolean asked;

            private InputStream all() throws IOException {
                if (!asked) {
                    asked = true;
                    byte[] head = ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n" + header
                                    + accepted(key(sent.toString(StandardCharsets.US_ASCII))) + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
                    all = new SequenceInputStream(
                            new ByteArrayInputStream(head),
                            new ByteArrayInputStream(HexFormat.of().parseHex(frames)));
                }
                return all;
            }

            @Override
            public int read() throws IOException {
                return all().read();
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                return all().read(to, offset, length);
            }
        };
        return WebSocket.open(answer, sent, "broker.example:8443", "/mqtt?a=b");
    }

    private static String key(String request) {
        Matcher key = Pattern.compile("Sec-WebSocket-Key: (\\S+)\r\n").matcher(request);
        assertTrue(key.find(), request);
        return key.group(1);
    }

    /** RFC 6455, 1.3. */
    private static String accepted(String key) throws IOException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** @return the first byte and the payload of the first frame in {@code sent}, which is taken out */
    private String unmasked() {
        byte[] all = sent.toByteArray();
        assertEquals(0x80, all[1] & 0x80, "a client masks (RFC 6455, 5.1)");
        int length = all[1] & 0x7f;
        int at = 2;
        if (length == 126) {
            length = ((all[2] & 0xff) << 8) | (all[3] & 0xff);
            at = 4;
        }
        byte[] payload = Arrays.copyOfRange(all, at + 4, at + 4 + length);
        for (int i = 0; i < length; i++) {
            payload[i] ^= all[at + i % 4];
        }
        sent.reset();
        sent.write(all, at + 4 + length, all.length - at - 4 - length);
        return hex(Arrays.copyOf(all, 1)) + hex(payload);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
