package io.smartpole.core.keys;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The pole's own keys that sign its readings, one after the other. Who stores the readings hands over from one to the next:
 *
 * <pre>
 *   {@link #prepare} -> the old key signs, in each lane, which key comes next -> {@link #handOver} -> the new key signs
 * </pre>
 *
 * <p>After a power cut the key is either still the old one, and the prepared one is still there, or the new one. The
 * service {@link EvidenceKey} is always the current one.
 */
public interface EvidenceKeys {

    /** @return the key that signs now; stays usable after another took its place */
    EvidenceKey current();

    /** @return the key that is to come next, if one was made */
    Optional<EvidenceKey> prepared();

    /**
     * Gives the key that is to come next, and makes it if there is none.
     *
     * @return a key that is durable
     * @throws IOException if it cannot be stored or read; nothing has changed then
     */
    EvidenceKey prepare() throws IOException;

    /**
     * Makes the prepared key the current one, durably. The private half of the one before is deleted, the public one kept.
     *
     * @throws IOException if it may not be durable: either key may be the current one after a power cut. It is to be
     *     tried again, and nothing to be signed until it succeeds.
     * @throws IllegalStateException if none is prepared
     */
    void handOver() throws IOException;

    /** @return DER of the SubjectPublicKeyInfo of each key before the current one, in no order */
    List<byte[]> former();
}
