package io.smartpole.evidence;

import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.SystemTime;
import io.smartpole.evidence.store.FolderDisk;
import io.smartpole.evidence.store.SegmentStore;
import io.smartpole.evidence.store.StoreLimits;
import io.smartpole.formats.cose.ProtectedHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * How many readings are made durable in a second, in batches of 256 with one fsync each: signed by the JDK, and the same
 * path without signing, in turn. Run it with the folder to write to, which should lie on the disk in question.
 */
final class IngestBench {

    private static final int READINGS = 1_000_000;
    private static final int BATCH = 256;
    private static final int ROUNDS = 3;

    private IngestBench() {}

    public static void main(String[] args) throws Exception {
        Path base = Files.createTempDirectory(Path.of(args.length > 0 ? args[0] : "."), "ingest");
        PrivateKey key =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initSign(key);
        for (int round = 0; round < ROUNDS; round++) {
            run("signed_" + round, base.resolve("signed" + round), message -> sign(ed25519, message));
            run("unsigned_" + round, base.resolve("unsigned" + round), message -> new byte[64]);
        }
    }

    private static byte[] sign(Signature signature, byte[] message) {
        try {
            signature.update(message);
            return signature.sign();
        } catch (SignatureException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(String name, Path folder, UnaryOperator<byte[]> signer) throws IOException {
        SystemTime time = new SystemTime(() -> true);
        Settings settings = new Settings(
                Duration.ofSeconds(10), BATCH, Duration.ofMinutes(15), StoreLimits.ofSize(256, Duration.ofDays(2)));
        ReadingQueue queue = new ReadingQueue(8192, BATCH);
        Writer writer = new Writer(
                time,
                new Agenda(time, queue, () -> settings, "bench"),
                new Sealer(time, new BenchKey(signer), TestKey.POLE),
                () -> SegmentStore.open(new FolderDisk(folder), settings.limits()),
                settings::limits,
                lane -> {});
        writer.step();
        Series[] series = IntStream.range(0, 8)
                .mapToObj(i -> new Series("bme280", "quantity-" + i, Unit.CELSIUS))
                .toArray(Series[]::new);
        long start = System.nanoTime();
        for (int i = 0; i < READINGS; i++) {
            queue.add(series[i % series.length].reading(Value.of((2000 + i % 977) / 100.0), time.now()));
            if (i % BATCH == BATCH - 1) {
                writer.step();
            }
        }
        writer.finish();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("ingest_%s %.0f readings/s%n", name, READINGS / seconds);
        long opening = System.nanoTime();
        SegmentStore.open(new FolderDisk(folder), settings.limits()).close();
        System.out.printf("open_%s %.3f s%n", name, (System.nanoTime() - opening) / 1e9);
    }

    private record BenchKey(UnaryOperator<byte[]> signer) implements EvidenceKey {

        @Override
        public KeyId id() {
            return new KeyId("0123456789abcdef");
        }

        @Override
        public byte[] publicKey() {
            throw new UnsupportedOperationException("nobody verifies here");
        }

        @Override
        public int algorithm() {
            return ProtectedHeader.ED25519;
        }

        @Override
        public byte[] sign(byte[] message) {
            return signer.apply(message);
        }
    }
}
