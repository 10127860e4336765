package io.smartpole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private final FakeWire wire = new FakeWire();
    private final EventStream stream = new EventStream(wire);

    private static byte[] event(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatTheBrowserCannotTakeWaitsInOrder() {
        stream.offer(event("1"));
        wire.slow = true;
        stream.offer(event("2"));
        stream.offer(event("3"));
        assertEquals(List.of("1"), wire.written);
        wire.slow = false;
        stream.drain();
        assertEquals(List.of("1", "2", "3"), wire.written);
        assertEquals(0, wire.closed);
    }

    @Test
    void aBrowserThatStaysSlowIsSentAwayOnceItCanBeTold() {
        wire.slow = true;
        byte[] half = new byte[EventStream.QUEUE_BYTES / 2];
        stream.offer(half);
        stream.offer(half);
        stream.offer(event("one too many"));
        assertEquals(0, wire.closed);
        wire.slow = false;
        stream.drain();
        assertEquals(1, wire.closed);
        assertTrue(stream.closed());
        assertEquals(List.of(), wire.written);
    }

    @Test
    void aQueueThatEmptiedHasRoomAgain() {
        byte[] most = new byte[EventStream.QUEUE_BYTES];
        for (int i = 0; i < 3; i++) {
            wire.slow = true;
            stream.offer(most);
            wire.slow = false;
            stream.drain();
        }
        assertEquals(3, wire.written.size());
        assertFalse(stream.closed());
    }

    @Test
    void aBrowserThatIsGoneEndsItsStream() {
        wire.gone = true;
        stream.offer(event("1"));
        assertTrue(stream.closed());
        assertEquals(1, wire.closed);
    }

    @Test
    void aWireThatBreaksWhileItIsSlowEndsItsStream() {
        wire.slow = true;
        stream.offer(event("1"));
        stream.end();
        assertFalse(stream.closed());
        stream.broken();
        assertTrue(stream.closed());
        assertEquals(1, wire.closed);
    }

    @Test
    void afterItsEndNothingIsWrittenAndItIsClosedOnlyOnce() {
        stream.end();
        stream.end();
        stream.broken();
        stream.offer(event("1"));
        stream.drain();
        assertEquals(1, wire.closed);
        assertEquals(List.of(), wire.written);
    }
}
