package io.smartpole.distribution.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How long after its start the gateway has decided on the light, and has signed what a sensor measured. */
final class StartBench implements Benchmark {

    private static final int ROUNDS = 7;

    /**
     * Each reading becomes a batch of its own, at once: otherwise the first would wait for others for the batch interval,
     * and that would be measured.
     */
    private static final String NO_WAITING = "\"batch.largest:Integer\": 1";

    /** Logged by lighting when a decision was made, after the lamp was told. */
    static final String LAMP_DECISION = " by rule ";

    @Override
    public List<Figure> run(Workplace workplace) throws IOException, InterruptedException {
        Path emptyHome = workplace.emptyHome();
        Path gatewayHome = workplace.home("smartpole.evidence", NO_WAITING);
        Samples empty = new Samples();
        Samples lamp = new Samples();
        Samples reading = new Samples();
        // The first round fills the computer's file cache and does not count.
        for (int round = 0; round <= ROUNDS; round++) {
            Benchmark.progress(round == 0 ? "start: warming up" : "start: round " + round + " of " + ROUNDS);
            boolean counts = round > 0;
            startEmpty(workplace, emptyHome, counts ? empty : new Samples());
            startGateway(workplace, gatewayHome, counts ? lamp : new Samples(), counts ? reading : new Samples());
        }
        Figure base = new Figure("start.empty-felix-http", empty, "s", null, null);
        return List.of(
                base,
                new Figure("start.lamp", lamp, "s", base, null),
                new Figure("start.signed-reading", reading, "s", base, Target.ratioAtMost(2)));
    }

    private static void startEmpty(Workplace workplace, Path home, Samples samples)
            throws IOException, InterruptedException {
        try (GatewayProcess process = GatewayProcess.start(home, workplace.newData())) {
            samples.add(process.secondsUntilHttpAnswers());
        }
    }

    private static void startGateway(Workplace workplace, Path home, Samples lamp, Samples reading)
            throws IOException, InterruptedException {
        String mqtt = Integer.toString(GatewayProcess.freePort());
        try (GatewayProcess process = GatewayProcess.start(home, workplace.newData(), "--demo", "--mqtt", mqtt)) {
            double signed = process.secondsUntil(
                    "a signed reading of a sensor on the disk", new FirstSensorReading(process.data()));
            lamp.add(process.secondsUntilLogged(LAMP_DECISION));
            reading.add(signed);
        }
    }

    @Override
    public String note() {
        return "from starting bin/smartpole with an empty data folder (so keys are made too). empty-felix-http: until HTTP"
                + " answers. lamp: until the log tells the first decision. signed-reading: --demo, until the first signed"
                + " batch with a reading of a (simulated) sensor is on the disk; batches of one reading, so that it does not"
                + " wait for others.";
    }
}
