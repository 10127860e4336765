package io.smartpole.fleet;

import java.util.concurrent.atomic.LongAdder;

/** What a fleet did, counted by all of its poles. */
final class Tally {

    private final LongAdder signed = new LongAdder();
    private final LongAdder receipted = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /**
     * Sums since the start.
     *
     * @param signed batches that were signed and stored
     * @param receipted batches that the platform receipted
     * @param refused receipts that were not believed
     */
    record Sums(long signed, long receipted, long refused) {}

    void signed() {
        signed.increment();
    }

    void receipted() {
        receipted.increment();
    }

    void refused() {
        refused.increment();
    }

    Sums sums() {
        return new Sums(signed.sum(), receipted.sum(), refused.sum());
    }
}
