package io.smartpole.distribution;

import static java.util.stream.Collectors.joining;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.evidence.ChainCheck.Link;
import io.smartpole.formats.receiver.Arrival;
import io.smartpole.formats.receiver.Arrival.Verified;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a platform has of one pole: each batch once, whole chains, and what should never have come. */
public final class Ledger {

    /** What no network may do. Batches may come late, over another broker, so that some before them are missing then. */
    private static final Set<Link> NEVER = Set.of(Link.WRONG_PREDECESSOR, Link.ROLLED_BACK, Link.CLONED_KEY);

    private final Map<BatchId, byte[]> batches = new HashMap<>();
    private final Map<Chain, NavigableMap<Long, Entry>> chains = new HashMap<>();
    private long readings;
    private long duplicates;
    private @Nullable String wrong;

    /** A new key begins a chain of its own, which goes on where that of the key before ended. */
    private record Chain(KeyId key, Lane lane) {}

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
        Entry former = chains.computeIfAbsent(new Chain(header.key(), header.lane()), chain -> new TreeMap<>())
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

    /** @return number of the newest batch of a lane, whose key must not have changed; 0 if there is none */
    synchronized long newest(Lane lane) {
        return ofLane(lane).mapToLong(NavigableMap::lastKey).max().orElse(0);
    }

    synchronized boolean has(Lane lane, long seq) {
        return ofLane(lane).anyMatch(entries -> entries.containsKey(seq));
    }

    private Stream<NavigableMap<Long, Entry>> ofLane(Lane lane) {
        return chains.entrySet().stream()
                .filter(chain -> chain.getKey().lane() == lane)
                .map(Map.Entry::getValue);
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

    /**
     * @return whether each chain is there from 1 on without a gap, each batch naming the one before, the first of a new key
     *     the last of the key before; and nothing is wrong
     */
    public synchronized boolean whole() {
        return wrong == null && chains.entrySet().stream().allMatch(chain -> whole(chain.getKey(), chain.getValue()));
    }

    private boolean whole(Chain chain, NavigableMap<Long, Entry> entries) {
        String before = entries.firstEntry().getValue().header().prev();
        boolean goesOn = ofLane(chain.lane())
                .anyMatch(other -> other.lastEntry().getValue().id().hash().equals(before));
        if (!before.equals(BatchHeader.NO_PREVIOUS) && !goesOn) {
            return false;
        }
        String last = before;
        long seq = 0;
        for (Entry entry : entries.values()) {
            seq++;
            if (entry.header().seq() != seq || !entry.header().prev().equals(last)) {
                return false;
            }
            last = entry.id().hash();
        }
        return true;
    }

    @Override
    public synchronized String toString() {
        String text = chains.entrySet().stream()
                .map(chain -> "%s %s %d..%d (%d)"
                        .formatted(
                                chain.getKey().key().hex(),
                                chain.getKey().lane().label(),
                                chain.getValue().firstKey(),
                                chain.getValue().lastKey(),
                                chain.getValue().size()))
                .collect(joining(", "));
        return text + ", " + duplicates + " duplicates" + (wrong == null ? "" : "; wrong: " + wrong);
    }
}
