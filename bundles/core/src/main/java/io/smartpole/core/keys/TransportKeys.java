package io.smartpole.core.keys;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Optional;

/**
 * The pole's own keys for TLS, apart from the one that signs its readings. There are several, so that a certificate can be
 * renewed for a new key while the old one is in use: the certificate chooses its key.
 */
public interface TransportKeys {

    /**
     * @param certified the public key of a certificate, P-256
     * @return the private half if the pole has it
     */
    Optional<PrivateKey> find(PublicKey certified);
}
