package io.smartpole.core.evidence;

import io.smartpole.core.reading.Lane;
import java.util.Optional;

/** The store of signed batches, seen by those who carry them to the platform. */
public interface EvidenceLog {

    /** Where to begin asking. */
    long FROM_START = -1;

    /**
     * @param lane which lane
     * @param after position of the batch last seen, or {@link #FROM_START}
     * @return the oldest batch behind that position which is durable and not yet receipted
     */
    Optional<StoredBatch> nextUnreceipted(Lane lane, long after);

    /**
     * @return grows when batches of the lane that were receipted are wanted again: then there are some to be sent before
     *     the position that was last asked for
     */
    long reopened(Lane lane);

    /** Frees one batch: the platform has it. */
    ReceiptOutcome receipt(BatchId id);

    /** Asks from memory what became of a batch that was offered, so that it may be asked often. */
    Fate fate(BatchId id);

    Backlog backlog();

    /** What became of a batch. */
    enum Fate {
        /** It is stored and has no receipt; said of all batches as long as the store is being read. */
        WAITING,
        RECEIPTED,
        /** It is stored no more: it gave way, was damaged, or was never here. Whether it was receipted is not known. */
        GONE
    }

    /** What a receipt led to. */
    enum ReceiptOutcome {
        FREED,
        ALREADY_FREED,
        /** No batch here has that identity: not ours, or its hash differs. Worth an alarm. */
        UNKNOWN
    }
}
