package io.smartpole.lighting;

import io.smartpole.core.light.LightLevel;
import io.smartpole.core.light.LightRequest.SetLevel;
import io.smartpole.core.time.SystemTime;
import io.smartpole.lighting.decision.LightCurve;
import io.smartpole.lighting.sensing.LampSensors;
import io.smartpole.lighting.settings.TestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What a turn of the control loop costs, how long a request takes to the lamp, and what a plan of 400 days costs.
 * {@code scripts/bench light} runs it. Prints one line for each run: what, and how much.
 */
final class LoopBench {

    private static final int ROUNDS = 5;
    private static final int CYCLES = 100_000;
    private static final int REQUESTS = 100;
    private static final Instant NIGHT = Instant.parse("2026-12-21T21:30:00Z");

    private LoopBench() {}

    /** @param args a folder on the disk in question, which is left with an override */
    public static void main(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING); // each round configures anew, and would say so
        Path folder = Path.of(args[0]);
        for (int round = 0; round <= ROUNDS; round++) {
            double cycle = microsPerCycle(folder);
            double reaction = slowestReactionMillis(folder);
            double plan = planMillis();
            if (round > 0) { // Java compiles during the first
                System.out.printf(Locale.ROOT, "cycle %.2f%nreaction %.2f%nplan %.1f%n", cycle, reaction, plan);
            }
        }
    }

    private static Surroundings surroundings(Path folder) {
        Surroundings surroundings = new Surroundings(folder, new LampSensors());
        surroundings.pole = Scenes.poleAt(Scenes.RHINE);
        surroundings.settings = TestSettings.of(Scenes.cityConfig());
        return surroundings;
    }

    /** At night, under the city's program. */
    private static double microsPerCycle(Path folder) {
        FakeTime time = new FakeTime(NIGHT.toString());
        Surroundings surroundings = surroundings(folder);
        surroundings.time = time;
        LampLoop loop = new LampLoop(surroundings, new LampReporter());
        loop.lamp = level -> {};
        long start = System.nanoTime();
        for (int i = 0; i < CYCLES; i++) {
            loop.cycle();
            time.pass(LampLoop.TICK);
            if (i % 10_000 == 9_999) { // the same half hour again and again
                time.passUntil(NIGHT);
            }
        }
        return (System.nanoTime() - start) / 1000.0 / CYCLES;
    }

    /** From the call, over the disk, to the lamp: 99 of 100 are faster. */
    private static double slowestReactionMillis(Path folder) throws InterruptedException {
        Surroundings surroundings = surroundings(folder);
        surroundings.time = new SystemTime(() -> true);
        LampLoop loop = new LampLoop(surroundings, new LampReporter());
        LinkedBlockingQueue<Long> told = new LinkedBlockingQueue<>();
        loop.lamp = level -> told.add(System.nanoTime());
        loop.activate();
        long[] nanos = new long[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) {
            Thread.sleep(10); // somewhere within a tick
            told.clear();
            long asked = System.nanoTime();
            surroundings
                    .requests()
                    .request(
                            new SetLevel(LightLevel.percent(60 + i % 2 * 30), Duration.ofMinutes(1)),
                            surroundings.world(),
                            loop::wake);
            nanos[i] = told.take() - asked;
        }
        loop.deactivate();
        Arrays.sort(nanos);
        return nanos[REQUESTS * 99 / 100 - 1] / 1e6;
    }

    private static double planMillis() {
        FakeTime time = new FakeTime(NIGHT.toString());
        Surroundings surroundings = surroundings(Path.of("unused"));
        surroundings.time = time;
        LampLoop loop = new LampLoop(surroundings, new LampReporter());
        loop.cycle();
        long start = System.nanoTime();
        int points = LightCurve.between(
                        NIGHT, NIGHT.plus(Duration.ofDays(400)), loop.latest().inputs(), Scenes.RHINE, time.now())
                .size();
        if (points < 4 * 400) {
            throw new IllegalStateException("a plan of 400 days with " + points + " points only");
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
