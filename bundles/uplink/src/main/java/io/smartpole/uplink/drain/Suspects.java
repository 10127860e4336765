package io.smartpole.uplink.drain;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.EvidenceLog.Fate;
import io.smartpole.core.evidence.StoredBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches that will not get through, whatever the line. MQTT 3.1.1 cannot say that a publish is forbidden: the broker closes
 * the connection, or says nothing. Without this, one such batch would keep all later ones on the pole.
 *
 * <pre>
 *   ordinary --its connection was closed, or it was left out--> suspect: goes alone --three times in a row--> set aside
 *      ^ ^                                                         |                                          ^  |
 *      | +--------------------- acknowledged ----------------------+                                          |  |
 *      +-- acknowledged, but three times passed over by the receipts for later ones --------------------------+  |
 *                                                                                          receipted: forgotten <-+
 * </pre>
 *
 * <p>Set aside means: copied to a folder, then left out when the others are sent, and tried again after 1 h, 2 h ... 24 h
 * when nothing else is to be sent. It stays in the store; only a receipt frees it there. Should the store give way, the copy
 * is what is left, and goes on being tried. Where it cannot be copied it is left out all the same, and each trial tries to
 * copy it too: until then it is only in the store, and after a restart it has to be found out again.
 *
 * <p>Suspicion outlasts a connection, and what was set aside also a restart. For one thread, but for {@link #count} and
 * {@link #problem}. All times are since boot.
 */
public final class Suspects {

    /** A broker that is restarted closes a connection once, or twice; over the same batch again and again it does not. */
    static final int STRIKES = 3;

    /** Copies, and as many more without: a line that kills everything is no reason to copy, or leave out, the whole store. */
    static final int MOST = 64;

    /** After a trial that cost the connection. */
    static final Duration PAUSE = Duration.ofMinutes(10);

    static final Duration TIDY_EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Suspects.class);

    private final EvidenceLog log;
    private final SetAside copies;
    private final Map<BatchId, Trial> setAside = new LinkedHashMap<>();
    private final Tally strikes = new Tally();
    private final Tally passes = new Tally();
    private Duration nextTrial = Duration.ZERO;
    private Duration nextTidy = Duration.ZERO;
    private @Nullable BatchId refused;
    /** Why something could not be copied the last time. */
    private String obstacle = "";

    private volatile int count;
    private volatile @Nullable String problem;

    /** @param folder of the copies; what is there is read now */
    public Suspects(Path folder, EvidenceLog log) {
        this.log = log;
        this.copies = new SetAside(folder);
        copies.load().forEach(id -> setAside.put(id, Trial.after(Duration.ZERO, Trial.COPIED)));
        report();
    }

    /** @return batches that are set aside, with a copy or without */
    public int count() {
        return count;
    }

    /** @return what is set aside, or should be and cannot, for people; empty if there is nothing */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Lets all be tried now, one after the other. The first that costs the connection makes the others wait again. */
    public void retry() {
        setAside.replaceAll((id, trial) -> trial.atOnce());
        nextTrial = Duration.ZERO;
    }

    boolean goesAlone(BatchId id) {
        return strikes.of(id) > 0;
    }

    boolean isSetAside(BatchId id) {
        return setAside.containsKey(id);
    }

    /** The broker closed the connection over that batch, perhaps, or left it out. */
    void strike(Outgoing outgoing, Duration now) {
        if (outgoing.setAside()) {
            nextTrial = now.plus(PAUSE);
        } else if (strikes.add(outgoing.id()) >= STRIKES) {
            setAside(outgoing.batch(), "the broker does not take it", now);
        }
    }

    void acknowledged(BatchId id) {
        strikes.clear(id);
        if (passes.of(id) == 0) {
            unrefused(id);
        }
    }

    /** It got no receipt in time, while a batch that was acknowledged later got one. */
    void passedOver(StoredBatch batch, Duration now) {
        if (!isSetAside(batch.id()) && passes.add(batch.id()) >= STRIKES) {
            setAside(batch, "the platform does not receipt it", now);
        }
    }

    /** The store freed it, or gave it up. */
    void settled(BatchId id) {
        strikes.clear(id);
        passes.clear(id);
        unrefused(id);
    }

    /** Forgets those that were receipted, and those of which nothing is left. */
    void tidy(Duration now) {
        if (now.compareTo(nextTidy) >= 0) {
            nextTidy = now.plus(TIDY_EVERY);
            Map.copyOf(setAside).forEach(this::tidy);
            if (refused != null && log.fate(refused) != Fate.WAITING) {
                settled(refused);
            }
        }
    }

    private void tidy(BatchId id, Trial trial) {
        Fate fate = log.fate(id);
        if (fate == Fate.RECEIPTED) {
            delivered(id);
        } else if (fate == Fate.GONE && !trial.copied()) {
            setAside.remove(id);
            LOG.warn(
                    "{} {} was set aside without a copy, and is no longer stored",
                    id.lane().label(),
                    id.seq());
            report();
        }
    }

    /** That batch, which was set aside, is where it should be. */
    void delivered(BatchId id) {
        Trial trial = setAside.remove(id);
        if (trial != null && trial.copied()) {
            copies.delete(id);
        }
        LOG.info("{} {} was set aside and has got through", id.lane().label(), id.seq());
        report();
    }

    /** @return one whose time has come; to be followed by {@link #tried} if the line took it */
    Optional<Outgoing> trial(Duration now) {
        if (now.compareTo(nextTrial) < 0) {
            return Optional.empty();
        }
        Iterator<Map.Entry<BatchId, Trial>> all = setAside.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<BatchId, Trial> entry = all.next();
            if (now.compareTo(entry.getValue().due()) >= 0) {
                BatchId id = entry.getKey();
                try {
                    Optional<StoredBatch> batch = read(id, entry.getValue());
                    if (batch.isPresent()) {
                        return Optional.of(new Outgoing(batch.get(), true));
                    }
                } catch (IOException e) {
                    LOG.warn("the copy of {} {} is lost: {}", id.lane().label(), id.seq(), e.toString());
                    all.remove(); // if the store still has it, it is sent as usual
                    report();
                }
            }
        }
        return Optional.empty();
    }

    /** @return empty if it is no longer stored, and there is no copy */
    private Optional<StoredBatch> read(BatchId id, Trial trial) throws IOException {
        return trial.copied()
                ? Optional.of(new StoredBatch(EvidenceLog.FROM_START, id, copies.read(id)))
                : log.nextUnreceipted(id.lane(), trial.position() - 1)
                        .filter(batch -> batch.id().equals(id));
    }

    void tried(Outgoing outgoing, Duration now) {
        Trial trial = setAside.get(outgoing.id());
        if (trial != null) {
            boolean newCopy = !trial.copied() && copy(outgoing.batch());
            Trial next = trial.next(now);
            setAside.put(outgoing.id(), newCopy ? next.withCopy() : next);
            report();
        }
    }

    private void setAside(StoredBatch batch, String why, Duration now) {
        BatchId id = batch.id();
        boolean copied = copy(batch);
        if (!copied && withoutCopy() >= MOST) {
            refuse(id);
            return;
        }
        LOG.warn(
                "{} {} is set aside{}: {}. What comes after goes on",
                id.lane().label(),
                id.seq(),
                copied ? "" : " without a copy (" + obstacle + ")",
                why);
        setAside.put(id, Trial.after(now, copied ? Trial.COPIED : batch.position()));
        settled(id);
        report();
    }

    /** @return whether there is a copy now; else {@link #obstacle} says why not */
    private boolean copy(StoredBatch batch) {
        if (setAside.size() - withoutCopy() >= MOST) {
            obstacle = "there are " + MOST + " in " + copies.folder() + " already";
            return false;
        }
        try {
            copies.copy(batch);
            return true;
        } catch (IOException e) {
            obstacle = copies.folder() + " cannot be written: " + e;
            return false;
        }
    }

    private int withoutCopy() {
        return (int) setAside.values().stream().filter(trial -> !trial.copied()).count();
    }

    private void refuse(BatchId id) {
        if (!id.equals(refused)) {
            LOG.error(
                    "{} {} does not get through and cannot be set aside: {}",
                    id.lane().label(),
                    id.seq(),
                    obstacle);
        }
        refused = id;
        report();
    }

    private void unrefused(BatchId id) {
        if (id.equals(refused)) {
            refused = null;
            report();
        }
    }

    private void report() {
        count = setAside.size();
        int withoutCopy = withoutCopy();
        BatchId stuck = refused;
        if (stuck != null) {
            problem = "%s %d does not get through and cannot be set aside: %s"
                    .formatted(stuck.lane().label(), stuck.seq(), obstacle);
        } else if (withoutCopy > 0) {
            problem =
                    "%d batches are set aside, %d of them without a copy (%s): the broker does not take them, or the platform does not receipt them"
                            .formatted(count, withoutCopy, obstacle);
        } else if (count > 0) {
            problem =
                    "%d batches are set aside in %s: the broker does not take them, or the platform does not receipt them"
                            .formatted(count, copies.folder());
        } else {
            problem = null;
        }
    }
}
