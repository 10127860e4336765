package io.smartpole.uplink.socket;

import io.smartpole.uplink.socket.UnexpectedAnswer.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT packets of a broker, none larger than a limit: Paho makes an array as long as a packet says that it is, up to
 * 256 MiB, before it reads it. What passes is looked at packet by packet (MQTT 3.1.1, 2.2):
 *
 * <pre>
 *   +-----------------+------------------+-----------------------------------------------+
 *   | type, flags (1) | remaining (1..4) | PUBLISH: topic (2 + n), id (2, if QoS > 0), payload
 *   +-----------------+------------------+-----------------------------------------------+
 * </pre>
 *
 * <p>A PUBLISH that is too large is handed on with an empty payload, so that it is acknowledged: were the connection cut
 * instead, the broker would deliver it again after every reconnect. It is handed on before its payload is skipped, so
 * that it is gone even if the skipping takes longer than anybody waits.
 *
 * <p>Nothing of QoS 2 passes. The pole never asks for it, and Paho keeps each such message until the broker's PUBREL,
 * however many there are.
 */
final class BoundedInput extends InputStream {

    private static final int CONNACK = 2;
    private static final int PUBLISH = 3;
    private static final int QOS = 0b110;
    private static final int QOS_1 = 0b010;
    private static final int TLS_ALERT = 0x15;
    private static final int HTTP_STATUS = "HTTP/1.1 200".length();
    private static final Pattern HTTP = Pattern.compile("HTTP/1\\.[01] (\\d{3}).*", Pattern.DOTALL);

    /** CONNACK, PUBLISH, PUBACK, SUBACK, UNSUBACK, PINGRESP: what a broker may send where there is no QoS 2. */
    private static final int FROM_BROKER = 0b0010_1010_0001_1100;

    private final InputStream in;
    private final int largest;
    private final Traffic traffic;
    private final BrokerSockets.Skipped skipped;
    private final Unacknowledged unacknowledged;

    private final byte[] buffer = new byte[8192];
    private int position;
    private int end;

    private byte[] header = {};
    private int headerPosition;
    private int toPass;
    private int toSkip;
    private boolean begun;

    /**
     * @param largest the most bytes that a packet may have after its fixed header
     * @param unacknowledged is told of each message of QoS 1, and may make the reader wait
     */
    BoundedInput(
            InputStream in,
            int largest,
            Traffic traffic,
            BrokerSockets.Skipped skipped,
            Unacknowledged unacknowledged) {
        this.in = in;
        this.largest = largest;
        this.traffic = traffic;
        this.skipped = skipped;
        this.unacknowledged = unacknowledged;
    }

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
        while (headerPosition == header.length && toPass == 0) {
            if (!skip() || !nextPacket()) {
                return -1;
            }
        }
        if (headerPosition < header.length) {
            int count = Math.min(length, header.length - headerPosition);
            System.arraycopy(header, headerPosition, to, offset, count);
            headerPosition += count;
            return count;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(Math.min(length, toPass), end - position);
        System.arraycopy(buffer, position, to, offset, count);
        position += count;
        toPass -= count;
        return count;
    }

    private boolean skip() throws IOException {
        while (toSkip > 0) {
            if (!fill()) {
                return false;
            }
            int count = Math.min(toSkip, end - position);
            position += count;
            toSkip -= count;
        }
        return true;
    }

    private boolean nextPacket() throws IOException {
        if (!fill()) {
            return false;
        }
        int first = next();
        int type = first >> 4;
        if (!begun && type != CONNACK) {
            throw noBroker(first);
        }
        begun = true;
        if (((FROM_BROKER >> type) & 1) == 0 || (type == PUBLISH && (first & QOS) > QOS_1)) {
            throw malformed("a packet begins with 0x%02x, which this pole never asks for".formatted(first));
        }
        int length = remainingLength();
        if (type == PUBLISH && (first & QOS) == QOS_1) {
            unacknowledged.arrived();
        }
        if (length <= largest) {
            begin(first, length, new byte[0]);
            toPass = length;
        } else if (type == PUBLISH) {
            shorten(first, length);
        } else {
            throw malformed("a packet of type %d has %d bytes".formatted(type, length));
        }
        return true;
    }

    private void shorten(int first, int length) throws IOException {
        int high = next();
        int low = next();
        int topic = (high << 8) | low;
        int id = (first & QOS) == 0 ? 0 : 2;
        if (2 + topic + id > length) {
            throw malformed("a topic of %d bytes is in a packet of %d".formatted(topic, length));
        }
        byte[] variable = new byte[2 + topic + id];
        variable[0] = (byte) high;
        variable[1] = (byte) low;
        for (int i = 2; i < variable.length; i++) {
            variable[i] = (byte) next();
        }
        skipped.skipped(new String(variable, 2, topic, StandardCharsets.UTF_8), length);
        begin(first, variable.length, variable);
        toSkip = length - variable.length;
    }

    /** MQTT 3.1.1, 2.2.3: seven bits a byte, the lowest first, at most four bytes. */
    private int remainingLength() throws IOException {
        int length = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int digit = next();
            length |= (digit & 0x7f) << shift;
            if ((digit & 0x80) == 0) {
                return length;
            }
        }
        throw malformed("a packet's length has more than four bytes");
    }

    private void begin(int first, int length, byte[] variable) {
        byte[] fixed = new byte[5];
        int size = 0;
        fixed[size++] = (byte) first;
        int rest = length;
        do {
            fixed[size++] = (byte) (rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
            rest >>= 7;
        } while (rest > 0);
        header = Arrays.copyOf(fixed, size + variable.length);
        System.arraycopy(variable, 0, header, size, variable.length);
        headerPosition = 0;
    }

    private int next() throws IOException {
        if (!fill()) {
            throw new EOFException("the connection was closed within a packet");
        }
        return buffer[position++] & 0xff;
    }

    /** @return false at the end of the stream, when nothing is left in the buffer */
    private boolean fill() throws IOException {
        if (position == end) {
            int count = in.read(buffer);
            if (count < 0) {
                return false;
            }
            traffic.received(count);
            position = 0;
            end = count;
        }
        return true;
    }

    private UnexpectedAnswer noBroker(int first) throws IOException {
        if (first == TLS_ALERT) {
            return new UnexpectedAnswer(Kind.TLS_SERVER, "a TLS server answers there");
        }
        StringBuilder line = new StringBuilder().append((char) first);
        while (first == 'H' && line.length() < HTTP_STATUS && fill()) {
            line.append((char) next());
        }
        String status = httpStatus(line.toString());
        return status == null
                ? new UnexpectedAnswer(
                        Kind.NO_BROKER,
                        "what answers there does not begin with 0x20, as a broker does, but with 0x%02x"
                                .formatted(first))
                : new UnexpectedAnswer(Kind.WEB_SERVER, "a web server answers there: HTTP " + status);
    }

    /** @return the three digits of a status line (RFC 9112, 4); null if it is none */
    static @Nullable String httpStatus(String line) {
        Matcher matcher = HTTP.matcher(line);
        return matcher.matches() ? matcher.group(1) : null;
    }

    private static UnexpectedAnswer malformed(String what) {
        return new UnexpectedAnswer(Kind.MALFORMED, what);
    }
}
