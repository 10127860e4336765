package io.smartpole.evidence;

import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.evidence.store.ChainEnd;
import io.smartpole.evidence.store.SignedBatch;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.evidence.Zlib;
import io.smartpole.formats.senml.SenmlCbor;

/** Makes a signed batch of readings. */
final class Sealer {

    private final TimeSource time;
    private final EvidenceKey key;
    private final Pole pole;

    Sealer(TimeSource time, EvidenceKey key, Pole pole) {
        this.time = time;
        this.key = key;
        this.pole = pole;
    }

    KeyId key() {
        return key.id();
    }

    /** @return in whose name it would sign now */
    PoleIdentity identity() {
        return pole.identity();
    }

    /**
     * @param identity a pole that has a name
     * @param draft its readings are all of this boot
     * @param end where the chain of this key and lane ends
     */
    SignedBatch seal(PoleIdentity identity, Draft draft, ChainEnd end) {
        Moment now = time.now();
        Moment world = time.world();
        // The clock may have become trusted since: what was read without it stays relative to signing.
        Moment signing = new Moment(world.instant(), draft.clock(), world.sinceBoot());
        byte[] pack = SenmlCbor.encode(identity.site() + "/" + identity.pole() + "/", draft.readings(), signing);
        byte[] deflated = Zlib.deflate(pack);
        boolean smaller = deflated.length < pack.length;
        BatchHeader header = new BatchHeader(
                key.algorithm(),
                key.id(),
                draft.lane(),
                identity.site(),
                identity.pole(),
                end.seq() + 1,
                end.hash(),
                time.boot(),
                draft.clock(),
                now.sinceBoot().toMillis(),
                smaller);
        EvidenceBatch batch = EvidenceBatch.sign(header, smaller ? deflated : pack, key::sign);
        long signedAt = now.trusted() ? now.instant().toEpochMilli() : SignedBatch.UNKNOWN_TIME;
        return new SignedBatch(
                batch.id(), draft.readings().size(), signedAt, batch.message().encode());
    }
}
