package io.smartpole.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WireTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Duration now = Duration.ofSeconds(100);
    private final FakeConnection connection = new FakeConnection(
            Target.of(TestBoard.endpoint("cloud1", "tcp://127.0.0.1:1883"), null, TestBoard.pole("p-1"), false),
            new byte[0]);
    private final Wire wire = new Wire(connection, () -> now, PATIENCE, new Counters());

    /** The MQTT library counts every one of them as in flight, whoever published it. */
    @Test
    void whatTheBrokerPassedOverFillsTheConnectionWhateverItWas() {
        for (int i = 0; i < Wire.MOST_LEFT_OUT; i++) {
            wire.publish("evidence", new byte[1], 1, false, () -> {});
        }
        assertFalse(wire.full(), "it may still acknowledge them");
        wire.publish("telemetry", new byte[1], 1, false, () -> {});
        connection.last().delivered().run();
        assertTrue(wire.full());
    }

    @Test
    void whatIsAcknowledgedLateIsNotLeftOut() {
        for (int i = 0; i <= Wire.MOST_LEFT_OUT; i++) {
            wire.publish("evidence", new byte[1], 1, false, () -> {});
        }
        connection.last().delivered().run();
        assertTrue(wire.full());
        connection.published.get(0).delivered().run();
        assertFalse(wire.full());
    }

    @Test
    void messagesWithoutAcknowledgementFillNothing() {
        for (int i = 0; i < 2 * Wire.MOST_LEFT_OUT; i++) {
            wire.publish("telemetry", new byte[1], 0, false, () -> {});
        }
        wire.publish("telemetry", new byte[1], 1, false, () -> {});
        connection.last().delivered().run();
        assertFalse(wire.full());
    }

    @Test
    void thatItTakesNoBatchesIsForgivenSomeTimeAfterItWasSaidLast() {
        assertFalse(wire.refusesBatches());
        wire.takesBatches(false);
        now = now.plusSeconds(10);
        wire.takesBatches(false);
        now = now.plus(Wire.FORGIVEN).minusMillis(1);
        assertTrue(wire.refusesBatches());
        now = now.plusMillis(1);
        assertFalse(wire.refusesBatches());
    }

    @Test
    void aBatchThatItTookIsEnough() {
        wire.takesBatches(false);
        wire.takesBatches(true);
        assertFalse(wire.refusesBatches());
    }

    @Test
    void theStateIsTheWitness() {
        assertFalse(wire.witness(() -> {}), "nothing was said yet");
        wire.announce("state", "online".getBytes(StandardCharsets.UTF_8), () -> {});
        assertTrue(wire.witness(() -> {}));
        assertEquals(2, connection.on("state").size());
        assertEquals("online", connection.last().text());
        assertTrue(connection.last().retain());
    }
}
