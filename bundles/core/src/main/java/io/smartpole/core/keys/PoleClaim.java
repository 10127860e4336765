package io.smartpole.core.keys;

/** Makes a new pole the city's: pins the city's offline root key, once. */
public interface PoleClaim {

    boolean claimed();

    /**
     * Pins the root key and accepts the first trust document, both or neither.
     *
     * @param rootPublicKey DER of the SubjectPublicKeyInfo of the city's offline root key
     * @param trustDocument a signed downlink document of type trust, by that root key
     * @throws IllegalStateException if the pole is claimed already
     * @throws IllegalArgumentException if the document is not one that the root key signed for this pole
     */
    void claim(byte[] rootPublicKey, byte[] trustDocument);
}
