package io.smartpole.lighting;

import io.smartpole.core.light.LightRequest;
import io.smartpole.core.light.LightRequest.SetLevel;
import io.smartpole.core.light.LightResult;
import io.smartpole.core.light.LightResult.Outcome;
import io.smartpole.core.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The override in force: at most one, in memory for the control loop and on disk for the next start. The loop's way
 * through here takes no lock and touches no disk.
 */
final class Overrides {

    /**
     * @param kept what an earlier run left, waiting for a trusted clock that can tell whether it still holds
     * @param inForce what was asked for in this run, or was taken over from {@code kept}
     */
    private record State(
            OverrideFile.@Nullable Kept kept, @Nullable LightOverride inForce) {}

    private static final State NONE = new State(null, null);

    private final AtomicReference<State> state = new AtomicReference<>(NONE);
    private volatile @Nullable String problem;

    private final Object disk = new Object();
    private OverrideFile file; // guarded by disk

    /** @param file where to keep overrides; not read before {@link #open} */
    Overrides(OverrideFile file) {
        this.file = file;
    }

    /** Takes over what that file keeps; what was in force is of another world and ends. */
    void open(OverrideFile newFile) {
        synchronized (disk) {
            file = newFile;
            try {
                state.set(new State(newFile.read(), null));
                problem = null;
            } catch (IOException e) {
                state.set(NONE);
                problem = "the override of the last run cannot be read, the program goes on without it: " + e;
            }
        }
    }

    /** @return the override that holds now; null if none does */
    @Nullable
    LightOverride at(Moment now) {
        State found = state();
        OverrideFile.Kept kept = found.kept;
        if (kept != null && now.trusted()) {
            // If a request came in between, it wins.
            state.compareAndSet(found, new State(null, kept.resumedAt(now)));
            found = state();
        }
        LightOverride inForce = found.inForce;
        return inForce != null && inForce.holds(now) ? inForce : null;
    }

    private State state() {
        return Objects.requireNonNull(state.get());
    }

    /** @return what is wrong with keeping overrides; null if nothing */
    @Nullable
    String problem() {
        return problem;
    }

    /** @param now the world's time; null if there is no clock */
    LightResult request(LightRequest request, @Nullable Moment now) {
        if (request instanceof SetLevel set) {
            return now == null
                    ? refused("there is no clock that could end an override; try again when the gateway has started")
                    : setLevel(set, now);
        }
        synchronized (disk) {
            boolean held = !state().equals(NONE);
            state.set(NONE);
            keep(null);
            return new LightResult(
                    Outcome.ACCEPTED, (held ? "the override has ended" : "no override was in force") + keptOrNot());
        }
    }

    private LightResult setLevel(SetLevel set, Moment now) {
        Duration length = set.duration();
        if (length.compareTo(SetLevel.SHORTEST) < 0 || length.compareTo(SetLevel.LONGEST) > 0) {
            return refused("an override lasts 1 s to 24 h, but %s s were asked for".formatted(length.toSeconds()));
        }
        Duration endSinceBoot = now.sinceBoot().plus(length);
        synchronized (disk) {
            if (!now.trusted()) {
                keep(null);
                state.set(new State(null, new LightOverride(set.level(), null, endSinceBoot)));
                return accepted(set, "; the clock is not trusted, so a restart ends it" + keptOrNot());
            }
            Instant end = now.instant().plus(length);
            keep(new OverrideFile.Kept(set.level(), now.instant(), end));
            state.set(new State(null, new LightOverride(set.level(), end, endSinceBoot)));
            return accepted(set, keptOrNot());
        }
    }

    /** Promise 1 counts more than the disk: a request is followed even if it cannot be kept. */
    private void keep(OverrideFile.@Nullable Kept kept) {
        try {
            if (kept == null) {
                file.clear();
            } else {
                file.write(kept);
            }
            problem = null;
        } catch (IOException e) {
            problem = "the disk did not take the latest override request: " + e;
        }
    }

    private String keptOrNot() {
        return problem == null ? "" : "; a restart forgets this: " + problem;
    }

    private static LightResult accepted(SetLevel set, String remark) {
        return new LightResult(
                Outcome.ACCEPTED,
                "%s for %d s%s".formatted(set.level(), set.duration().toSeconds(), remark));
    }

    private static LightResult refused(String why) {
        return new LightResult(Outcome.REFUSED, why);
    }
}
