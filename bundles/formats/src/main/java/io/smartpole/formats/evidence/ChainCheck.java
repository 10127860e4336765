package io.smartpole.formats.evidence;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows the chains of verified batches, one per key and lane: does each continue the one before?
 *
 * <p>Not safe for use by several threads.
 */
public final class ChainCheck {

    /** How many batches back a duplicate is still told from a foreign branch. */
    private static final int REMEMBERED = 4096;

    private final Map<Chain, State> chains = new HashMap<>();

    /** What a batch is to its chain. */
    public enum Link {
        /** The first batch that this check saw of its chain. */
        FIRST_SEEN("begins what is known of its chain"),
        /** Directly behind the last one. */
        CONTINUES("continues its chain"),
        /** Seen before, the same to the bit; delivery is at least once. */
        DUPLICATE("came before, the same to the bit"),
        /** Later than expected: batches between are missing. */
        MISSING_BEFORE("batches before this one are missing"),
        /** Older than what is remembered: cannot be told. */
        TOO_OLD("older than all that is remembered of its chain, so its place cannot be told"),
        /** Next in number, but it names another predecessor. */
        WRONG_PREDECESSOR("does not continue the batch before it"),
        /** A known number under another boot: the pole's storage was rolled back. */
        ROLLED_BACK("its number was used before another start of the pole: the pole's storage was rolled back"),
        /** A known number of the same boot with other content: two poles sign with one key. */
        CLONED_KEY("another batch has its number: two poles sign with one key");

        private final String text;

        Link(String text) {
            this.text = text;
        }

        /** @return what this means, for people */
        public String text() {
            return text;
        }

        /** @return true for what an undisturbed pole and network produce */
        public boolean good() {
            return this == FIRST_SEEN || this == CONTINUES || this == DUPLICATE;
        }
    }

    private record Chain(KeyId key, Lane lane) {}

    private static final class State {
        long seq;
        String hash = BatchHeader.NO_PREVIOUS;

        @SuppressWarnings("serial") // never serialized
        final Map<Long, BatchId> seen = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, BatchId> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    /** @param batch a batch whose signature is valid */
    public Link check(EvidenceBatch batch) {
        BatchId id = batch.id();
        State state = chains.get(new Chain(id.key(), id.lane()));
        if (state == null) {
            State first = new State();
            chains.put(new Chain(id.key(), id.lane()), first);
            advance(first, id);
            return Link.FIRST_SEEN;
        }
        Link link = compare(state, id, batch.header().prev());
        if (id.seq() > state.seq) {
            advance(state, id);
        } else if (link != Link.DUPLICATE && link != Link.TOO_OLD && link != Link.CLONED_KEY) {
            // Storage was rolled back: the pole goes on from here, and so do we.
            advance(state, id);
        }
        return link;
    }

    private static Link compare(State state, BatchId id, String prev) {
        if (id.seq() == state.seq + 1) {
            return prev.equals(state.hash) ? Link.CONTINUES : Link.WRONG_PREDECESSOR;
        }
        if (id.seq() > state.seq) {
            return Link.MISSING_BEFORE;
        }
        @Nullable BatchId known = state.seen.get(id.seq());
        if (known == null) {
            return Link.TOO_OLD;
        }
        if (known.equals(id)) {
            return Link.DUPLICATE;
        }
        return known.boot().equals(id.boot()) ? Link.CLONED_KEY : Link.ROLLED_BACK;
    }

    private static void advance(State state, BatchId id) {
        state.seq = id.seq();
        state.hash = id.hash();
        state.seen.put(id.seq(), id);
    }
}
