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
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BoundedInputTest {

    private static final int LARGEST = 1000;
    private static final String CONNACK = "20020000";

    private final Traffic traffic = new Traffic();
    private final List<String> skipped = new ArrayList<>();

    @Test
    void packetsWithinTheLimitPassUnchangedHoweverTheyAreCut() throws IOException {
        byte[] all = bytes(CONNACK + "9003000101" + "d000" + publish(0x33, "a/b", 7, 200) + "40020001");
        for (int cut = 1; cut < all.length; cut++) {
            assertArrayEquals(all, read(new Pieces(all, cut)).toByteArray(), "cut at " + cut);
        }
        assertEquals(List.of(), skipped);
    }

    @Test
    void aMessageAtTheLimitPassesAndOneByteMoreDoesNot() throws IOException {
        String fits = publish(0x32, "t", 1, LARGEST - 5);
        assertEquals(CONNACK + fits, hex(read(all(CONNACK + fits))));
        assertEquals(CONNACK + "32050001740001", hex(read(all(CONNACK + publish(0x32, "t", 1, LARGEST - 4)))));
        assertEquals(List.of("t 1001"), skipped);
    }

    @Test
    void ofAMessageTooLargeTheHeadIsLeftWhereverItIsCut() throws IOException {
        byte[] all =
                bytes(CONNACK + publish(0x3b, "a/b", 0x1234, 3000) + "d000" + publish(0x30, "c", 0, 2000) + "d000");
        String expected = CONNACK + "3b070003" + hex("a/b") + "1234" + "d000" + "30030001" + hex("c") + "d000";
        for (int cut = 1; cut < all.length; cut++) {
            skipped.clear();
            assertEquals(expected, hex(read(new Pieces(all, cut))), "cut at " + cut);
            assertEquals(List.of("a/b 3007", "c 2003"), skipped);
        }
    }

    @Test
    void theHeadOfAMessageTooLargeIsHandedOnBeforeItsEndHasArrived() throws IOException {
        byte[] endless = bytes(CONNACK + publish(0x32, "t", 1, LARGEST));
        byte[] begun = Arrays.copyOf(endless, endless.length - 500);
        assertEquals(CONNACK + "32050001740001", hex(read(all(HexFormat.of().formatHex(begun)))));
    }

    @Test
    void theLargestMessageOfMqttCostsNoMemory() throws IOException {
        byte[] head = bytes(CONNACK + "32ffffff7f" + "000174" + "0001");
        long rest = 268_435_455L - 5;
        InputStream huge = new InputStream() {
            private long position;

            @Override
            public int read() {
                throw new AssertionError("reads one by one");
            }

            @Override
            public int read(byte[] to, int offset, int length) {
                if (position < head.length) {
                    to[offset] = head[(int) position++];
                    return 1;
                }
                int count = (int) Math.min(length, head.length + rest - position);
                position += count;
                return count == 0 ? -1 : count;
            }
        };
        assertEquals(CONNACK + "32050001740001", hex(read(huge)));
        assertEquals(List.of("t 268435455"), skipped);
        assertEquals(head.length + rest, traffic.in());
    }

    @Test
    void aTopicThatIsLongerThanItsPacketIsRefused() {
        refuses(Kind.MALFORMED, "topic of 65535 bytes", CONNACK + "30e907" + "ffff" + "00".repeat(999));
        refuses(Kind.MALFORMED, "topic of 1000 bytes", CONNACK + "32ea07" + "03e8" + "00".repeat(1000));
    }

    @Test
    void aLengthOfMoreThanFourBytesIsRefused() {
        refuses(Kind.MALFORMED, "more than four bytes", CONNACK + "32ffffffff7f");
        refuses(Kind.MALFORMED, "more than four bytes", CONNACK + "3280808080");
    }

    @Test
    void otherPacketsTooLargeAreRefused() {
        refuses(Kind.MALFORMED, "type 9 has 1001 bytes", CONNACK + "90e907");
        refuses(Kind.MALFORMED, "type 2 has 268435455 bytes", "20ffffff7f");
    }

    @Test
    void packetsThatNoBrokerSendsAreRefused() {
        for (int type : new int[] {0x00, 0x10, 0x50, 0x62, 0x70, 0x82, 0xa2, 0xc0, 0xe0, 0xf0, 0x36, 0x3e}) {
            refuses(Kind.MALFORMED, "begins with 0x%02x".formatted(type), CONNACK + "%02x00".formatted(type));
        }
    }

    @Test
    void messagesOfQos2WhichPahoWouldKeepForEverAreRefused() {
        refuses(Kind.MALFORMED, "begins with 0x34", CONNACK + publish(0x34, "t", 1, 1));
        refuses(Kind.MALFORMED, "begins with 0x3d", CONNACK + publish(0x3d, "t", 1, LARGEST));
        assertEquals(List.of(), skipped);
    }

    @Test
    void aBrokerThatSendsWithoutEndAndReadsNoAcknowledgementIsNotReadAnyMore() throws Exception {
        byte[] message = bytes(publish(0x32, "t", 1, 1));
        InputStream endless = new InputStream() {
            private final byte[] connack = bytes(CONNACK);
            private int position = -connack.length;

            @Override
            public int read() {
                throw new AssertionError("reads one by one");
            }

            @Override
            public int read(byte[] to, int offset, int length) {
                to[offset] = position < 0 ? connack[position + connack.length] : message[position % message.length];
                position++;
                return 1;
            }
        };
        Unacknowledged unacknowledged = new Unacknowledged();
        InputStream bounded = bounded(endless, unacknowledged);
        bounded.readNBytes(4 + Unacknowledged.MOST * message.length);
        CompletableFuture<Integer> next = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                next.complete(bounded.read());
            } catch (IOException e) {
                next.completeExceptionally(e);
            }
        });
        reader.start();
        while (reader.getState() != Thread.State.WAITING && reader.isAlive()) {
            Thread.onSpinWait();
        }
        assertFalse(next.isDone(), "one more is read");

        unacknowledged.written(bytes("40020001"), 0, 4);
        assertEquals(0x32, next.get(10, TimeUnit.SECONDS));
        unacknowledged.close();
        bounded.readNBytes(message.length - 1);
        assertThrows(SocketException.class, bounded::read);
    }

    @Test
    void whatIsNoBrokerIsNamed() {
        refuses(Kind.WEB_SERVER, "a web server answers there: HTTP 400", hex("HTTP/1.1 400 Bad Request\r\n\r\n"));
        refuses(Kind.WEB_SERVER, "HTTP 302", hex("HTTP/1.0 302 "));
        refuses(Kind.NO_BROKER, "with 0x48", hex("HTTP/1.1 4"));
        refuses(Kind.NO_BROKER, "with 0x48", hex("Hello, and welcome to this server"));
        refuses(Kind.NO_BROKER, "with 0x53", hex("SSH-2.0-OpenSSH_9.2\r\n"));
        refuses(Kind.NO_BROKER, "with 0x00", "00");
        refuses(Kind.TLS_SERVER, "TLS", "15030100020246");
    }

    @Test
    void aWebServerIsRecognisedHoweverItsAnswerIsCut() {
        byte[] all = bytes(hex("HTTP/1.1 403 Forbidden\r\n"));
        for (int cut = 1; cut < all.length; cut++) {
            InputStream pieces = new Pieces(all, cut);
            assertEquals(
                    Kind.WEB_SERVER,
                    assertThrows(UnexpectedAnswer.class, () -> read(pieces)).kind(),
                    "cut at " + cut);
        }
    }

    @Test
    void anEndBetweenPacketsIsAnEndAndOneWithinAHeaderIsAFault() throws IOException {
        assertEquals(CONNACK, hex(read(all(CONNACK))));
        assertEquals("", hex(read(all(""))));
        for (String torn : new String[] {"32", "3280", "32e907", "32e90700", "32e907000174", "32e90700017400"}) {
            assertThrows(EOFException.class, () -> read(all(CONNACK + torn)), torn);
        }
        assertEquals(CONNACK + "3205000174", hex(read(all(CONNACK + "3205000174"))), "the reader sees that it is torn");
    }

    @Test
    void bytesAreCounted() throws IOException {
        read(all(CONNACK + publish(0x32, "t", 1, 2000)));
        assertEquals(4 + 3 + 2005, traffic.in());
    }

    @Test
    void randomStreamsOfPacketsPassUnchangedWhenSmallAndShortenedWhenLarge() throws IOException {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            StringBuilder sent = new StringBuilder(CONNACK);
            StringBuilder expected = new StringBuilder(CONNACK);
            for (int packet = 0; packet < 20; packet++) {
                int qos = random.nextInt(2);
                String topic = "t".repeat(random.nextInt(300));
                int size = random.nextInt(3 * LARGEST);
                sent.append(publish(0x30 | (qos << 1), topic, packet, size));
                boolean fits = 2 + topic.length() + 2 * qos + size <= LARGEST;
                expected.append(publish(0x30 | (qos << 1), topic, packet, fits ? size : 0));
            }
            byte[] all = bytes(sent.toString());
            assertEquals(expected.toString(), hex(read(new Pieces(all, random))), "seed " + seed);
        }
    }

    @Test
    void randomBytesAreRefusedOrPassButNeverCostMoreThanTheLimit() {
        for (long seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            byte[] noise = new byte[random.nextInt(5000)];
            random.nextBytes(noise);
            byte[] all = bytes(CONNACK + HexFormat.of().formatHex(noise));
            InputStream bounded = bounded(new Pieces(all, random));
            try {
                // What Paho does: a header, a length, and then an array of that length.
                while (bounded.read() >= 0) {
                    int length = 0;
                    int digit = 0x80;
                    for (int shift = 0; (digit & 0x80) != 0; shift += 7) {
                        digit = bounded.read();
                        length |= (digit & 0x7f) << shift;
                    }
                    assertTrue(length <= Math.max(LARGEST, 65_535 + 4), "seed " + seed + " allocates " + length);
                    bounded.readNBytes(length);
                }
            } catch (IOException e) {
                assertTrue(
                        e instanceof UnexpectedAnswer || e instanceof EOFException, "seed " + seed + " ends with " + e);
            }
        }
    }

    private void refuses(Kind kind, String message, String stream) {
        UnexpectedAnswer answer = assertThrows(UnexpectedAnswer.class, () -> read(all(stream)));
        assertEquals(kind, answer.kind());
        assertTrue(String.valueOf(answer.getMessage()).contains(message), answer.getMessage());
    }

    private InputStream bounded(InputStream in) {
        return bounded(in, new Unacknowledged());
    }

    private InputStream bounded(InputStream in, Unacknowledged unacknowledged) {
        return new BoundedInput(
                in, LARGEST, traffic, (topic, bytes) -> skipped.add(topic + " " + bytes), unacknowledged);
    }

    private ByteArrayOutputStream read(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        bounded(in).transferTo(out);
        return out;
    }

    private static InputStream all(String hex) {
        return new ByteArrayInputStream(bytes(hex));
    }

    /** MQTT 3.1.1, 3.3. */
    private static String publish(int header, String topic, int id, int payload) {
        String body = "%04x".formatted(topic.length())
                + hex(topic)
                + ((header & 6) == 0 ? "" : "%04x".formatted(id))
                + "5a".repeat(payload);
        StringBuilder length = new StringBuilder();
        int rest = body.length() / 2;
        do {
            length.append("%02x".formatted(rest % 128 + (rest > 127 ? 128 : 0)));
            rest /= 128;
        } while (rest > 0);
        return "%02x".formatted(header) + length + body;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(ByteArrayOutputStream bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    /** Gives what it has in pieces, as a network does. */
    private static final class Pieces extends InputStream {

        private final byte[] all;
        private final int cut;
        private final Random random;
        private int position;

        /** In two pieces. */
        Pieces(byte[] all, int cut) {
            this.all = all;
            this.cut = cut;
            this.random = new Random(0);
        }

        /** In many pieces. */
        Pieces(byte[] all, Random random) {
            this.all = all;
            this.cut = 0;
            this.random = random;
        }

        @Override
        public int read() {
            return position == all.length ? -1 : all[position++] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            if (position == all.length) {
                return -1;
            }
            int piece = cut == 0 ? 1 + random.nextInt(1500) : position < cut ? cut - position : all.length - position;
            int count = Math.min(Math.min(piece, length), all.length - position);
            System.arraycopy(all, position, to, offset, count);
            position += count;
            return count;
        }
    }
}
