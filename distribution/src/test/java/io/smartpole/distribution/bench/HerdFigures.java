package io.smartpole.distribution.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The uplink bundle's own {@code HerdBench}. */
final class HerdFigures implements Benchmark {

    private static final BundleBench BENCH = new BundleBench("uplink", "io.smartpole.uplink.HerdBench");
    /** Ends while the poles make their quick first attempt, which is meant for a line that failed for one of them. */
    private static final String BLINK = "network-30s";

    private static final String PEAK = ".peak";

    @Override
    public List<Figure> run(Workplace workplace) throws IOException, InterruptedException {
        Map<String, Samples> samples = BENCH.run(workplace);
        List<Figure> figures = new ArrayList<>();
        for (String name : samples.keySet()) {
            if (name.endsWith(PEAK)) {
                String trouble = name.substring(0, name.length() - PEAK.length());
                Figure naive = figure(samples, trouble + ".naive", "connects/s", null, null);
                figures.add(naive);
                Target fewer = trouble.equals(BLINK) ? null : Target.valueAtMost(100);
                figures.add(figure(samples, name, "connects/s", naive, fewer));
                figures.add(figure(samples, trouble + ".median", "s", null, Target.valueAtMost(150)));
            }
        }
        return figures;
    }

    private static Figure figure(
            Map<String, Samples> samples,
            String name,
            String unit,
            @Nullable Figure comparedWith,
            @Nullable Target target) {
        return new Figure("herd." + name, Objects.requireNonNull(samples.get(name)), unit, comparedWith, target);
    }

    @Override
    public String note() {
        return "10,000 poles after something that befell all of them, simulated in virtual time with the gateway's own back-off:"
                + " attempts that reach the broker in the busiest second, and seconds until half of the poles are connected"
                + " again. broker: it restarts, network: the mobile network is gone, for so many seconds. In "
                + BLINK
                + " they come as fast as their modems, within 30 s. naive: a client that"
                + " waits 1 s, 2 s, 4 s ... 128 s, as Paho does by itself.";
    }
}
