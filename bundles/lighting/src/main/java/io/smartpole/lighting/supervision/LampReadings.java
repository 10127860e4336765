package io.smartpole.lighting.supervision;

import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.ReadingListener;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.Moment;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * Where readings that tell about the lamp wait for the {@link LampSupervisor}, and the newest measured power. It needs no
 * other service: the supervisor publishes readings, and a circle of components that need each other does not start
 * reliably.
 */
@Component(service = {ReadingListener.class, LampReadings.class})
public final class LampReadings implements ReadingListener {

    static final int ROOM = 1024;

    private static final int USUAL_INTERVALS = 3;

    private static final String POWER = "lamp/power";

    private static final Set<String> WANTED = Set.of(
            "lamp/output",
            POWER,
            "lamp/voltage",
            "lamp/powerFactor",
            "gear/answers",
            "gear/lampFailure",
            "gear/failure");

    /** Of a mains input, and of other contacts: which is which stands in the hardware profile. */
    static final String CONTACT = "active";

    private final BlockingQueue<Reading> queue = new ArrayBlockingQueue<>(ROOM);
    private final AtomicLong dropped = new AtomicLong();
    private volatile @Nullable Reading power;
    private volatile Duration interval = Duration.ZERO;

    @Override
    public void onReading(Reading reading) {
        String name = reading.series().name();
        if (!WANTED.contains(name) && !reading.series().quantity().equals(CONTACT)) {
            return;
        }
        if (name.equals(POWER) && reading.value() instanceof Value.Numeric) {
            Reading before = power;
            interval = before == null ? Duration.ZERO : reading.time().since(before.time());
            power = reading;
        }
        while (!queue.offer(reading)) {
            if (queue.poll() != null) {
                dropped.incrementAndGet();
            }
        }
    }

    /**
     * @param now the world's time
     * @return the newest {@code lamp/power}, in W; null if there was none lately
     */
    public @Nullable Reading power(Moment now) {
        Reading newest = power;
        Duration usual = interval.multipliedBy(USUAL_INTERVALS);
        Duration patience = usual.compareTo(LampLedger.LONGEST_GAP) > 0 ? usual : LampLedger.LONGEST_GAP;
        return newest != null && now.since(newest.time()).compareTo(patience) <= 0 ? newest : null;
    }

    /** @return the newest {@code lamp/power}, in W, however old; null if there was none since start */
    @Nullable
    Reading power() {
        return power;
    }

    /** @return the reading that waited longest; null if none came for that long */
    @Nullable
    Reading next(Duration patience) throws InterruptedException {
        return queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @return true if none waits */
    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** @return readings dropped since start, because nobody took them in time */
    long dropped() {
        return dropped.get();
    }
}
