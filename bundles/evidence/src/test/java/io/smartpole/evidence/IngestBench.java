package io.smartpole.evidence;

import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.pole.Pole;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.SystemTime;
import io.smartpole.evidence.store.FolderDisk;
import io.smartpole.evidence.store.SegmentStore;
import io.smartpole.evidence.store.StoreLimits;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.IntStream;
import org.osgi.framework.BundleContext;

/**
 * How many readings are made durable in a second, in batches of 256 with one fsync each: signed by the pole's own key, and
 * the same path without signing, in turn. {@code scripts/bench ingest} runs it, with all bundles on the class path. Prints
 * one line for each run: {@code signed} or {@code unsigned}, and readings per second.
 */
final class IngestBench {

    private static final int READINGS = 1_000_000;
    private static final int BATCH = 256;
    private static final int ROUNDS = 5;
    private static final byte[] NO_SIGNATURE = new byte[64];

    private IngestBench() {}

    /** @param args a folder on the disk in question, which is left empty except for the key */
    public static void main(String[] args) throws Exception {
        Path base = Path.of(args[0]);
        EvidenceKey key = poleKeys(base);
        EvidenceKey unsigned = new Unsigned(key);
        for (int round = 0; round <= ROUNDS; round++) {
            double withSignature = readingsPerSecond(base.resolve("signed" + round), key);
            double without = readingsPerSecond(base.resolve("unsigned" + round), unsigned);
            if (round > 0) { // Java compiles during the first
                System.out.printf(Locale.ROOT, "signed %.0f%nunsigned %.0f%n", withSignature, without);
            }
        }
    }

    /** The key that a pole signs with, from the identity bundle, which this bundle does not know when it is built. */
    static EvidenceKey poleKeys(Path folder) throws ReflectiveOperationException {
        Object context = Proxy.newProxyInstance(
                BundleContext.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> folder.toString());
        return Class.forName("io.smartpole.identity.PoleKeys")
                .asSubclass(EvidenceKey.class)
                .getConstructor(BundleContext.class)
                .newInstance(context);
    }

    private static double readingsPerSecond(Path folder, EvidenceKey key) throws IOException {
        SystemTime time = new SystemTime(() -> true);
        Settings settings = new Settings(
                Duration.ofSeconds(10), BATCH, Duration.ofMinutes(15), StoreLimits.ofSize(256, Duration.ofDays(2)));
        ReadingQueue queue = new ReadingQueue(8192, BATCH);
        Writer writer = writer(time, queue, settings, key, TestKey.POLE, folder);
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
        if (writer.problem() != null || queue.dropped() > 0) {
            throw new IOException("not all could be stored: " + writer.problem());
        }
        delete(folder);
        return READINGS / seconds;
    }

    static Writer writer(
            SystemTime time, ReadingQueue queue, Settings settings, EvidenceKey key, Pole pole, Path folder) {
        return new Writer(
                time,
                new Agenda(time, queue, () -> settings, "bench"),
                new Sealer(time, key, pole),
                () -> SegmentStore.open(new FolderDisk(folder), settings.limits()),
                settings::limits,
                lane -> {});
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private record Unsigned(EvidenceKey key) implements EvidenceKey {

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
            return key.algorithm();
        }

        @Override
        public byte[] sign(byte[] message) {
            return NO_SIGNATURE;
        }
    }
}
