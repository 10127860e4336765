package io.smartpole.uplink.drain;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.BootId;
import io.smartpole.formats.cose.ProtectedHeader;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.evidence.EvidenceBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Keeps real batches in memory. The position of a batch is its number in the lane. Safe for use by several threads. */
public final class FakeLog implements EvidenceLog {

    public static final BootId BOOT = new BootId("b".repeat(32));
    private static final KeyId KEY = new KeyId("0123456789abcdef");

    private final Map<Lane, NavigableMap<Long, StoredBatch>> unreceipted = new HashMap<>();
    private final Map<Lane, List<StoredBatch>> all = new HashMap<>();
    private final Map<Lane, Long> reopened = new HashMap<>();
    private final Set<BatchId> receipted = new HashSet<>();
    private final Set<BatchId> receiptedElsewhere = new HashSet<>();

    public FakeLog() {
        for (Lane lane : Lane.values()) {
            unreceipted.put(lane, new TreeMap<>());
            all.put(lane, new ArrayList<>());
        }
    }

    public void commit(Lane lane, int count) {
        commit(lane, count, 100);
    }

    /** @param size bytes of the payload */
    synchronized void commit(Lane lane, int count, int size) {
        for (int i = 0; i < count; i++) {
            long seq = all(lane).size() + 1L;
            BatchHeader header = new BatchHeader(
                    ProtectedHeader.ED25519,
                    KEY,
                    lane,
                    "dormagen",
                    "p-1",
                    seq,
                    BatchHeader.NO_PREVIOUS,
                    BOOT,
                    true,
                    seq,
                    false);
            EvidenceBatch batch = EvidenceBatch.sign(header, new byte[size], message -> new byte[64]);
            StoredBatch stored =
                    new StoredBatch(seq, batch.id(), batch.message().encode());
            all(lane).add(stored);
            waiting(lane).put(seq, stored);
        }
    }

    /** @return the batch with that number, whatever became of it */
    public synchronized StoredBatch batch(Lane lane, long seq) {
        return all(lane).get((int) seq - 1);
    }

    public BatchId id(Lane lane, long seq) {
        return batch(lane, seq).id();
    }

    /** It was receipted, and is wanted again. */
    synchronized void reopen(Lane lane, long seq) {
        receipted.remove(id(lane, seq));
        waiting(lane).put(seq, batch(lane, seq));
        reopened.merge(lane, 1L, Long::sum);
    }

    @Override
    public synchronized long reopened(Lane lane) {
        return reopened.getOrDefault(lane, 0L);
    }

    synchronized void giveWay(BatchId id) {
        waiting(id.lane()).remove(id.seq());
    }

    @Override
    public synchronized Optional<StoredBatch> nextUnreceipted(Lane lane, long after) {
        return Optional.ofNullable(waiting(lane).higherEntry(after)).map(Map.Entry::getValue);
    }

    @Override
    public synchronized ReceiptOutcome receipt(BatchId id) {
        if (waiting(id.lane()).remove(id.seq()) == null) {
            receiptedElsewhere.add(id);
            return receipted.contains(id) ? ReceiptOutcome.ALREADY_FREED : ReceiptOutcome.UNKNOWN;
        }
        receipted.add(id);
        return ReceiptOutcome.FREED;
    }

    @Override
    public synchronized Fate fate(BatchId id) {
        boolean waits = waiting(id.lane()).containsKey(id.seq());
        boolean known = receipted.contains(id) || receiptedElsewhere.contains(id);
        return waits ? Fate.WAITING : known ? Fate.RECEIPTED : Fate.GONE;
    }

    @Override
    public synchronized Backlog backlog() {
        long batches = unreceipted.values().stream().mapToLong(Map::size).sum();
        return new Backlog(batches, 0, null, 0, 0);
    }

    private NavigableMap<Long, StoredBatch> waiting(Lane lane) {
        return unreceipted.getOrDefault(lane, new TreeMap<>());
    }

    private List<StoredBatch> all(Lane lane) {
        return all.getOrDefault(lane, new ArrayList<>());
    }
}
