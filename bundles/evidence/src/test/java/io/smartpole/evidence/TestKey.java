package io.smartpole.evidence;

import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.formats.cose.ProtectedHeader;
import io.smartpole.formats.cose.Signatures;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;

/** A real Ed25519 key. */
record TestKey(KeyPair pair) implements EvidenceKey {

    static final Pole POLE = () -> new PoleIdentity("dormagen", "p-1", "", "", "", null);

    static TestKey generate() {
        try {
            return new TestKey(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public KeyId id() {
        return KeyId.ofKey(publicKey());
    }

    @Override
    public byte[] publicKey() {
        return pair.getPublic().getEncoded();
    }

    @Override
    public int algorithm() {
        return ProtectedHeader.ED25519;
    }

    @Override
    public byte[] sign(byte[] message) {
        return Signatures.sign(pair.getPrivate(), message);
    }
}
