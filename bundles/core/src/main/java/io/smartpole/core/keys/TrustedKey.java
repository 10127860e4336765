package io.smartpole.core.keys;

import java.util.Set;

/**
 * A key of the platform that the pole listens to.
 *
 * @param id its id
 * @param publicKey DER of its SubjectPublicKeyInfo
 * @param name whose key it is, for people
 * @param roles what it may do
 */
public record TrustedKey(KeyId id, byte[] publicKey, String name, Set<Role> roles) {

    public TrustedKey {
        roles = Set.copyOf(roles);
        if (!id.equals(KeyId.ofKey(publicKey))) {
            throw new IllegalArgumentException("key id " + id.hex() + " does not belong to this public key");
        }
    }
}
