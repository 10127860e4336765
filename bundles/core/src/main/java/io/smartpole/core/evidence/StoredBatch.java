package io.smartpole.core.evidence;

/**
 * A batch as it was committed to disk.
 *
 * @param position grows with every batch of its lane, also across a change of key; for asking for the next one
 * @param id its identity
 * @param bytes the COSE_Sign1 as signed, stored and sent; not to be changed
 */
public record StoredBatch(long position, BatchId id, byte[] bytes) {}
