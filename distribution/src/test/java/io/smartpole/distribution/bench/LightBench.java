package io.smartpole.distribution.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The lighting bundle's own {@code LoopBench}. */
final class LightBench implements Benchmark {

    private static final BundleBench BENCH = new BundleBench("lighting", "io.smartpole.lighting.LoopBench");

    @Override
    public List<Figure> run(Workplace workplace) throws IOException, InterruptedException {
        Map<String, Samples> samples = BENCH.run(workplace);
        return List.of(
                new Figure("light.cycle", of(samples, "cycle"), "us", null, null),
                new Figure("light.reaction", of(samples, "reaction"), "ms", null, Target.valueAtMost(200)),
                new Figure("light.plan", of(samples, "plan"), "ms", null, null));
    }

    private static Samples of(Map<String, Samples> samples, String name) {
        return Objects.requireNonNull(samples.get(name));
    }

    @Override
    public String note() {
        return "cycle is one turn of the control loop at night under a program, five of which are due in a second; reaction"
                + " is from a request, over the disk, to the first changed level that the driver is told, 99 of 100 being"
                + " faster; plan is one of 400 days.";
    }
}
