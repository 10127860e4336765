package io.smartpole.fleet;

import io.smartpole.core.time.SystemTime;
import io.smartpole.core.time.TimeSource;
import io.smartpole.uplink.PoleUplink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Many poles in one process. One thread starts, watches and stops it. */
final class Fleet {

    /** Poles that are started in a second: their brokers see as many connections. */
    private static final int STARTS_A_SECOND = 50;

    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);
    private static final int THREADS = 8;

    private final TimeSource time = new SystemTime(() -> true);
    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS);
    private final List<FleetPole> poles = new CopyOnWriteArrayList<>();
    private final Tally tally = new Tally();
    private final Path data;
    private final FleetPole.Shared shared;

    /**
     * @param data folder of the fleet, made if missing
     * @param trusted PEM file of authorities; empty for those that Java trusts
     * @throws IOException if the keys can be neither read nor made
     * @throws IllegalArgumentException if that is no broker for a pole
     */
    Fleet(Path data, String broker, String trusted, Duration interval) throws IOException {
        this.data = data;
        Keys keys = new Keys(data);
        Files.createDirectories(keys.publicKeys());
        shared = new FleetPole.Shared(
                new PoleUplink.Broker(broker, trusted, time),
                keys,
                keys.platformKey().publicKey(),
                interval,
                tally,
                threads);
        threads.setRemoveOnCancelPolicy(true);
    }

    /**
     * How a fleet is doing.
     *
     * @param since its start
     * @param poles that were started
     * @param waiting batches without receipt
     */
    record Status(Duration since, int poles, long connected, Tally.Sums sums, long waiting) {}

    Keys keys() {
        return shared.keys();
    }

    /**
     * Starts a pole, not more often than {@value #STARTS_A_SECOND} times a second.
     *
     * @param number from 1
     */
    void add(int number, Layout layout) throws IOException, InterruptedException {
        var identity = layout.pole(number);
        long nanos = shared.interval().toNanos();
        // Spread over the interval, each pole at its own moment.
        Duration offset = Duration.ofNanos((long) (nanos * (number * 0.618_033_988 % 1)));
        FleetPole pole =
                new FleetPole(number, identity, data.resolve("poles").resolve(identity.pole()), offset, shared);
        poles.add(pole);
        pole.start();
        TimeUnit.MILLISECONDS.sleep(1000 / STARTS_A_SECOND);
    }

    Status status() {
        return new Status(
                time.now().sinceBoot(),
                poles.size(),
                poles.stream().filter(FleetPole::connected).count(),
                tally.sums(),
                poles.stream().mapToLong(FleetPole::waiting).sum());
    }

    /** @return what keeps poles from working, each once */
    List<String> problems() {
        return poles.stream()
                .flatMap(pole -> Stream.ofNullable(pole.problem()))
                .distinct()
                .toList();
    }

    /** No pole reads its sensors any more. */
    void quiet() {
        poles.forEach(FleetPole::quiet);
    }

    /** Lets all poles take leave and close their stores; those that cannot are left. */
    void stop() throws InterruptedException {
        poles.forEach(FleetPole::stop);
        Duration end = time.now().sinceBoot().plus(LONGEST_STOP);
        while (!poles.stream().allMatch(FleetPole::ended)
                && time.now().sinceBoot().compareTo(end) < 0) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        threads.shutdownNow();
    }
}
