package io.smartpole.remote;

import io.smartpole.core.link.Inbound;
import io.smartpole.core.link.Message;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import io.smartpole.core.reading.Value;
import io.smartpole.formats.topics.Topics;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * Where the neighbours' messages and this pole's own detections wait: apart from the {@link Gate}, so that a flood in a
 * zone takes no room from commands. Like the gate it needs no other service.
 */
@Component(service = {Inbound.class, ReadingListener.class, ZoneMailbox.class})
public final class ZoneMailbox implements Inbound, ReadingListener {

    static final int CAPACITY = 64;

    /** Places that neighbours do not get: what this pole sees itself is told in a flood, too. */
    static final int KEPT_FOR_OWN = 16;

    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();

    /** What waits here. */
    sealed interface Item {}

    /** A neighbour, or somebody who pretends to be one, said something. */
    record Heard(Message message) implements Item {}

    /** A detector, as it may turn out, changed. */
    record Seen(String component, boolean somebody) implements Item {}

    @Override
    public void onMessage(Message message) {
        if (!Topics.isZone(message.topic())) {
            return;
        }
        if (queue.remainingCapacity() <= KEPT_FOR_OWN || !queue.offer(new Heard(message))) {
            dropped.incrementAndGet();
        }
    }

    @Override
    public void onReading(Reading reading) {
        if (reading.lane() == Lane.MEASUREMENT
                && reading.series().quantity().equals("detected")
                && reading.value() instanceof Value.Flag detected
                && !queue.offer(new Seen(reading.series().component(), detected.set()))) {
            dropped.incrementAndGet();
        }
    }

    /** @return what waited longest; null if nothing came for that long */
    @Nullable
    Item next(Duration patience) throws InterruptedException {
        return queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @return what found no room since start */
    long dropped() {
        return dropped.get();
    }
}
