package io.smartpole.evidence;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.reading.Lane;
import io.smartpole.evidence.store.Resend;
import io.smartpole.evidence.store.SegmentStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log as others see it, also while the store is still being read: it offers nothing then, and receipts that a broker
 * kept for us wait until they can be applied.
 */
final class OpeningLog implements EvidenceLog {

    private static final Logger LOG = LoggerFactory.getLogger(OpeningLog.class);

    private static final int MOST_EARLY_RECEIPTS = 4096;

    private final List<BatchId> early = new ArrayList<>();
    private volatile @Nullable SegmentStore store;

    synchronized void opened(SegmentStore opened) {
        for (BatchId id : early) {
            if (opened.receipt(id) == ReceiptOutcome.UNKNOWN) {
                LOG.warn("a receipt names a batch that is not stored here: {}", id);
            }
        }
        early.clear();
        store = opened;
    }

    /** @return the store; null as long as it is not open */
    @Nullable
    SegmentStore store() {
        return store;
    }

    @Override
    public Optional<StoredBatch> nextUnreceipted(Lane lane, long after) {
        SegmentStore open = store;
        return open == null ? Optional.empty() : open.nextUnreceipted(lane, after);
    }

    @Override
    public ReceiptOutcome receipt(BatchId id) {
        SegmentStore open = store;
        return open == null ? receiptEarly(id) : open.receipt(id);
    }

    /** One receipt too many is only a batch sent again. */
    private synchronized ReceiptOutcome receiptEarly(BatchId id) {
        SegmentStore open = store;
        if (open != null) {
            return open.receipt(id);
        }
        if (early.size() < MOST_EARLY_RECEIPTS) {
            early.add(id);
        }
        return ReceiptOutcome.FREED;
    }

    /** @return null as long as the store is being read */
    @Nullable
    Resend resend(Resend.Wish wish) {
        SegmentStore open = store;
        return open == null ? null : open.resend(wish);
    }

    @Override
    public long reopened(Lane lane) {
        SegmentStore open = store;
        return open == null ? 0 : open.reopened(lane);
    }

    @Override
    public Fate fate(BatchId id) {
        SegmentStore open = store;
        return open == null ? Fate.WAITING : open.fate(id);
    }

    @Override
    public Backlog backlog() {
        SegmentStore open = store;
        return open == null ? new Backlog(0, 0, null, 0, 0) : open.backlog();
    }
}
