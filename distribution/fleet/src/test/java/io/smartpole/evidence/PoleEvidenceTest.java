package io.smartpole.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.PreviousEnd;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.SystemTime;
import io.smartpole.formats.cose.ProtectedHeader;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.receiver.PlatformKey;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoleEvidenceTest {

    private static final PoleIdentity POLE = new PoleIdentity("fleet", "p-0001", "", "", "", null);
    private static final Series SERIES = new Series("bme280", "temperature", Unit.CELSIUS);

    @TempDir
    private Path folder;

    private final PlatformKey pair = PlatformKey.generate();
    private final SystemTime time = new SystemTime(() -> true);
    private final AtomicInteger committed = new AtomicInteger();

    @Test
    void readingsThatComeTogetherAreOneBatchAtOnce() throws Exception {
        PoleEvidence evidence = evidence();
        evidence.step();
        assertEquals(1, committed.get(), "that it was started");
        evidence.add(SERIES.reading(Value.of(1), time.now()));
        evidence.add(SERIES.reading(Value.of(2), time.now()));
        evidence.step();
        assertEquals(2, committed.get());
        StoredBatch stored = evidence.log()
                .nextUnreceipted(Lane.MEASUREMENT, EvidenceLog.FROM_START)
                .orElseThrow();
        EvidenceBatch batch = EvidenceBatch.decode(stored.bytes());
        batch.verify(pair.publicKey());
        assertEquals(2, batch.records().size());
        assertNull(evidence.problem());
        evidence.finish();
    }

    @Test
    void theChainGoesOnInTheNextRun() throws Exception {
        PoleEvidence first = evidence();
        first.step();
        first.finish();
        PoleEvidence second = evidence();
        second.step();
        assertEquals(PreviousEnd.AFTER_CLEAN_STOP, second.previousEnd().orElseThrow());
        assertEquals(3, second.log().backlog().batches(), "start, stop, start");
        second.finish();
    }

    private PoleEvidence evidence() {
        return new PoleEvidence(folder, "test", time, new Key(pair), () -> POLE, committed::incrementAndGet);
    }

    private record Key(PlatformKey pair) implements EvidenceKey {

        @Override
        public KeyId id() {
            return pair.id();
        }

        @Override
        public byte[] publicKey() {
            return pair.publicKey();
        }

        @Override
        public int algorithm() {
            return ProtectedHeader.ED25519;
        }

        @Override
        public byte[] sign(byte[] message) {
            return pair.sign(message);
        }
    }
}
