package io.smartpole.evidence.store;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.evidence.store.Holes.Hole;

/**
 * Committed batches that were lost before they were receipted: what a signed gap record tells.
 *
 * @param lane their lane
 * @param key the key that signed them
 * @param first lowest seq that is lost
 * @param last highest seq that is lost
 * @param batches how many of first to last are lost; the others were receipted
 * @param readings how many readings they had; {@link #UNKNOWN} if that is lost too
 * @param before hash of the batch before the first; zeros if unknown
 * @param after hash of the batch behind the last; zeros if unknown
 * @param reason why
 */
public record Stretch(
        Lane lane,
        KeyId key,
        long first,
        long last,
        long batches,
        long readings,
        String before,
        String after,
        Reason reason) {

    public static final long UNKNOWN = -1;

    Hole hole() {
        return new Hole(lane, key, first, last);
    }

    /** Why batches were lost. */
    public enum Reason {
        /** They cannot be read from the disk any more. */
        CORRUPT("corrupt"),
        /** They gave way to newer ones, since the store or the disk was full. */
        NO_SPACE("no-space");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        /** @return the word used in gap records */
        public String label() {
            return label;
        }
    }
}
