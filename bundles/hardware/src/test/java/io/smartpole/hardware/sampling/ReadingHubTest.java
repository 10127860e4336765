package io.smartpole.hardware.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.hardware.TestTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingHubTest {

    private static final Reading READING =
            new Series("bh1750", "illuminance", Unit.LUX).reading(Value.of(35), new TestTime().world());
    private static final Series DOOR = new Series("door", "open", null);

    private final ReadingHub hub = new ReadingHub();
    private final List<Reading> received = new ArrayList<>();

    @Test
    void aListenerThatThrowsDoesNotHurtTheOthers() {
        hub.addListener(reading -> {
            throw new IllegalStateException("broken listener");
        });
        hub.addListener(received::add);
        hub.publish(READING);
        hub.publish(READING);
        assertEquals(List.of(READING, READING), received);
    }

    @Test
    void aListenerThatLeftIsToldNothing() {
        ReadingListener listener = received::add;
        hub.addListener(listener);
        hub.removeListener(listener);
        hub.publish(READING);
        assertEquals(List.of(), received);
    }

    @Test
    void aListenerThatComesLaterIsToldTheLastStateButNoOldNumbers() {
        Reading opened = DOOR.alarm(Value.of(true), new TestTime().world());
        Reading closed = DOOR.alarm(Value.of(false), new TestTime().world());
        hub.publish(READING);
        hub.publish(opened);
        hub.publish(closed);
        hub.addListener(received::add);
        assertEquals(List.of(closed), received);
    }

    @Test
    void aStateThatNobodyWatchesAnyMoreIsToldToNobodyWhoComesLater() {
        hub.publish(DOOR.alarm(Value.of(true), new TestTime().world()));
        hub.forget(DOOR);
        hub.addListener(received::add);
        assertEquals(List.of(), received);
    }

    @Test
    void aListenerThatIsAddedTwiceIsToldOnce() {
        ReadingListener listener = received::add;
        hub.addListener(listener);
        hub.addListener(listener);
        hub.publish(READING);
        assertEquals(List.of(READING), received);
    }
}
