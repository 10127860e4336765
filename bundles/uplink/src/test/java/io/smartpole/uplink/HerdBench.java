package io.smartpole.uplink;

import io.smartpole.uplink.Herd.Outcome;
import io.smartpole.uplink.Herd.Trouble;
import java.util.Locale;

/**
 * The figures of {@link HerdTest}. {@code scripts/bench herd} runs it. Prints lines of a name and a number, for each trouble
 * and seed: {@code <trouble>.peak}, {@code <trouble>.naive} and {@code <trouble>.median}.
 */
final class HerdBench {

    private static final int SEEDS = 5;

    private HerdBench() {}

    public static void main(String[] args) {
        for (Trouble trouble : Herd.TROUBLES) {
            print(trouble);
        }
        print(Herd.BLINK);
    }

    private static void print(Trouble trouble) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Outcome gateway = Herd.follow(trouble, Herd.GATEWAY, seed);
            Outcome naive = Herd.follow(trouble, Herd.NAIVE, seed);
            System.out.printf(
                    Locale.ROOT,
                    "%1$s.peak %2$d%n%1$s.naive %3$d%n%1$s.median %4$.1f%n",
                    trouble.label(),
                    gateway.peak(),
                    naive.peak(),
                    gateway.medianSeconds());
        }
    }
}
