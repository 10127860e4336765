package io.smartpole.tools;

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
import io.smartpole.formats.receiver.Pem;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.senml.SenmlCbor;
import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A pole that signs two readings a batch, one after the other. */
public final class TestPole {

    public static final Topics TOPICS = new Topics("dormagen", "p-1");
    public static final BootId BOOT = new BootId("0".repeat(32));
    public static final Moment NOW = new Moment(Instant.ofEpochMilli(1_790_000_000_250L), true, Duration.ofSeconds(9));

    static final TimeSource TIME = new TimeSource() {
        @Override
        public BootId boot() {
            return BOOT;
        }

        @Override
        public Moment now() {
            return NOW;
        }
    };

    public final PlatformKey key = PlatformKey.generate();
    private long seq;
    private String prev = BatchHeader.NO_PREVIOUS;

    /** @return the next batch of the chain */
    public byte[] next() {
        return next(NOW);
    }

    public byte[] next(Moment signing) {
        seq++;
        BatchHeader header = new BatchHeader(
                ProtectedHeader.ED25519,
                key.id(),
                Lane.MEASUREMENT,
                TOPICS.site(),
                TOPICS.pole(),
                seq,
                prev,
                BOOT,
                signing.trusted(),
                0,
                false);
        Reading temperature = new Series("bme280", "temperature", Unit.CELSIUS).reading(Value.of(25.08), signing);
        Reading door = new Series("door", "open", null).reading(Value.of(true), signing);
        byte[] pack = SenmlCbor.encode(TOPICS.baseName(), List.of(temperature, door), signing);
        EvidenceBatch batch = EvidenceBatch.sign(header, pack, key::sign);
        prev = batch.id().hash();
        return batch.message().encode();
    }

    /** Lays down what the gateway would in its data folder. */
    public void install(Path data) throws IOException {
        Path folder = Files.createDirectories(data.resolve("identity"));
        Files.writeString(folder.resolve("evidence.pub.pem"), Pem.encode(Pem.PUBLIC_KEY, key.publicKey()));
    }
}
