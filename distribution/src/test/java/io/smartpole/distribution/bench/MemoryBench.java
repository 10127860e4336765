package io.smartpole.distribution.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How much memory is resident when nobody asks for anything. */
final class MemoryBench implements Benchmark {

    private static final int ROUNDS = 3;
    private static final int IDLE_SECONDS = 30;

    @Override
    public List<Figure> run(Workplace workplace) throws IOException, InterruptedException {
        Path emptyHome = workplace.emptyHome();
        Samples empty = new Samples();
        Samples gateway = new Samples();
        Samples demo = new Samples();
        for (int round = 1; round <= ROUNDS; round++) {
            Benchmark.progress("memory: round %d of %d, %d s each".formatted(round, ROUNDS, IDLE_SECONDS));
            String mqtt = Integer.toString(GatewayProcess.freePort());
            // Side by side: memory, unlike time, is not taken from each other.
            try (GatewayProcess a = GatewayProcess.start(emptyHome, workplace.newData());
                    GatewayProcess b = GatewayProcess.start(workplace.gateway(), workplace.newData());
                    GatewayProcess c =
                            GatewayProcess.start(workplace.gateway(), workplace.newData(), "--demo", "--mqtt", mqtt)) {
                for (GatewayProcess process : List.of(a, b, c)) {
                    process.secondsUntilHttpAnswers();
                }
                TimeUnit.SECONDS.sleep(IDLE_SECONDS);
                empty.add(a.residentMegabytes());
                gateway.add(b.residentMegabytes());
                demo.add(c.residentMegabytes());
            }
        }
        Figure base = new Figure("memory.empty-felix-http", empty, "MB", null, null);
        return List.of(
                base,
                new Figure("memory.gateway", gateway, "MB", base, Target.valueAtMost(83)),
                new Figure("memory.demo", demo, "MB", base, Target.valueAtMost(110)));
    }

    @Override
    public String note() {
        return "VmRSS in 10^6 bytes after " + IDLE_SECONDS + " s without a visitor. gateway: without --demo, so without"
                + " broker; its hardware waits for a board and its uplink for an address. demo: with broker, virtual pole"
                + " and stand-in for the city's platform in the same process.";
    }
}
