package io.smartpole.distribution.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The evidence bundle's own {@code IngestBench}. */
final class IngestRate implements Benchmark {

    private static final BundleBench BENCH = new BundleBench("evidence", "io.smartpole.evidence.IngestBench");

    @Override
    public List<Figure> run(Workplace workplace) throws IOException, InterruptedException {
        Map<String, Samples> samples = BENCH.run(workplace);
        Samples unsigned = Objects.requireNonNull(samples.get("unsigned"));
        Samples signed = Objects.requireNonNull(samples.get("signed"));
        Figure base = new Figure("ingest.unsigned", unsigned, "readings/s", null, null);
        return List.of(base, new Figure("ingest.signed", signed, "readings/s", base, Target.ratioAtLeast(0.8)));
    }

    @Override
    public String note() {
        return "a million readings into a new store, batches of 256, one fsync each, by one thread, on the disk named above;"
                + " signed with the pole's own Ed25519 key, unsigned is the same path with an empty signature. After a warm-up"
                + " of both.";
    }
}
