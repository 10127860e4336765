package io.smartpole.fleet;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives one of many its turn on threads that all share: when it asks for one and when it wanted one; never two at a time. */
final class Turns {

    private final ScheduledExecutorService threads;
    private final Supplier<Duration> step;
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile boolean begun;

    private @Nullable ScheduledFuture<?> next; // guarded by this

    /** @param step does what is due, and says for how long nothing will be */
    Turns(ScheduledExecutorService threads, Supplier<Duration> step) {
        this.threads = threads;
        this.step = step;
    }

    /** Gives the first turn. */
    void begin() {
        begun = true;
        ask();
    }

    /** Asks for a turn now; called on any thread. Before {@link #begin} there is none: the one may not be whole yet. */
    void ask() {
        if (begun && asked.compareAndSet(false, true)) {
            try {
                threads.execute(this::turn);
            } catch (RejectedExecutionException e) {
                asked.set(false); // all have ended; a late message of the broker changes nothing
            }
        }
    }

    private synchronized void turn() {
        asked.set(false);
        Duration wait = step.get();
        if (next != null) {
            next.cancel(false);
        }
        try {
            next = threads.schedule(this::ask, wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            next = null;
        }
    }
}
