package io.smartpole.uplink.drain;

import io.smartpole.core.evidence.BatchId;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often something happened to a batch. Few are counted at a time; to forget the oldest only costs patience. */
final class Tally {

    private static final int MOST = 256;

    private final Map<BatchId, Integer> counts = new LinkedHashMap<>();

    int of(BatchId id) {
        return counts.getOrDefault(id, 0);
    }

    /** @return how often, with this time */
    int add(BatchId id) {
        if (counts.size() == MOST && !counts.containsKey(id)) {
            counts.remove(counts.keySet().iterator().next());
        }
        return counts.merge(id, 1, Integer::sum);
    }

    void clear(BatchId id) {
        counts.remove(id);
    }
}
