package io.smartpole.standin;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.EvidenceKeys;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.cose.ProtectedHeader;
import io.smartpole.formats.evidence.BatchHeader;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.senml.SenmlCbor;
import io.smartpole.formats.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A pole, as far as its platform sees it. */
final class Fakes {

    static final Topics POLE = new Topics("dormagen", "p-1");
    static final Moment NOW = new Moment(Instant.ofEpochSecond(1_790_000_000), true, Duration.ofSeconds(9));

    static final TimeSource TIME = new TimeSource() {
        @Override
        public BootId boot() {
            return new BootId("0".repeat(32));
        }

        @Override
        public Moment now() {
            return NOW;
        }
    };

    private Fakes() {}

    /** @return keys of which the first signs, and the others did before */
    static EvidenceKeys keys(PoleKey current, PoleKey... former) {
        EvidenceKeys keys = mock(EvidenceKeys.class);
        when(keys.current()).thenReturn(current);
        when(keys.former()).thenReturn(Stream.of(former).map(PoleKey::publicKey).toList());
        return keys;
    }

    /** A pole's own key. */
    record PoleKey(PlatformKey key) implements EvidenceKey {

        PoleKey() {
            this(PlatformKey.generate());
        }

        @Override
        public KeyId id() {
            return key.id();
        }

        @Override
        public byte[] publicKey() {
            return key.publicKey();
        }

        @Override
        public int algorithm() {
            return ProtectedHeader.ED25519;
        }

        @Override
        public byte[] sign(byte[] message) {
            return key.sign(message);
        }

        /** Its last batch, which names the next key. */
        EvidenceBatch handOver(long seq, String prev, PoleKey next) {
            Series series = new Series("gateway", "next-key", null);
            return batch(seq, prev, series.reading(Value.of(HexFormat.of().formatHex(next.publicKey())), NOW));
        }

        EvidenceBatch batch(long seq, String prev) {
            Series temperature = new Series("bme280", "temperature", Unit.CELSIUS);
            return batch(seq, prev, temperature.reading(Value.of(21.5), NOW));
        }

        private EvidenceBatch batch(long seq, String prev, Reading reading) {
            BatchHeader header = new BatchHeader(
                    algorithm(),
                    id(),
                    Lane.MEASUREMENT,
                    POLE.site(),
                    POLE.pole(),
                    seq,
                    prev,
                    TIME.boot(),
                    true,
                    0,
                    false);
            byte[] pack = SenmlCbor.encode(POLE.baseName(), List.of(reading), NOW);
            return EvidenceBatch.sign(header, pack, this::sign);
        }
    }
}
