package io.smartpole.simulation.clock;

import io.smartpole.core.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Simulated time that outlives a restart. While it runs, time is reserved ahead on disk, so that even after a kill no
 * reading is older than one before it; a clean stop stores the exact time.
 */
public final class DurableTime {

    private static final Logger LOG = LoggerFactory.getLogger(DurableTime.class);

    /** Real time for which the world's time is reserved, and after which the reservation is renewed. */
    private static final Duration RESERVED = Duration.ofSeconds(60);

    private static final Duration RENEWED_AFTER = Duration.ofSeconds(30);

    private final WorldTimeFile file;
    private final Executor disk;
    private final SimulatedTime time;
    private volatile int speed;
    private volatile Instant renewAt = Instant.MIN;
    private volatile boolean failing;

    /** @param disk does the writing, one task after the other */
    public DurableTime(WorldTimeFile file, int speed, Executor disk) {
        this.file = file;
        this.disk = disk;
        this.speed = speed;
        this.time = new SimulatedTime(lastRun(file), speed);
    }

    private static @Nullable Instant lastRun(WorldTimeFile file) {
        try {
            return file.read();
        } catch (IOException e) {
            LOG.warn("The world starts at real time, for the time of its last run cannot be read: {}", e.toString());
            return null;
        }
    }

    public void speed(int newSpeed) {
        if (newSpeed == speed) {
            return;
        }
        speed = newSpeed;
        time.speed(newSpeed);
        // What is reserved at the old speed may not last; a renewal that is on its way must not hide that.
        disk.execute(() -> renewAt = Instant.MIN);
    }

    /**
     * Does not wait for the disk.
     *
     * @param now real time
     * @return the world's time then
     */
    public Moment at(Moment now) {
        Moment world = time.at(now);
        if (world.instant().isAfter(renewAt)) {
            renewAt = Instant.MAX;
            disk.execute(this::renew);
        }
        return world;
    }

    /** Stores the exact time. Nobody asks for the time afterwards. */
    public void stop() {
        Instant reached = time.latest();
        if (reached != null) {
            store(reached);
        }
    }

    /** @return whether the time could not be stored lately */
    public boolean failing() {
        return failing;
    }

    private void renew() {
        Instant reached = time.latest();
        if (reached != null) {
            int present = speed;
            store(reached.plus(RESERVED.multipliedBy(present)));
            renewAt = reached.plus(RENEWED_AFTER.multipliedBy(present));
        }
    }

    private void store(Instant worldTime) {
        try {
            file.write(worldTime);
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("The world's time cannot be stored, so it may go back at the next start: {}", e.toString());
            }
            failing = true;
        }
    }
}
