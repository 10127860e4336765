package io.smartpole.distribution;

import static java.util.stream.Collectors.joining;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.reading.Lane;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.evidence.ChainCheck.Link;
import io.smartpole.formats.receiver.Arrival;
import io.smartpole.formats.receiver.Arrival.Verified;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a platform has of one pole: each batch once, whole chains, and what should never have come. */
public final class Ledger {

    /** What no network may do. Batches may come late, over another broker, so that some before them are missing then. */
    private static final Set<Link> NEVER = Set.of(Link.WRONG_PREDECESSOR, Link.ROLLED_BACK, Link.CLONED_KEY);

    private final Map<BatchId, byte[]> batches = new HashMap<>();
    private final Map<Lane, NavigableMap<Long, Entry>> lanes = new EnumMap<>(Lane.class);
    private long readings;
    private long duplicates;
    private @Nullable String wrong;

    private record Entry(BatchId id, BatchHeader header) {}

    /** @return the batch, if it is to be receipted, be it the first time or again */
    synchronized Optional<Verified> enter(Arrival arrival, byte[] bytes) {
        notifyAll();
        if (!(arrival instanceof Verified verified) || NEVER.contains(verified.link())) {
            wrong = "not a batch of this pole in its chain: " + arrival;
            return Optional.empty();
        }
        byte[] known = batches.putIfAbsent(verified.id(), bytes);
        if (known == null) {
            process(verified);
        } else {
            duplicates++;
            if (!Arrays.equals(known, bytes)) {
                wrong = "a batch came again with other bytes: " + verified.id();
            }
        }
        return Optional.of(verified);
    }

    private void process(Verified verified) {
        BatchHeader header = verified.batch().header();
        Entry former = lanes.computeIfAbsent(header.lane(), lane -> new TreeMap<>())
                .putIfAbsent(header.seq(), new Entry(verified.id(), header));
        if (former != null) {
            wrong = "two batches have one number: " + former.id() + " and " + verified.id();
        }
        readings += verified.records().size();
    }

    /** @return batches, each counted once */
    public synchronized long batches() {
        return batches.size();
    }

    /** @return readings in them */
    public synchronized long readings() {
        return readings;
    }

    /** @return arrivals of batches that were there already */
    public synchronized long duplicates() {
        return duplicates;
    }

    /** @return number of the newest batch of a lane; 0 if there is none */
    synchronized long newest(Lane lane) {
        NavigableMap<Long, Entry> entries = lanes.get(lane);
        return entries == null ? 0 : entries.lastKey();
    }

    synchronized boolean has(Lane lane, long seq) {
        NavigableMap<Long, Entry> entries = lanes.get(lane);
        return entries != null && entries.containsKey(seq);
    }

    /** Waits until it is so; what should never have come ends the wait. */
    synchronized void await(int seconds, String what, BooleanSupplier so) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!so.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (wrong != null || left <= 0) {
                throw new AssertionError(
                        "within " + seconds + " s there was no " + what + "; the platform has " + this);
            }
            wait(left);
        }
    }

    /** @return whether each lane is there from 1 on without a gap, each batch naming the one before, and nothing is wrong */
    public synchronized boolean whole() {
        return wrong == null && lanes.values().stream().allMatch(Ledger::whole);
    }

    private static boolean whole(NavigableMap<Long, Entry> lane) {
        String before = BatchHeader.NO_PREVIOUS;
        long seq = 0;
        for (Entry entry : lane.values()) {
            seq++;
            if (entry.header().seq() != seq || !entry.header().prev().equals(before)) {
                return false;
            }
            before = entry.id().hash();
        }
        return true;
    }

    @Override
    public synchronized String toString() {
        String text = lanes.entrySet().stream()
                .map(lane -> "%s %d..%d (%d)"
                        .formatted(
                                lane.getKey().label(),
                                lane.getValue().firstKey(),
                                lane.getValue().lastKey(),
                                lane.getValue().size()))
                .collect(joining(", "));
        return text + ", " + duplicates + " duplicates" + (wrong == null ? "" : "; wrong: " + wrong);
    }
}
