package io.smartpole.core.keys;

import java.util.Optional;

/** The keys whose documents this pole admits. */
public interface TrustSet {

    /** @return the key, if it is in the set or is the city's root key, which has the role {@link Role#ROOT} alone */
    Optional<TrustedKey> find(KeyId id);

    /** @return revision of the trust document in force; 0 = none yet, nothing from outside is admitted */
    long revision();

    /**
     * Replaces the whole set by a newer one, durably.
     *
     * @param document a signed downlink document of type trust that was admitted: its key, audience and time are right
     * @return what became of it; never throws for what was given
     */
    Update replace(byte[] document);

    /**
     * @param outcome what became of it
     * @param message the same in words, with the keys that came, went or changed
     */
    record Update(Outcome outcome, String message) {}

    enum Outcome {
        REPLACED,
        /** It is the one in force, again. */
        KNOWN,
        /** Its revision is not above the one in force. */
        OLD,
        /** Its content is wrong, or it changes a key of role identity and the root key did not sign it. */
        REFUSED,
        /** It could not be stored; the set before is in force. */
        FAILED
    }
}
