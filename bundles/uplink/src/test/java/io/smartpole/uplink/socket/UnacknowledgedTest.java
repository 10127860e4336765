package io.smartpole.uplink.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnacknowledgedTest {

    private static final String PUBACK = "40020001";

    private final Unacknowledged unacknowledged = new Unacknowledged();

    @Test
    void onlyAcknowledgementsCountWhateverTheyAreAmong() throws IOException {
        fill();
        write("100400044d51" + "c000" + "d000" + "3209000174" + "000140020001" + "32fe01" + PUBACK.repeat(63) + "4002");
        assertFull();
        write(PUBACK + "c000" + PUBACK);
        unacknowledged.arrived();
        unacknowledged.arrived();
        assertFull();
    }

    @Test
    void acknowledgementsAreFoundHoweverTheyAreCut() throws IOException {
        fill();
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            String hex = PUBACK + "300a" + "40".repeat(10) + PUBACK + "308f01" + PUBACK.repeat(35) + "404040";
            byte[] all = HexFormat.of().parseHex(hex);
            for (int at = 0; at < all.length; ) {
                int length = Math.min(1 + random.nextInt(5), all.length - at);
                unacknowledged.written(all, at, length);
                at += length;
            }
            try {
                unacknowledged.arrived();
                unacknowledged.arrived();
                assertFull();
            } catch (IOException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void nothingArrivesOnAClosedConnection() {
        unacknowledged.close();
        assertThrows(SocketException.class, unacknowledged::arrived);
    }

    private void fill() throws IOException {
        for (int i = 0; i < Unacknowledged.MOST; i++) {
            unacknowledged.arrived();
        }
    }

    /** It would wait, were it not interrupted. */
    private void assertFull() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, unacknowledged::arrived);
        assertEquals(true, Thread.interrupted());
    }

    private void write(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        unacknowledged.written(bytes, 0, bytes.length);
    }
}
