package io.smartpole.uplink.drain;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.reading.Lane;

/**
 * A batch to be published.
 *
 * @param batch its exact bytes; the position has no meaning if it was set aside
 * @param setAside whether it is one of the {@link Suspects} that were set aside, and is tried again
 */
record Outgoing(StoredBatch batch, boolean setAside) {

    BatchId id() {
        return batch.id();
    }

    Lane lane() {
        return batch.id().lane();
    }
}
