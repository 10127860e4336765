package io.smartpole.distribution.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The formats bundle's own {@code ReceiveBench}: what the platform's side does with a batch. */
final class ReceiveRate implements Benchmark {

    private static final BundleBench BENCH = new BundleBench("formats", "io.smartpole.formats.ReceiveBench", false);

    @Override
    public List<Figure> run(Workplace workplace) throws IOException, InterruptedException {
        Map<String, Samples> samples = BENCH.run(workplace);
        Samples verified = Objects.requireNonNull(samples.get("verified"));
        Samples receipted = Objects.requireNonNull(samples.get("receipted"));
        return List.of(
                new Figure("receive.verified", verified, "batches/s", null, null),
                new Figure("receive.receipted", receipted, "batches/s", null, null));
    }

    @Override
    public String note() {
        return "signed batches of five readings, by one thread and so for each core: verified and stored as lines, one fsync for"
                + " 64; receipted is the same with a signed receipt for each. Without the broker's part.";
    }
}
