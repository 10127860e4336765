package io.smartpole.kura.container;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What the add-on adds to a container like Kura 5's; {@code scripts/bench kura} runs it. Prints lines of a name and a number. */
public final class ContainerBench {

    private static final int ROUNDS = 5;
    private static final int SETTLE_SECONDS = 10;

    private ContainerBench() {}

    /** @param arguments an empty folder */
    public static void main(String[] arguments) throws Exception {
        for (int round = 0; round <= ROUNDS; round++) {
            round(Path.of(arguments[0]).resolve("round-" + round), round > 0);
        }
    }

    /** @param counts the first round fills the computer's file cache and does not count */
    private static void round(Path folder, boolean counts) throws Exception {
        try (Container kura = Container.start(folder)) {
            double before = megabytes(kura);
            long started = System.nanoTime();
            kura.install(Container.ADDON);
            kura.await(60, "a decision", kura::log, log -> log.contains(" by rule "));
            double decided = (System.nanoTime() - started) / 1e9;
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            if (counts) {
                System.out.println("without " + before);
                System.out.println("with " + megabytes(kura));
                System.out.println("light " + decided);
            }
        }
    }

    private static double megabytes(Container kura) throws Exception {
        return Long.parseLong(kura.ask("heap").get(0)) / 1e6;
    }
}
