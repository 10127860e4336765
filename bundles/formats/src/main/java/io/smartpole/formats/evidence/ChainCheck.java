package io.smartpole.formats.evidence;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.formats.topics.Topics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows the chains of verified batches, one per key and lane. They may come in any order: after an outage a pole sends
 * what is new before what waited, and several receivers share the work. Each batch is compared with both neighbours, as
 * soon as they are known; what is still missing between batches is told by {@link #missing}.
 *
 * <p>For each chain it remembers the last {@value Recent#MOST} batches that came, and follows up to
 * {@value Chain#MOST_HOLES} holes: 200 KB, and with so many holes at most 700 KB.
 *
 * <p>Not safe for use by several threads.
 */
public final class ChainCheck {

    private final Map<Name, Chain> chains = new LinkedHashMap<>();

    /** Hash of the batch with which a pole's key handed over to another. */
    private final Map<Successor, String> origins = new HashMap<>();

    /** What a batch is to its chain. */
    public enum Link {
        /** The first batch that this check saw of its chain. */
        FIRST_SEEN("begins what is known of its chain"),
        /** Directly behind the last one. */
        CONTINUES("continues its chain"),
        /** Seen before, the same to the bit; delivery is at least once. */
        DUPLICATE("came before, the same to the bit"),
        /** Later than others with higher numbers, and it does not contradict its neighbours. */
        LATE("came later than its successors, and fits between them"),
        /** Batches between are on their way or lost, see {@link ChainCheck#missing}. */
        AHEAD("came before some of those that precede it"),
        /** Older than what is remembered: cannot be told. */
        TOO_OLD("older than all that is remembered of its chain, so its place cannot be told"),
        /** It names another predecessor than the batch before it, or the one behind it does. */
        WRONG_PREDECESSOR("it and the batch beside it do not continue each other"),
        /** Behind the batch in which its key named the next one. */
        ENDED("its chain had ended: its key had handed over to another"),
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

        /** @return true for what an undisturbed pole sends, over whatever network */
        public boolean good() {
            return this == FIRST_SEEN || this == CONTINUES || this == DUPLICATE || this == LATE || this == AHEAD;
        }
    }

    /**
     * Batches that did not come, between some that did.
     *
     * @param pole whose
     * @param key which key signed its neighbours
     * @param lane which lane
     * @param first lowest missing number
     * @param last highest missing number
     * @param batches how many are missing of these numbers; fewer than all only if holes were too many to be followed
     *     singly
     */
    public record Hole(Topics pole, KeyId key, Lane lane, long first, long last, long batches) {

        /** @return what is missing, for people */
        public String text() {
            String numbers = first == last
                    ? "batch %d is missing".formatted(first)
                    : batches == last - first + 1
                            ? "batches %d to %d are missing".formatted(first, last)
                            : "%d batches are missing between %d and %d".formatted(batches, first, last);
            return "%s%s, key %s: %s".formatted(pole.baseName(), lane.label(), key.hex(), numbers);
        }
    }

    private record Name(KeyId key, Lane lane) {}

    /** With the pole, so that none can meddle with the chains of another by naming its key. */
    private record Successor(Topics pole, Name name) {}

    /** @param batch a batch whose signature is valid */
    public Link check(EvidenceBatch batch) {
        return check(batch, null);
    }

    /**
     * @param batch a batch whose signature is valid
     * @param next the key that is named in it as the next: the chain ends here, and that of the next key begins; null
     *     if it names none
     */
    public Link check(EvidenceBatch batch, @Nullable KeyId next) {
        BatchHeader header = batch.header();
        Topics pole = header.topics();
        BatchId id = batch.id();
        Name name = new Name(id.key(), id.lane());
        Chain chain = chains.get(name);
        if (chain == null) {
            chain = new Chain(pole, id.key(), id.lane());
            chains.put(name, chain);
            join(new Successor(pole, name));
        }
        Link link = chain.check(id, header.prev());
        // What came before said all that it says then, and a bad one does not become good by coming again.
        if (next == null || !link.good() || link == Link.DUPLICATE) {
            return link;
        }
        Successor successor = new Successor(pole, new Name(next, id.lane()));
        origins.putIfAbsent(successor, id.hash());
        boolean continued = join(successor);
        return chain.endsWith(id.seq()) && continued ? link : Link.WRONG_PREDECESSOR;
    }

    /** @return false if the chain of the next key does not continue that of the key before */
    private boolean join(Successor successor) {
        String origin = origins.get(successor);
        Chain chain = chains.get(successor.name());
        return origin == null || chain == null || !chain.isOf(successor.pole()) || chain.beginsBehind(origin);
    }

    /**
     * What is missing now between batches that came. What precedes the first batch of a chain is not missing, unless the
     * key before named this one: the check may have begun later than the pole.
     */
    public List<Hole> missing() {
        return chains.values().stream().flatMap(chain -> chain.holes().stream()).toList();
    }
}
