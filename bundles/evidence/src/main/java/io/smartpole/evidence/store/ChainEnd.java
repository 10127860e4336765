package io.smartpole.evidence.store;

/**
 * Where the next batch of a key and lane continues.
 *
 * @param seq number of the last batch; 0 if the next is the first of its key
 * @param hash what the next batch names as its predecessor
 */
public record ChainEnd(long seq, String hash) {}
