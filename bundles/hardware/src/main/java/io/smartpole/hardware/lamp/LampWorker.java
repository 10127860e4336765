package io.smartpole.hardware.lamp;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.light.Lamp;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the latest level to the lamp on a thread of its own, so that a dimmer that hangs holds up nobody. Says it
 * again as often as the dimmer wants, in case the lamp's driver forgot it, and every second while it fails.
 *
 * <p>When it stops, the lamp stays as it is: the end of this software must not darken a street.
 */
final class LampWorker implements Lamp {

    private static final Logger LOG = LoggerFactory.getLogger(LampWorker.class);

    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final Duration HANGING = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(2);
    private static final long RECOVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Dimmer dimmer;
    private final TimeSource time;
    private final Thread thread = new Thread(this::run, "lamp");

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private @Nullable LightLevel wanted;
    private @Nullable LightLevel reached;
    private Duration lastTry = Duration.ZERO;
    private boolean trying;
    private @Nullable Failure failure;
    private boolean stopped;

    /** What the thread itself stumbled over, until a round of it succeeds again. */
    private volatile @Nullable Throwable stumble;

    private record Failure(Duration since, String message) {}

    LampWorker(Dimmer dimmer, TimeSource time) {
        this.dimmer = dimmer;
        this.time = time;
    }

    void start() {
        thread.setDaemon(true); // an output that hangs must not keep the process from ending
        thread.start();
        dimmer.start();
    }

    @Override
    public void set(LightLevel level) {
        lock.lock();
        try {
            wanted = level;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (true) {
            try {
                LightLevel level = awaitWork();
                if (level == null) {
                    return;
                }
                dim(level);
                steadyAgain();
            } catch (InterruptedException e) {
                // If we are stopped, the next round ends; a dimmer that leaves an interrupt behind must not end us.
            } catch (Throwable e) {
                // Without this thread nobody drives the lamp. There may be no memory: nothing is allocated here.
                stumble = e;
                LockSupport.parkNanos(RECOVERY_NANOS);
            }
        }
    }

    private void steadyAgain() {
        Throwable past = stumble;
        if (past != null) {
            stumble = null;
            LOG.error("the lamp's thread stumbled, and goes on", past);
        }
    }

    /** @return the level to say now; null when stopped */
    private @Nullable LightLevel awaitWork() throws InterruptedException {
        lock.lock();
        try {
            while (!stopped) {
                Duration wait = untilDue(time.now());
                if (wait == null) {
                    changed.await();
                } else if (wait.isZero() || wait.isNegative()) {
                    return wanted;
                } else {
                    changed.await(wait.toMillis() + 1, TimeUnit.MILLISECONDS);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** @return how long until the level has to be said; null while there is none */
    @Nullable
    Duration untilDue(Moment now) {
        lock.lock();
        try {
            if (wanted == null) {
                return null;
            }
            if (failure == null && !wanted.equals(reached)) {
                return Duration.ZERO;
            }
            return lastTry.plus(failure == null ? dimmer.sayAgain() : TRY_AGAIN).minus(now.sinceBoot());
        } finally {
            lock.unlock();
        }
    }

    /** Says the level once. Called on the worker's thread only. */
    void dim(LightLevel level) {
        begin();
        Throwable caught = null;
        try {
            dimmer.dim(level);
        } catch (RuntimeException | Error e) {
            // Whatever it is, this thread must live to try again.
            caught = e;
        }
        end(level, caught);
    }

    private void begin() {
        lock.lock();
        try {
            trying = true;
            lastTry = time.now().sinceBoot();
        } finally {
            lock.unlock();
        }
    }

    private void end(LightLevel level, @Nullable Throwable caught) {
        lock.lock();
        try {
            trying = false;
            Failure past = failure;
            if (caught == null) {
                reached = level;
                failure = null;
                if (past != null) {
                    LOG.info("the lamp's output works again, and was told {}", level);
                }
            } else {
                reached = null;
                failure = new Failure(past == null ? lastTry : past.since, String.valueOf(caught.getMessage()));
                if (past == null) {
                    LOG.error("the lamp's output failed at {}; it will be tried every second", level, caught);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Stops without touching the lamp. */
    void stop() throws InterruptedException {
        dimmer.stop();
        lock.lock();
        try {
            stopped = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        thread.join(STOP.toMillis());
        if (thread.isAlive()) {
            LOG.warn("the lamp's output still hangs; it is left behind");
            thread.interrupt();
        } else {
            dimmer.close();
        }
    }

    HealthResult check(Moment now) {
        lock.lock();
        try {
            Duration tryingFor = now.sinceBoot().minus(lastTry);
            if (trying && tryingFor.compareTo(HANGING) > 0) {
                return HealthResult.critical(
                        "the lamp's output hangs for " + tryingFor.toSeconds() + " s at " + wanted,
                        "restart the gateway; if it stays so, replace the board");
            }
            if (failure != null) {
                return HealthResult.critical(
                        "the lamp's output fails for %d s: %s"
                                .formatted(now.sinceBoot().minus(failure.since).toSeconds(), failure.message),
                        dimmer.advice());
            }
            Throwable stumbled = stumble;
            if (stumbled != null) {
                return HealthResult.critical(
                        "the lamp's thread stumbles, and tries again: " + stumbled,
                        "restart the gateway, and report this with the log");
            }
            HealthResult trouble = dimmer.trouble();
            if (trouble != null) {
                return trouble;
            }
            return HealthResult.ok(
                    reached == null ? "no level yet; the output is untouched" : "the lamp was last told " + reached);
        } finally {
            lock.unlock();
        }
    }
}
