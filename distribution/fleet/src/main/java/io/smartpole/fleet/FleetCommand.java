package io.smartpole.fleet;

import io.smartpole.core.pole.Names;
import io.smartpole.core.time.SystemTime;
import io.smartpole.core.time.TimeSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the fleet simulator: {@code scripts/fleet}. */
@Command(
        name = "fleet",
        description = {
            "Runs many simulated poles against one broker, for testing a platform: each with its own key, store and"
                    + " connection, and with the evidence and uplink code of a real pole.",
            "They sign, store, send until receipted, and tell their state and health. They obey no commands."
        },
        footer = {
            "",
            "Below --data are the poles' stores and keys, so that a second run continues their chains; keys/ with their public"
                    + " keys; and platform.pem, whose receipts they believe.",
            "",
            "Exit codes: 0 ran to its end, 1 at the end batches were without receipt (with --receipted), 2 wrong use.",
            "",
            "Examples, with mosquitto on this machine (max_connections -1, ulimit -n above 4 x poles):",
            "  fleet --poles 1000",
            "  pole receive --out archive --group g --key data/fleet/keys --sign-key data/fleet/platform.pem",
            "  pole chains archive"
        })
public final class FleetCommand implements Callable<Integer> {

    private static final int MOST = 9999;
    private static final int FAILED = 2;
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);
    private static final Duration LAST_RECEIPTS = Duration.ofSeconds(60);
    private static final int USAGE_WIDTH = 110;

    private final TimeSource time = new SystemTime(() -> true);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Fleet.@Nullable Status last;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--poles",
            paramLabel = "NUMBER",
            defaultValue = "100",
            description = "How many, 1 to " + MOST + ". Default: ${DEFAULT-VALUE}.")
    private int poles;

    @Option(
            names = "--broker",
            paramLabel = "URI",
            defaultValue = "tcp://127.0.0.1:1883",
            description = "As in a pole's configuration: ssl://host:port, or tcp:// on this machine. Default:"
                    + " ${DEFAULT-VALUE}.")
    private String broker = "";

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "PEM of the authorities that vouch for the broker. Default: those that Java trusts.")
    private @Nullable Path trust;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "Each pole signs and sends a batch of five readings so often, 1 to 900. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int interval;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "Ends by itself after so long, 1 to 86400. Default: ${DEFAULT-VALUE}.")
    private int duration;

    @Option(
            names = "--receipted",
            description = "At the end no more readings are made, and all receipts are waited for, 60 s at most.")
    private boolean receipted;

    @Option(
            names = "--site",
            paramLabel = "NAME",
            defaultValue = "fleet",
            description = "Their site; pole numbers are p-0001, p-0002, ... Default: ${DEFAULT-VALUE}.")
    private String site = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data/fleet",
            description = "Where they keep their keys and stores. Default: ${DEFAULT-VALUE}.")
    private Path data = Path.of("");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    private FleetCommand() {}

    public static void main(String[] args) {
        // Thousands of poles that all say that the broker is lost would say less than one line of progress.
        Logger.getLogger("").setLevel(Level.OFF);
        System.exit(new CommandLine(new FleetCommand())
                .setUsageHelpWidth(USAGE_WIDTH)
                .execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        check("--poles", poles, MOST);
        check("--interval", interval, 900);
        check("--duration", duration, 86_400);
        if (!Names.isName(site)) {
            throw new ParameterException(spec.commandLine(), "--site must be letters, digits and . _ - only");
        }
        Thread hook = new Thread(this::stopAndWait, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return run();
        } catch (IOException | IllegalArgumentException e) {
            spec.commandLine().getErr().println("fleet: " + e.getMessage());
            return FAILED;
        } finally {
            stopped.countDown();
        }
    }

    private void check(String option, int given, int most) {
        if (given < 1 || given > most) {
            throw new ParameterException(
                    spec.commandLine(), "%s must be 1 to %d, but is %d".formatted(option, most, given));
        }
    }

    /** Ctrl-C: the poles take leave before the process ends. */
    private void stopAndWait() {
        stop.countDown();
        try {
            stopped.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int run() throws IOException, InterruptedException {
        String trusted = trust == null ? "" : Files.readString(trust);
        Fleet fleet = new Fleet(data, broker, trusted, Duration.ofSeconds(interval));
        out().println("public keys: " + fleet.keys().publicKeys() + ", receipts are signed with "
                + fleet.keys().platform());
        Duration end = time.now().sinceBoot().plusSeconds(duration);
        Layout layout = new Layout(site);
        Duration nextProgress = time.now().sinceBoot().plus(PROGRESS_EVERY);
        int started = 0;
        while (stop.getCount() > 0 && time.now().sinceBoot().compareTo(end) < 0) {
            if (started < poles) {
                started++;
                fleet.add(started, layout);
            } else {
                stop.await(100, TimeUnit.MILLISECONDS);
            }
            if (time.now().sinceBoot().compareTo(nextProgress) >= 0) {
                nextProgress = nextProgress.plus(PROGRESS_EVERY);
                tell(fleet);
            }
        }
        boolean all = !receipted || awaitReceipts(fleet);
        tell(fleet);
        fleet.stop();
        return all ? 0 : 1;
    }

    private boolean awaitReceipts(Fleet fleet) throws InterruptedException {
        fleet.quiet();
        Duration patience = time.now().sinceBoot().plus(LAST_RECEIPTS);
        while (fleet.status().waiting() > 0 && time.now().sinceBoot().compareTo(patience) < 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return fleet.status().waiting() == 0;
    }

    private void tell(Fleet fleet) {
        Fleet.Status now = fleet.status();
        Fleet.Status before = last == null ? new Fleet.Status(Duration.ZERO, 0, 0, new Tally.Sums(0, 0, 0), 0) : last;
        last = now;
        double seconds = Math.max(0.001, now.since().minus(before.since()).toMillis() / 1000.0);
        out().println(String.format(
                Locale.ROOT,
                "%4d s: %d of %d poles connected, %.1f batches/s signed, %.1f/s receipted, %d wait, %d signed in all;"
                        + " %d MB heap, %d threads",
                now.since().toSeconds(),
                now.connected(),
                now.poles(),
                (now.sums().signed() - before.sums().signed()) / seconds,
                (now.sums().receipted() - before.sums().receipted()) / seconds,
                now.waiting(),
                now.sums().signed(),
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20,
                ManagementFactory.getThreadMXBean().getThreadCount()));
        List<String> problems = fleet.problems();
        problems.stream().limit(3).forEach(problem -> out().println("        ! " + problem));
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
