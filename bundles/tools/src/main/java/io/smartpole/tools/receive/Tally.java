package io.smartpole.tools.receive;

import io.smartpole.core.time.Moment;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/** Says what came: a line for each minute in which something did, and the sum at the end, also at Ctrl-C. */
final class Tally implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Supplier<Counts> counts;
    private final PrintWriter out;
    private final Thread atCtrlC = new Thread(this::sum, "tally");
    private Counts told = Counts.NONE;
    private Duration next;

    /**
     * What became of the messages that were acknowledged to the broker.
     *
     * @param received batches that are stored
     * @param duplicates batches that were stored before
     * @param refused messages that are no evidence of a pole that is known
     */
    record Counts(long received, long duplicates, long refused) {

        static final Counts NONE = new Counts(0, 0, 0);

        Counts plus(Counts more) {
            return new Counts(received + more.received, duplicates + more.duplicates, refused + more.refused);
        }

        private Counts since(Counts before) {
            return new Counts(received - before.received, duplicates - before.duplicates, refused - before.refused);
        }

        private String words() {
            return received + " received, " + duplicates + " duplicates, " + refused + " refused";
        }
    }

    /** @param counts since the start; asked by other threads too */
    Tally(Supplier<Counts> counts, PrintWriter out, Moment now) {
        this.counts = counts;
        this.out = out;
        next = now.sinceBoot().plus(EVERY);
        Runtime.getRuntime().addShutdownHook(atCtrlC);
    }

    /** @return how long until the next line is due */
    Duration patience(Moment now) {
        Duration left = next.minus(now.sinceBoot());
        return left.isNegative() ? Duration.ZERO : left;
    }

    void look(Moment now) {
        if (patience(now).isZero()) {
            Counts all = counts.get();
            if (!all.equals(told)) {
                say(now.instant().truncatedTo(ChronoUnit.SECONDS) + "  "
                        + all.since(told).words());
            }
            told = all;
            next = now.sinceBoot().plus(EVERY);
        }
    }

    private void sum() {
        say("in all " + counts.get().words());
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atCtrlC);
            sum();
        } catch (IllegalStateException e) {
            // It is just being ended by Ctrl-C, which says the sum.
        }
    }
}
