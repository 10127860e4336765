package io.smartpole.uplink.socket;

import io.smartpole.uplink.socket.UnexpectedAnswer.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The client's side of a WebSocket (RFC 6455) that carries MQTT (MQTT 3.1.1, 6): both directions as streams, since frames
 * and MQTT packets need not begin together. No frame is held in memory, whatever length it announces.
 *
 * <pre>
 *   +----------------------+---------------------+------------------+--------------+---------+
 *   | FIN, RSV, opcode (1) | MASK, length 7b (1) | length (0, 2, 8) | mask (0, 4)  | payload |
 *   +----------------------+---------------------+------------------+--------------+---------+
 * </pre>
 *
 * <p>Paho has its own, which cuts the connection at a ping, at a frame in two parts and at a pause of 1 s within a
 * header, and believes every length.
 */
final class WebSocket {

    private static final int CONTINUATION = 0;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FIN = 0x80;
    private static final int MASK = 0x80;
    private static final int RESERVED = 0x70;
    private static final int LONGEST_CONTROL = 125; // RFC 6455, 5.5
    private static final int LONGEST_ANSWER = 8192;
    private static final int CHUNK = 8192;
    private static final String ACCEPT_SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, 1.3

    private final InputStream in;
    private final OutputStream out;
    private final SecureRandom random = new SecureRandom();
    private final ByteBuffer frame = ByteBuffer.allocate(CHUNK + 8); // guarded by this

    private WebSocket(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /**
     * Asks the web server to become a WebSocket.
     *
     * @param authority host, with the port if it is not the scheme's own
     * @throws UnexpectedAnswer if it does not
     */
    static WebSocket open(InputStream in, OutputStream out, String authority, String path) throws IOException {
        WebSocket socket = new WebSocket(in, out);
        byte[] nonce = new byte[16];
        socket.random.nextBytes(nonce);
        String key = Base64.getEncoder().encodeToString(nonce);
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + authority
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + key
                + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n";
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        check(socket.answer(), key);
        return socket;
    }

    /** Reads no further than the empty line, since frames may follow at once. */
    private String answer() throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n", Math.max(0, answer.length() - 4)) < 0) {
            int next = in.read();
            if (next < 0 || answer.length() == LONGEST_ANSWER) {
                throw refused(answer.toString(), "the answer to the WebSocket handshake does not end");
            }
            answer.append((char) next);
        }
        return answer.toString();
    }

    private static void check(String answer, String key) throws UnexpectedAnswer {
        if (!"101".equals(BoundedInput.httpStatus(answer))) {
            throw refused(answer, "the answer to the WebSocket handshake is not HTTP");
        }
        Pattern accept =
                Pattern.compile("(?im)^Sec-WebSocket-Accept:[ \\t]*" + Pattern.quote(acceptOf(key)) + "[ \\t]*\\r?$");
        if (!accept.matcher(answer).find()) {
            throw new UnexpectedAnswer(Kind.NO_WEBSOCKET, "the WebSocket handshake was answered with a wrong key");
        }
    }

    private static UnexpectedAnswer refused(String answer, String otherwise) {
        String status = BoundedInput.httpStatus(answer);
        return new UnexpectedAnswer(
                Kind.NO_WEBSOCKET,
                status == null ? otherwise : "the WebSocket handshake was answered with HTTP " + status);
    }

    private static String acceptOf(String key) {
        try {
            byte[] bytes = (key + ACCEPT_SALT).getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }

    InputStream input() {
        return new Input();
    }

    OutputStream output() {
        return new Output();
    }

    /** Also called by the thread that reads, to answer a ping. */
    private synchronized void send(int opcode, byte[] payload, int offset, int length) throws IOException {
        frame.clear();
        frame.put((byte) (FIN | opcode));
        if (length <= LONGEST_CONTROL) {
            frame.put((byte) (MASK | length));
        } else {
            frame.put((byte) (MASK | 126)).putShort((short) length);
        }
        byte[] mask = new byte[4]; // not to be guessed, so that no proxy can be fooled: RFC 6455, 10.3
        random.nextBytes(mask);
        frame.put(mask);
        for (int i = 0; i < length; i++) {
            frame.put((byte) (payload[offset + i] ^ mask[i & 3]));
        }
        out.write(frame.array(), 0, frame.position());
        out.flush();
    }

    private final class Output extends OutputStream {

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int sent = 0; sent < length; sent += CHUNK) {
                send(BINARY, bytes, offset + sent, Math.min(CHUNK, length - sent));
            }
        }
    }

    private final class Input extends InputStream {

        private long left;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (left == 0) {
                if (!nextFrame()) {
                    return -1;
                }
            }
            int count = in.read(to, offset, (int) Math.min(length, left));
            if (count > 0) {
                left -= count;
            }
            return count;
        }

        /** @return false if the server closed the connection */
        private boolean nextFrame() throws IOException {
            int first = in.read();
            if (first < 0) {
                return false;
            }
            int second = next();
            int opcode = first & 0x0f;
            if ((first & RESERVED) != 0 || (second & MASK) != 0) {
                throw malformed("a WebSocket frame begins with 0x%02x%02x".formatted(first, second));
            }
            if (opcode == BINARY || opcode == CONTINUATION) {
                left = length(second);
                return true;
            }
            if ((opcode != CLOSE && opcode != PING && opcode != PONG)
                    || (first & FIN) == 0
                    || second > LONGEST_CONTROL) {
                throw malformed("a WebSocket frame begins with 0x%02x%02x".formatted(first, second));
            }
            byte[] payload = in.readNBytes(second);
            if (opcode == PING) {
                send(PONG, payload, 0, payload.length);
            }
            return opcode != CLOSE;
        }

        private long length(int second) throws IOException {
            int bytes = second == 127 ? 8 : second == 126 ? 2 : 0;
            long length = bytes == 0 ? second : 0;
            for (int i = 0; i < bytes; i++) {
                length = (length << 8) | next();
            }
            if (length < 0) {
                throw malformed("a WebSocket frame's length has its highest bit set");
            }
            return length;
        }

        private int next() throws IOException {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection was closed within a WebSocket frame");
            }
            return next;
        }

        private static UnexpectedAnswer malformed(String what) {
            return new UnexpectedAnswer(Kind.MALFORMED, what);
        }
    }
}
