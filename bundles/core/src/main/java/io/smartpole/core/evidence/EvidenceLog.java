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

    /** Frees one batch: the platform has it. */
    ReceiptOutcome receipt(BatchId id);

    Backlog backlog();

    /** What a receipt led to. */
    enum ReceiptOutcome {
        FREED,
        ALREADY_FREED,
        /** No batch here has that identity: not ours, or its hash differs. Worth an alarm. */
        UNKNOWN
    }
}
