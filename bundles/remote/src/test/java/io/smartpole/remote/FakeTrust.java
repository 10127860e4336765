package io.smartpole.remote;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.keys.TrustSet;
import io.smartpole.core.keys.TrustedKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys of the platform in these tests, and what became of the next trust document. */
final class FakeTrust implements TrustSet {

    final List<TrustedKey> keys = new ArrayList<>(Platform.KEYS);
    final List<byte[]> replacements = new ArrayList<>();
    Outcome next = Outcome.REPLACED;
    long revision = 1;

    @Override
    public Optional<TrustedKey> find(KeyId id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public Update replace(byte[] document) {
        replacements.add(document);
        if (next == Outcome.REPLACED) {
            revision++;
        }
        return new Update(next, "as the test wants it: " + next);
    }
}
