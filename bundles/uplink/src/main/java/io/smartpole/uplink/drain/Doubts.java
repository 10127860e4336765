package io.smartpole.uplink.drain;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.uplink.drain.Flights.LeftOut;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Weighs why a broker left a batch out, although it acknowledged other messages: is it the batch, or does the broker take no
 * batches at all from this pole? MQTT 3.1.1 lets it say neither. A batch is to blame once another got through on the same
 * line; until then it is doubted, and so is the line.
 *
 * <p>All times are since boot. For one thread.
 */
final class Doubts {

    /** A line that left out so many takes no batches. */
    static final int MOST_DOUBTED = 4;

    /** Then batches are tried so slowly: each costs mobile data. */
    static final Duration PROBE_EVERY = Duration.ofMinutes(1);

    /** If so many in a row were left out, the oldest are tried again. */
    static final int MOST_IN_A_ROW = 64;

    /** These were left out, and none that was sent after them got through. */
    private final Map<BatchId, Outgoing> doubted = new LinkedHashMap<>();

    private boolean proven;

    /** What was blamed since the last batch got through; that one proves nothing against another. */
    private @Nullable BatchId blamed;

    private int inARow;
    private @Nullable Duration probeAt;

    /** @return whether the batch is to blame; else the next ones show whether it was its own fault */
    boolean blames(LeftOut leftOut, Duration now) {
        Outgoing outgoing = leftOut.outgoing();
        boolean only = proven && (blamed == null || blamed.equals(outgoing.id()));
        if (leftOut.overtaken() || outgoing.setAside() || only) {
            blamed = outgoing.id();
            return true;
        }
        doubted.put(outgoing.id(), outgoing);
        probeAt = now.plus(PROBE_EVERY);
        inARow++;
        return false;
    }

    /** @return those that were doubted until now: each is to blame, since this one got through */
    List<Outgoing> gotThrough(BatchId batch) {
        doubted.remove(batch);
        List<Outgoing> guilty = List.copyOf(doubted.values());
        doubted.clear();
        proven = true;
        blamed = null;
        inARow = 0;
        probeAt = null;
        return guilty;
    }

    /** @return whether, after this one, those before it are worth another try */
    boolean rowIsFull() {
        return inARow % MOST_IN_A_ROW == 0;
    }

    boolean any() {
        return !doubted.isEmpty();
    }

    /** @return false if the line leaves out whatever batch it gets */
    boolean lineTakesBatches() {
        return doubted.size() < MOST_DOUBTED;
    }

    boolean mayProbe(Duration now) {
        return probeAt == null || now.compareTo(probeAt) >= 0;
    }

    /** @return when the next may be tried; null if nothing was left out lately */
    @Nullable
    Duration probeAt() {
        return probeAt;
    }
}
