package io.smartpole.lighting.request;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One kind of request that outlives a restart, such as the override: at most one, in memory for the control loop and on
 * disk for the next start. The loop's way through here takes no lock and touches no disk.
 */
final class Held {

    /**
     * @param kept what an earlier run left, waiting for a trusted clock that can tell whether it still holds
     * @param inForce what was asked for in this run, or was taken over from {@code kept}
     */
    private record State(
            RequestFile.@Nullable Kept kept, @Nullable TimedRequest inForce) {}

    private static final State NONE = new State(null, null);

    private final String name;
    private final AtomicReference<State> state = new AtomicReference<>(NONE);
    private volatile @Nullable String problem;

    private final Object disk = new Object();
    private RequestFile file; // guarded by disk

    /**
     * @param name for people, such as {@code override}
     * @param file where to keep it; not read before {@link #open}
     */
    Held(String name, RequestFile file) {
        this.name = name;
        this.file = file;
    }

    /** Takes over what that file keeps; what was in force is of another world and ends. */
    void open(RequestFile newFile) {
        synchronized (disk) {
            file = newFile;
            try {
                state.set(new State(newFile.read(), null));
                problem = null;
            } catch (IOException e) {
                state.set(NONE);
                problem = "the %s of the last run cannot be read, the light goes on without it: %s".formatted(name, e);
            }
        }
    }

    /** @return the request that holds now; null if none does */
    @Nullable
    TimedRequest at(Moment now) {
        State found = state();
        RequestFile.Kept kept = found.kept;
        if (kept != null && now.trusted()) {
            // If a request came in between, it wins.
            state.compareAndSet(found, new State(null, kept.resumedAt(now)));
            found = state();
        }
        TimedRequest inForce = found.inForce;
        return inForce != null && inForce.holds(now) ? inForce : null;
    }

    private State state() {
        return Objects.requireNonNull(state.get());
    }

    /** @return what is wrong with keeping it; null if nothing */
    @Nullable
    String problem() {
        return problem;
    }

    /** @return what the person who asked should know besides, or nothing */
    String begin(LightLevel level, Duration length, Moment now) {
        Duration endSinceBoot = now.sinceBoot().plus(length);
        synchronized (disk) {
            if (!now.trusted()) {
                keep(null);
                state.set(new State(null, new TimedRequest(level, null, endSinceBoot)));
                return "; the clock is not trusted, so a restart ends it" + keptOrNot();
            }
            Instant end = now.instant().plus(length);
            keep(new RequestFile.Kept(level, now.instant(), end));
            state.set(new State(null, new TimedRequest(level, end, endSinceBoot)));
            return keptOrNot();
        }
    }

    /** @return what became of it, in words */
    String end() {
        synchronized (disk) {
            boolean held = !state().equals(NONE);
            state.set(NONE);
            keep(null);
            return (held ? "the " + name + " has ended" : "no " + name + " was in force") + keptOrNot();
        }
    }

    /** Promise 1 counts more than the disk: a request is followed even if it cannot be kept. */
    private void keep(RequestFile.@Nullable Kept kept) {
        try {
            if (kept == null) {
                file.clear();
            } else {
                file.write(kept);
            }
            problem = null;
        } catch (IOException e) {
            problem = "the disk did not take the latest %s: %s".formatted(name, e);
        }
    }

    private String keptOrNot() {
        return problem == null ? "" : "; a restart forgets this: " + problem;
    }
}
