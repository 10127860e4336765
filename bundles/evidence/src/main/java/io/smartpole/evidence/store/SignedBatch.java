package io.smartpole.evidence.store;

import io.smartpole.core.evidence.BatchId;

/**
 * A batch, ready to be stored.
 *
 * @param id its identity
 * @param readings how many it has, 0 to 65,535
 * @param signedAt milliseconds since 1970 UTC; {@link #UNKNOWN_TIME} if the clock was not trusted
 * @param bytes the COSE_Sign1; not to be changed
 */
public record SignedBatch(BatchId id, int readings, long signedAt, byte[] bytes) {

    public static final long UNKNOWN_TIME = -1;
}
