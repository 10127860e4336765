package io.smartpole.formats.evidence;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.formats.evidence.ChainCheck.Hole;
import io.smartpole.formats.evidence.ChainCheck.Link;
import io.smartpole.formats.topics.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the batches of one key and lane: runs of batches that continue each other. Mostly there is one; holes
 * lie between several, and branches overlap.
 *
 * <p>Not safe for use by several threads.
 */
final class Chain {

    /** So many that {@link Recent#MOST} batches may come in whatever order. */
    static final int MOST_HOLES = 2048;

    private static final Comparator<Run> BY_NUMBER = Comparator.comparingLong(run -> run.first);

    private final Topics pole;
    private final KeyId key;
    private final Lane lane;

    private final List<Run> runs = new ArrayList<>();
    private final Recent recent = new Recent();

    /** Hash of the last batch of the key before; null if none named this key. */
    private @Nullable String origin;

    /** The number that ends the chain. */
    private long end = Long.MAX_VALUE;

    /** Below it single holes are not followed any more. */
    private long floor;

    private @Nullable Hole belowFloor;

    /** Batches that continue each other, from {@code first}, which names {@code prev}, to {@code last} with that hash. */
    private static final class Run {
        private long first;
        private String prev;
        private long last;
        private String hash;

        Run(long seq, String prev, String hash) {
            first = seq;
            this.prev = prev;
            last = seq;
            this.hash = hash;
        }
    }

    /** What the runs say of a batch that may come. */
    private static final class Surroundings {
        private @Nullable Run before;
        private @Nullable Run after;
        private boolean strangerBefore;
        private boolean strangerAfter;
        private boolean covered;
        private boolean highest = true;

        boolean contradict() {
            return (before == null && strangerBefore) || (after == null && strangerAfter);
        }
    }

    Chain(Topics pole, KeyId key, Lane lane) {
        this.pole = pole;
        this.key = key;
        this.lane = lane;
    }

    boolean isOf(Topics other) {
        return pole.equals(other);
    }

    /** Takes a batch in, unless it is known or too old. */
    Link check(BatchId id, String prev) {
        Surroundings around = around(id.seq(), prev, id.hash());
        Link link = judge(id, around);
        if (link != Link.DUPLICATE && link != Link.TOO_OLD) {
            recent.add(id);
            add(id.seq(), prev, id.hash(), around);
        }
        return link;
    }

    private Surroundings around(long seq, String prev, String hash) {
        Surroundings around = new Surroundings();
        for (Run run : runs) {
            if (run.last == seq - 1) {
                if (run.hash.equals(prev)) {
                    around.before = run;
                } else {
                    around.strangerBefore = true;
                }
            }
            if (run.first == seq + 1) {
                if (run.prev.equals(hash)) {
                    around.after = run;
                } else {
                    around.strangerAfter = true;
                }
            }
            around.covered |= run.first <= seq && seq <= run.last;
            around.highest &= run.last < seq;
        }
        return around;
    }

    private Link judge(BatchId id, Surroundings around) {
        if (runs.isEmpty()) {
            return Link.FIRST_SEEN;
        }
        if (around.covered || id.seq() < floor) {
            return recent.compare(id);
        }
        if (id.seq() > end) {
            return Link.ENDED;
        }
        if (around.contradict()) {
            return Link.WRONG_PREDECESSOR;
        }
        if (!around.highest) {
            return Link.LATE;
        }
        return around.before != null ? Link.CONTINUES : Link.AHEAD;
    }

    /** A branch is followed like the batches that it contradicts: nobody can tell which of them is the right one. */
    private void add(long seq, String prev, String hash, Surroundings around) {
        Run run = around.before;
        if (run == null) {
            run = new Run(seq, prev, hash);
            runs.add(run);
        } else {
            run.last = seq;
            run.hash = hash;
        }
        Run after = around.after;
        if (after != null) {
            run.last = after.last;
            run.hash = after.hash;
            runs.remove(after);
        }
        if (runs.size() > MOST_HOLES + 1) {
            giveUpOldestHole();
        }
    }

    private void giveUpOldestHole() {
        runs.sort(BY_NUMBER);
        Run oldest = runs.remove(0);
        floor = runs.get(0).first;
        if (floor > oldest.last + 1) {
            Hole hole = hole(oldest.last + 1, floor - 1);
            Hole before = belowFloor;
            belowFloor = before == null
                    ? hole
                    : new Hole(pole, key, lane, before.first(), hole.last(), before.batches() + hole.batches());
        }
    }

    /** @return false if it goes on behind that number */
    boolean endsWith(long seq) {
        end = Math.min(end, seq);
        return runs.stream().allMatch(run -> run.last <= end);
    }

    /**
     * The last batch of the key before stands where number 0 would be.
     *
     * @return false if the first batch names another one
     */
    boolean beginsBehind(String hash) {
        if (origin != null) {
            return origin.equals(hash);
        }
        origin = hash;
        Surroundings around = around(0, BatchHeader.NO_PREVIOUS, hash);
        add(0, BatchHeader.NO_PREVIOUS, hash, around);
        return !around.contradict();
    }

    /** @return what is missing between the runs, by number */
    List<Hole> holes() {
        List<Hole> holes = new ArrayList<>();
        Optional.ofNullable(belowFloor).ifPresent(holes::add);
        runs.sort(BY_NUMBER);
        long next = Long.MAX_VALUE;
        for (Run run : runs) {
            if (run.first > next) {
                holes.add(hole(next, run.first - 1));
            }
            next = next == Long.MAX_VALUE ? run.last + 1 : Math.max(next, run.last + 1);
        }
        return holes;
    }

    private Hole hole(long first, long last) {
        return new Hole(pole, key, lane, first, last, last - first + 1);
    }
}
