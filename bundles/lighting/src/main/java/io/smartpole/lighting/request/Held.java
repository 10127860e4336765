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
     * @param kept what belongs on disk
     * @param waiting true for what an earlier run left, until a trusted clock can tell whether it still holds
     * @param inForce what was asked for in this run, or was taken over from {@code kept}
     */
    private record State(
            RequestFile.@Nullable Kept kept,
            boolean waiting,
            @Nullable TimedRequest inForce) {}

    private static final State NONE = new State(null, false, null);

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
                RequestFile.Kept kept = newFile.read();
                state.set(new State(kept, kept != null, null));
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
        if (kept != null && found.waiting && now.trusted()) {
            // If a request came in between, it wins.
            state.compareAndSet(found, new State(kept, false, kept.resumedAt(now)));
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

    /**
     * First the light, then the disk: a card that hangs must not keep a street dark.
     *
     * @param followed told as soon as the request is in force
     * @return what the person who asked should know besides, or nothing
     */
    String begin(LightLevel level, Duration length, Moment now, Runnable followed) {
        Instant end = now.trusted() ? now.instant().plus(length) : null;
        RequestFile.Kept kept = end == null ? null : new RequestFile.Kept(level, now.instant(), end);
        state.set(new State(
                kept, false, new TimedRequest(level, end, now.sinceBoot().plus(length))));
        followed.run();
        keep();
        return (end == null ? "; the clock is not trusted, so a restart ends it" : "") + keptOrNot();
    }

    /**
     * @param now null if there is no clock
     * @param followed told as soon as it has ended
     * @return what became of it, in words
     */
    String end(@Nullable Moment now, Runnable followed) {
        State ended = Objects.requireNonNull(state.getAndSet(NONE));
        followed.run();
        keep();
        TimedRequest inForce = ended.inForce;
        boolean held = ended.waiting || (inForce != null && (now == null || inForce.holds(now)));
        return (held ? "the " + name + " has ended" : "no " + name + " was in force") + keptOrNot();
    }

    /** What is in force now, whoever asked last. */
    private void keep() {
        synchronized (disk) {
            RequestFile.Kept kept = state().kept;
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
    }

    private String keptOrNot() {
        return problem == null ? "" : "; a restart forgets this: " + problem;
    }
}
