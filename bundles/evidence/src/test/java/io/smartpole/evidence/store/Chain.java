package io.smartpole.evidence.store;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.cose.Signatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes batches for the store, which looks at no more of them than their identity. */
final class Chain {

    static final KeyId KEY = new KeyId("0123456789abcdef");
    static final BootId BOOT = new BootId("1".repeat(32));
    static final Moment NOW = new Moment(Instant.parse("2026-11-01T12:00:00Z"), true, Duration.ofMinutes(1));
    static final StoreLimits LIMITS = new StoreLimits(8, Duration.ofDays(2));

    /** Three of these fill a segment but for one block. */
    static final int LARGE = 341 * Commit.BLOCK - 96;

    /** Takes two blocks. */
    static final int SMALL = 5000;

    private Chain() {}

    static SignedBatch batch(KeyId key, Lane lane, long seq, int length, long signedAt) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) seq);
        String hash = Signatures.sha256((lane.label() + seq + " " + length).getBytes(StandardCharsets.UTF_8));
        return new SignedBatch(new BatchId(key, lane, BOOT, seq, hash), 3, signedAt, bytes);
    }

    /** Appends the next batch of that lane. */
    static SignedBatch append(SegmentStore store, Lane lane, int length) throws IOException {
        return append(store, KEY, lane, length, NOW);
    }

    static SignedBatch append(SegmentStore store, KeyId key, Lane lane, int length, Moment now) throws IOException {
        SignedBatch batch = batch(
                key,
                lane,
                store.end(lane, key).seq() + 1,
                length,
                now.trusted() ? now.instant().toEpochMilli() : SignedBatch.UNKNOWN_TIME);
        store.append(batch, now);
        return batch;
    }

    /** @return what the store offers, one after the other */
    static List<BatchId> offered(SegmentStore store, Lane lane) {
        List<BatchId> ids = new ArrayList<>();
        var next = store.nextUnreceipted(lane, SegmentStore.FROM_START);
        while (next.isPresent()) {
            ids.add(next.get().id());
            next = store.nextUnreceipted(lane, next.get().position());
        }
        return ids;
    }

    static List<Long> offeredSeqs(SegmentStore store, Lane lane) {
        return offered(store, lane).stream().map(BatchId::seq).toList();
    }

    /** Opens the store like a new process, which at once writes again what is in doubt. */
    static SegmentStore reopen(Disk disk) throws IOException {
        return reopen(disk, LIMITS);
    }

    static SegmentStore reopen(Disk disk, StoreLimits limits) throws IOException {
        SegmentStore store = SegmentStore.open(disk, limits);
        for (SignedBatch batch : store.inDoubt()) {
            store.append(batch, NOW);
        }
        return store;
    }
}
