package io.smartpole.core.keys;

/**
 * The pole's own key that signs its readings. The private half never leaves the bundle that gives this service. The service
 * is always the current key: it is another one after {@link EvidenceKeys#handOver}.
 */
public interface EvidenceKey {

    KeyId id();

    /** @return DER of the SubjectPublicKeyInfo (RFC 8410 for Ed25519) */
    byte[] publicKey();

    /** @return COSE algorithm number: -19 for Ed25519 (RFC 9864) */
    int algorithm();

    /** @return 64 bytes */
    byte[] sign(byte[] message);
}
