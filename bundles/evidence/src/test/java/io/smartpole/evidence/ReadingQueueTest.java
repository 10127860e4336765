package io.smartpole.evidence;

import static io.smartpole.core.reading.Lane.ALARM;
import static io.smartpole.core.reading.Lane.MEASUREMENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import io.smartpole.evidence.ReadingQueue.Dropped;
import io.smartpole.evidence.ReadingQueue.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadingQueueTest {

    private static final Series TEMPERATURE = new Series("bme280", "temperature", Unit.CELSIUS);

    private final ReadingQueue queue = new ReadingQueue(3, 100);

    private static Moment at(int second, boolean trusted) {
        return new Moment(Instant.EPOCH.plusSeconds(second), trusted, Duration.ofSeconds(second));
    }

    private void add(Lane lane, int... seconds) {
        for (int second : seconds) {
            queue.add(new Reading(TEMPERATURE, Value.of((double) second), at(second, true), lane));
        }
    }

    private List<Long> taken(Lane lane) {
        return seconds(queue.take(lane, 100));
    }

    private static List<Long> seconds(Taken taken) {
        return taken.readings().stream()
                .map(reading -> reading.time().sinceBoot().toSeconds())
                .toList();
    }

    @Test
    void readingsComeOutInTheOrderInWhichTheyCameLaneByLane() {
        add(MEASUREMENT, 1);
        add(ALARM, 2);
        add(MEASUREMENT, 3);
        assertEquals(List.of(1L, 3L), taken(MEASUREMENT));
        assertEquals(List.of(2L), taken(ALARM));
        assertEquals(0, queue.waiting(MEASUREMENT));
    }

    @Test
    void noMoreAreTakenThanAskedFor() {
        add(MEASUREMENT, 1, 2, 3);
        assertEquals(List.of(1L, 2L), seconds(queue.take(MEASUREMENT, 2)));
        assertEquals(List.of(3L), taken(MEASUREMENT));
    }

    @Test
    void whenFullTheOldestMeasurementGoesAndIsCounted() {
        add(MEASUREMENT, 1, 2, 3, 4, 5);
        Taken taken = queue.take(MEASUREMENT, 100);
        assertEquals(List.of(3L, 4L, 5L), seconds(taken));
        assertEquals(new Dropped(2, at(1, true), at(2, true)), taken.dropped());
        assertEquals(2, queue.dropped());
        assertNull(queue.take(MEASUREMENT, 100).dropped());
    }

    @Test
    void anAlarmDisplacesTheOldestMeasurement() {
        add(MEASUREMENT, 1, 2, 3);
        add(ALARM, 4);
        assertEquals(List.of(4L), taken(ALARM));
        assertEquals(List.of(2L, 3L), taken(MEASUREMENT));
    }

    @Test
    void aMeasurementNeverDisplacesAnAlarm() {
        add(ALARM, 1, 2, 3);
        add(MEASUREMENT, 4);
        assertEquals(List.of(1L, 2L, 3L), taken(ALARM));
        Taken measurements = queue.take(MEASUREMENT, 100);
        assertEquals(List.of(), measurements.readings());
        assertEquals(new Dropped(1, at(4, true), at(4, true)), measurements.dropped());
    }

    @Test
    void amongNothingButAlarmsTheNewestGoesAndIsCounted() {
        add(ALARM, 1, 2, 3, 4);
        Taken alarms = queue.take(ALARM, 100);
        assertEquals(List.of(1L, 2L, 3L), seconds(alarms));
        Dropped dropped = alarms.dropped();
        assertNotNull(dropped);
        assertEquals(1, dropped.readings());
    }

    @Test
    void readingsWithAndWithoutTrustedClockAreNotTakenTogether() {
        queue.add(TEMPERATURE.reading(Value.of(1.0), at(1, false)));
        queue.add(TEMPERATURE.reading(Value.of(2.0), at(2, false)));
        queue.add(TEMPERATURE.reading(Value.of(3.0), at(3, true)));
        assertTrue(queue.otherTrustWaits(MEASUREMENT, true));
        assertTrue(queue.otherTrustWaits(MEASUREMENT, false));
        assertEquals(List.of(1L, 2L), taken(MEASUREMENT));
        assertTrue(queue.otherTrustWaits(MEASUREMENT, false));
        assertFalse(queue.otherTrustWaits(MEASUREMENT, true));
        assertEquals(List.of(3L), taken(MEASUREMENT));
        assertFalse(queue.otherTrustWaits(MEASUREMENT, false));
    }

    @Test
    void whatIsNotToWaitWakesTheWriter() throws Exception {
        ReadingQueue many = new ReadingQueue(10, 3);
        wakes(many, () -> many.add(TEMPERATURE.alarm(Value.of(1.0), at(1, true))));
        wakes(many, () -> many.add(TEMPERATURE.reading(Value.of(1.0), at(1, true))));
        many.add(TEMPERATURE.reading(Value.of(1.0), at(1, true)));
        wakes(many, () -> many.add(TEMPERATURE.reading(Value.of(1.0), at(1, true))));
        wakes(many, many::wake);
    }

    private static void wakes(ReadingQueue queue, Runnable event) throws InterruptedException {
        CountDownLatch woken = new CountDownLatch(1);
        Thread writer = new Thread(() -> {
            try {
                queue.await(Duration.ofHours(1));
                woken.countDown();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        writer.setDaemon(true);
        writer.start();
        event.run();
        assertTrue(woken.await(10, TimeUnit.SECONDS));
    }

    @Test
    void withoutAnythingTheWriterWakesByItself() throws Exception {
        queue.await(Duration.ofMillis(1));
        assertEquals(0, queue.waiting(MEASUREMENT));
    }
}
