package io.smartpole.uplink;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.BootId;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps batches in memory. The position of a batch is its number in the lane. */
final class FakeLog implements EvidenceLog {

    static final BootId BOOT = new BootId("b".repeat(32));

    private final Map<Lane, NavigableMap<Long, StoredBatch>> unreceipted = new ConcurrentHashMap<>();
    private final Map<Lane, Long> last = new ConcurrentHashMap<>();

    FakeLog() {
        for (Lane lane : Lane.values()) {
            unreceipted.put(lane, new TreeMap<>());
        }
    }

    synchronized void commit(Lane lane, int count) {
        for (int i = 0; i < count; i++) {
            long position = last.merge(lane, 1L, Long::sum);
            byte[] bytes = {(byte) (lane == Lane.ALARM ? 'a' : 'm'), (byte) position};
            lane(lane).put(position, new StoredBatch(position, id(lane, position), bytes));
        }
    }

    static BatchId id(Lane lane, long position) {
        return new BatchId(new KeyId("0123456789abcdef"), lane, BOOT, position, "a".repeat(64));
    }

    @Override
    public synchronized Optional<StoredBatch> nextUnreceipted(Lane lane, long after) {
        return Optional.ofNullable(lane(lane).higherEntry(after)).map(Map.Entry::getValue);
    }

    @Override
    public synchronized ReceiptOutcome receipt(BatchId id) {
        return lane(id.lane()).remove(id.seq()) == null ? ReceiptOutcome.UNKNOWN : ReceiptOutcome.FREED;
    }

    @Override
    public synchronized Backlog backlog() {
        long batches = unreceipted.values().stream().mapToLong(Map::size).sum();
        return new Backlog(batches, 0, null, 0, 0);
    }

    private NavigableMap<Long, StoredBatch> lane(Lane lane) {
        NavigableMap<Long, StoredBatch> batches = unreceipted.get(lane);
        if (batches == null) {
            throw new AssertionError(lane);
        }
        return batches;
    }
}
