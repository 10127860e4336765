package io.smartpole.evidence;

import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.SystemTime;
import io.smartpole.evidence.store.StoreLimits;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Makes the data folder of a pole that was offline for long: full batches that no platform has receipted, by the evidence
 * bundle's own code and the pole's own key. The readings are random texts, since numbers that resemble each other would be
 * compressed to less than the 8 KiB a batch that are wanted. {@code scripts/bench drain} runs it, with all bundles on the
 * class path.
 */
final class OfflineStore {

    private static final int BATCH = 256;
    private static final int RANDOM_BITS = 192;
    private static final int STORE_MIB = 1024;

    private OfflineStore() {}

    /** @param args the data folder of a gateway that was never started, the pole's site and number, and how many batches */
    public static void main(String[] args) throws Exception {
        Path data = Path.of(args[0]);
        PoleIdentity identity = new PoleIdentity(args[1], args[2], "", "", "", null);
        int batches = Integer.parseInt(args[3]);
        SystemTime time = new SystemTime(() -> true);
        Settings settings = new Settings(
                Duration.ofSeconds(10),
                BATCH,
                Duration.ofMinutes(15),
                StoreLimits.ofSize(STORE_MIB, Duration.ofDays(2)));
        ReadingQueue queue = new ReadingQueue(8192, BATCH);
        Writer writer = IngestBench.writer(
                time, queue, settings, IngestBench.poleKeys(data), () -> identity, data.resolve("evidence"));
        writer.step();
        Series[] series = IntStream.range(0, 8)
                .mapToObj(i -> new Series("bench", "quantity-" + i, null))
                .toArray(Series[]::new);
        Random random = new Random(batches);
        for (int batch = 0; batch < batches; batch++) {
            for (int i = 0; i < BATCH; i++) {
                Value value = Value.of(new BigInteger(RANDOM_BITS, random).toString(36));
                queue.add(series[i % series.length].reading(value, time.now()));
            }
            writer.step();
        }
        writer.finish();
        if (writer.problem() != null || queue.dropped() > 0) {
            throw new IOException("not all could be stored: " + writer.problem());
        }
        System.out.println("batches " + batches);
    }
}
