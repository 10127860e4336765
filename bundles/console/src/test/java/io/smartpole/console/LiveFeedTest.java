package io.smartpole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveFeedTest {

    private static final String NOON = "2027-11-01T12:00:00Z";
    private static final Series TEMPERATURE = new Series("bme280", "temperature", Unit.CELSIUS);
    private static final Series PRESSURE = new Series("bme280", "pressure", Unit.PASCAL);

    private final FakeTime time = new FakeTime(NOON);
    private final ReadingMemory memory = new ReadingMemory();
    private final Gateway gateway = FakeGateway.make(time, memory);
    private final LiveFeed feed = new LiveFeed(gateway);
    private final FakeWire wire = new FakeWire();

    private void measure(Series series, double value) {
        memory.onReading(series.reading(Value.of(value), time.world()));
    }

    @Test
    void aStreamBeginsWithEverything() {
        measure(TEMPERATURE, 7.5);
        assertNotNull(feed.open(wire));
        String readings = wire.written.get(5);
        assertEquals(
                "event: readings\ndata: [{\"component\":\"bme280\",\"quantity\":\"temperature\",\"unit\":\"Cel\","
                        + "\"value\":7.5,\"time\":\"2027-11-01T12:00:00Z\",\"alarm\":false}]\n\n",
                readings);
        assertEquals("pole status light night health readings", wire.names());
    }

    @Test
    void afterThatItTellsOnlyWhatChanged() {
        measure(TEMPERATURE, 7.5);
        measure(PRESSURE, 100_000);
        feed.open(wire);
        wire.names();
        feed.tick();
        assertEquals("", wire.names());

        time.setWorld("2027-11-01T12:00:01Z", true);
        feed.tick();
        assertEquals("status", wire.names());

        measure(PRESSURE, 100_001);
        feed.tick();
        assertTrue(wire.written.get(0).contains("pressure"));
        assertFalse(wire.written.get(0).contains("temperature"));
        assertEquals("readings", wire.names());

        gateway.health = null;
        feed.tick();
        assertEquals("status health", wire.names());
    }

    @Test
    void whoComesLaterHasNoEffectOnWhatOthersAreTold() {
        feed.open(wire);
        wire.names();
        time.setWorld("2027-11-01T12:00:01Z", true);
        measure(TEMPERATURE, 7.5);
        FakeWire later = new FakeWire();
        feed.open(later);
        assertEquals("pole status light night health readings", later.names());
        feed.tick();
        assertEquals("status readings", wire.names());
        assertEquals("", later.names());
    }

    @Test
    void aSlowBrowserHoldsUpNobody() {
        FakeWire slow = new FakeWire();
        slow.slow = true;
        feed.open(slow);
        feed.open(wire);
        wire.names();
        for (int second = 10; second < 60; second++) {
            time.setWorld("2027-11-01T12:00:" + second + "Z", true);
            feed.tick();
            assertEquals("status", wire.names());
        }
        assertEquals(0, slow.written.size());
    }

    @Test
    void thereIsRoomForSoManyPagesAndAgainWhenOneLeaves() {
        for (int i = 1; i < LiveFeed.STREAMS; i++) {
            assertNotNull(feed.open(new FakeWire()));
        }
        EventStream last = feed.open(wire);
        assertNotNull(last);
        assertTrue(feed.full());
        assertNull(feed.open(new FakeWire()));
        last.broken();
        assertFalse(feed.full());
        assertNotNull(feed.open(new FakeWire()));
    }

    @Test
    void whereNoStreamCanBeHeldOneAnswerTellsEverythingAndWhenToAskAgain() {
        measure(TEMPERATURE, 7.5);
        List<String> events = List.of(new String(feed.once(), StandardCharsets.UTF_8).split("(?<=\n\n)"));
        assertEquals("retry: 4000\n\n", events.get(0));
        FakeWire stream = new FakeWire();
        feed.open(stream);
        assertEquals(stream.written, events.subList(1, 7));
        assertEquals(List.of("event: end\ndata: {}\n\n"), events.subList(7, events.size()));
    }

    @Test
    void anAnswerTakesNobodysPlaceAndTellsWhatChangedSinceTheLastOne() {
        for (int i = 0; i <= LiveFeed.STREAMS; i++) {
            feed.once();
        }
        assertFalse(feed.full());
        measure(PRESSURE, 100_001);
        gateway.health = null;
        String second = new String(feed.once(), StandardCharsets.UTF_8);
        assertTrue(second.contains("pressure"), second);
        assertTrue(second.contains("event: health\ndata: {\"status\":null"), second);
    }

    @Test
    void whenTheConsoleStopsAllStreamsEnd() {
        feed.open(wire);
        feed.stop();
        assertEquals(1, wire.closed);
    }
}
