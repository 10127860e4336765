package io.smartpole.evidence;

import io.smartpole.core.evidence.PreviousEnd;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.evidence.store.SegmentStore;
import io.smartpole.evidence.store.SignedBatch;
import io.smartpole.evidence.store.StoreLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals and commits what the agenda says. One thread calls {@link #step} again and again, and in the end {@link #finish}.
 * What could not be stored stays here, signed once, until it can. As long as the pole has no name nothing is signed: nobody
 * would ever receipt it.
 */
final class Writer {

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration SLOWEST_RETRY = Duration.ofMinutes(1);

    /** How often a pole without a name is asked whether it has got one. */
    private static final Duration LOOK_FOR_NAME = Duration.ofSeconds(1);

    /** Receipts are written down so often: fewer writes against more batches sent again after a power cut. */
    private static final Duration SAVE_EVERY = Duration.ofMinutes(5);

    private final TimeSource time;
    private final Agenda agenda;
    private final Sealer sealer;
    private final Opener opener;
    private final Supplier<StoreLimits> limits;
    private final Consumer<Lane> committed;

    private @Nullable SegmentStore store;
    private final Deque<SignedBatch> inDoubt = new ArrayDeque<>();
    private @Nullable Draft draft;
    private @Nullable SignedBatch sealed;
    private Duration nextSave = SAVE_EVERY;
    private Duration nextTry = Duration.ZERO;
    private Duration retry = FIRST_RETRY;
    private volatile @Nullable String problem;
    private volatile @Nullable PreviousEnd previousEnd;

    /** Opens the store, once the writing thread runs: reading all of it may take seconds. */
    @FunctionalInterface
    interface Opener {
        SegmentStore open() throws IOException;
    }

    /** @param committed told after each commit */
    Writer(
            TimeSource time,
            Agenda agenda,
            Sealer sealer,
            Opener opener,
            Supplier<StoreLimits> limits,
            Consumer<Lane> committed) {
        this.time = time;
        this.agenda = agenda;
        this.sealer = sealer;
        this.opener = opener;
        this.limits = limits;
        this.committed = committed;
    }

    /**
     * Commits what is due.
     *
     * @return for how long nothing more will be due, unless something comes
     */
    Duration step() {
        Duration wait = nextTry.minus(time.now().sinceBoot());
        if (wait.compareTo(Duration.ZERO) > 0) {
            return wait;
        }
        PoleIdentity identity = sealer.identity();
        try {
            SegmentStore open = opened();
            open.limits(limits.get());
            commitAllDue(open, identity);
            saveReceiptsIfDue(open);
        } catch (IOException | RuntimeException e) {
            return failed(e);
        }
        worksAgain();
        if (!identity.named()) {
            return LOOK_FOR_NAME;
        }
        return Agenda.shorter(agenda.untilNext(), nextSave.minus(time.now().sinceBoot()));
    }

    /** Commits all that waits, says that this was a clean stop, and closes the store. */
    void finish() {
        SegmentStore open = store;
        if (open == null) {
            LOG.warn("stopped before the store could be opened: what was read since the start is lost");
            return;
        }
        agenda.flush();
        // Asked once: a name that comes in the middle must not let a stop be signed whose start was not.
        PoleIdentity identity = sealer.identity();
        try {
            commitAllDue(open, identity);
            if (identity.named()) {
                Moment world = time.world();
                commit(open, identity, new Draft(Lane.ALARM, List.of(GatewayRecords.stop(world)), world.trusted()));
            } else {
                LOG.warn("stopped while the pole has no name: what was read and not signed is lost");
            }
            open.saveLedger();
        } catch (IOException | RuntimeException e) {
            LOG.warn("stopped, but not all that was read could be stored: {}", e.toString());
        }
        try {
            open.close();
        } catch (IOException e) {
            LOG.warn("the evidence store is not properly closed: {}", e.toString());
        }
    }

    /** @return how the process before this one ended; null as long as the store is not open */
    @Nullable
    PreviousEnd previousEnd() {
        return previousEnd;
    }

    /** @return what keeps readings from being stored; null if nothing does */
    @Nullable
    String problem() {
        return problem;
    }

    private SegmentStore opened() throws IOException {
        SegmentStore open = store;
        if (open == null) {
            open = opener.open();
            inDoubt.addAll(open.inDoubt());
            SegmentStore found = open;
            agenda.started(() -> Start.of(found, sealer.key()));
            previousEnd = Start.of(found, sealer.key()).how();
            store = open;
        }
        return open;
    }

    private void commitAllDue(SegmentStore open, PoleIdentity identity) throws IOException {
        while (!inDoubt.isEmpty()) {
            append(open, inDoubt.getFirst());
            inDoubt.removeFirst();
        }
        // What was signed already has its name.
        while (sealed != null || identity.named()) {
            Draft next = draft != null ? draft : agenda.next(open);
            if (next == null) {
                return;
            }
            draft = next;
            commit(open, identity, next);
            draft = null;
        }
    }

    private void commit(SegmentStore open, PoleIdentity identity, Draft next) throws IOException {
        SignedBatch batch = sealed;
        if (batch == null) {
            batch = sealer.seal(identity, next, open.end(next.lane(), sealer.key()));
            sealed = batch;
        }
        append(open, batch);
        sealed = null;
        agenda.stored(next);
    }

    private void append(SegmentStore open, SignedBatch batch) throws IOException {
        Lane lane = batch.id().lane();
        open.append(batch, time.now());
        agenda.committed(lane);
        committed.accept(lane);
    }

    private void saveReceiptsIfDue(SegmentStore open) throws IOException {
        Duration now = time.now().sinceBoot();
        if (now.compareTo(nextSave) >= 0) {
            open.saveLedger();
            nextSave = now.plus(SAVE_EVERY);
        }
    }

    private void worksAgain() {
        if (problem != null) {
            LOG.info("evidence is stored again");
            problem = null;
        }
        retry = FIRST_RETRY;
    }

    private Duration failed(Exception e) {
        if (problem == null && e instanceof IOException) {
            LOG.error("evidence cannot be stored, readings wait in memory: {}", e.toString());
        } else if (problem == null) {
            LOG.error("evidence cannot be stored, readings wait in memory", e);
        }
        problem = e.toString();
        Duration wait = retry;
        nextTry = time.now().sinceBoot().plus(wait);
        retry = Agenda.shorter(retry.multipliedBy(2), SLOWEST_RETRY);
        return wait;
    }
}
