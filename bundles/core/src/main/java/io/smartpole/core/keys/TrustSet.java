package io.smartpole.core.keys;

import java.util.Optional;

/** The keys whose documents this pole admits. */
public interface TrustSet {

    Optional<TrustedKey> find(KeyId id);

    /** @return revision of the trust document in force; 0 = none yet, nothing from outside is admitted */
    long revision();
}
