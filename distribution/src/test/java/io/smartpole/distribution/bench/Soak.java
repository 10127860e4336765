package io.smartpole.distribution.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.distribution.FaultProxy;
import io.smartpole.distribution.FaultProxy.Door;
import io.smartpole.distribution.FaultProxy.Way;
import io.smartpole.distribution.Ledger;
import io.smartpole.distribution.Mosquitto;
import io.smartpole.distribution.Platform;
import io.smartpole.distribution.TestPole;
import io.smartpole.distribution.Treatment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One gateway with two brokers, and for a long time a random fault every ten seconds on the way to one of them or both. At the
 * end all is healed, and every reading that was committed must have been verified by the platform.
 */
final class Soak {

    private static final int EVERY_SECONDS = 10;
    private static final int LONGEST_FAULT_MILLIS = 8_000;

    /** The last wait before a reconnect may be as long as waits can be, 5 min. */
    private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(8);

    private final Random random;
    private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);
    private final List<Line> lines;
    private final Platform platform;
    private final TestPole pole;

    private enum Fault {
        REFUSED,
        RESET,
        SILENT,
        DROPPED,
        DELAYED,
        TRICKLING,
        HALF_CLOSED,
        CUT,
        KILLED
    }

    /** The way to one broker. */
    private record Line(Mosquitto broker, FaultProxy proxy) {

        void heal() throws IOException {
            proxy.heal();
        }
    }

    private Soak(long seed, List<Line> lines, Platform platform, TestPole pole) {
        this.random = new Random(seed);
        this.lines = lines;
        this.platform = platform;
        this.pole = pole;
    }

    /**
     * @param options {@code --minutes N} and {@code --seed N}
     * @return exit code: 0 if nothing is missing, 1 if something is, 2 if the options were not understood
     */
    static int run(List<String> options) throws Exception {
        long minutes = 30;
        long seed = new Random().nextLong();
        try {
            Deque<String> rest = new ArrayDeque<>(options);
            while (!rest.isEmpty()) {
                switch (rest.pop()) {
                    case "--minutes" -> minutes = Long.parseLong(rest.pop());
                    case "--seed" -> seed = Long.parseLong(rest.pop());
                    default -> throw new IllegalArgumentException();
                }
            }
        } catch (IllegalArgumentException | NoSuchElementException e) {
            System.err.println("scripts/bench soak: its options are --minutes N and --seed N, with whole numbers");
            return 2;
        }
        if (!Mosquitto.installed()) {
            System.err.println("scripts/bench soak: mosquitto is missing: apt-get install mosquitto");
            return 2;
        }
        try (Workplace workplace = Workplace.create()) {
            return run(workplace, Duration.ofMinutes(minutes), seed) ? 0 : 1;
        }
    }

    private static boolean run(Workplace workplace, Duration duration, long seed) throws Exception {
        System.out.printf(
                Locale.ROOT,
                "soak: %d min, a fault every %d s, seed %d (--seed gives the same faults again)%n",
                duration.toMinutes(),
                EVERY_SECONDS,
                seed);
        try (Mosquitto first = Mosquitto.start(folder(workplace, "first"));
                Mosquitto second = Mosquitto.start(folder(workplace, "second"));
                FaultProxy toFirst = FaultProxy.to(first.port());
                FaultProxy toSecond = FaultProxy.to(second.port());
                Platform platform = new Platform(first.port(), second.port());
                TestPole pole = TestPole.start(
                        workplace.folder(), "--cloud", uri(toFirst), "--cloud", uri(toSecond), "--speed", "60")) {
            pole.configure(Map.of("acknowledge.timeout", 4, "return-after", 5));
            platform.begin(pole.data());
            return new Soak(seed, List.of(new Line(first, toFirst), new Line(second, toSecond)), platform, pole)
                    .run(duration);
        }
    }

    private static Path folder(Workplace workplace, String name) throws IOException {
        return Files.createDirectory(workplace.folder().resolve(name));
    }

    private static String uri(FaultProxy proxy) {
        return "tcp://127.0.0.1:" + proxy.port();
    }

    private boolean run(Duration duration) throws Exception {
        String atFirst = process();
        long start = System.nanoTime();
        for (int round = 1; round * (long) EVERY_SECONDS <= duration.toSeconds(); round++) {
            Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
            List<Line> struck = random.nextInt(4) == 0 ? lines : List.of(lines.get(random.nextInt(lines.size())));
            int millis = 1_000 + random.nextInt(LONGEST_FAULT_MILLIS - 1_000);
            for (Line line : struck) {
                strike(fault, line);
            }
            TimeUnit.MILLISECONDS.sleep(millis);
            for (Line line : struck) {
                line.heal();
            }
            done.merge(fault, 1, Integer::sum);
            if (round % 6 == 0) {
                System.out.println(round * EVERY_SECONDS / 60 + " min: " + platform.ledger());
            }
            long due = start + TimeUnit.SECONDS.toNanos(round * (long) EVERY_SECONDS);
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        }
        boolean whole = settled();
        report(whole, atFirst);
        return whole;
    }

    private void strike(Fault fault, Line line) throws IOException, InterruptedException {
        FaultProxy proxy = line.proxy();
        switch (fault) {
            case REFUSED -> {
                proxy.door(Door.REFUSES);
                proxy.reset();
            }
            case RESET -> {
                proxy.door(Door.RESETS);
                proxy.reset();
            }
            case SILENT -> proxy.treat(Treatment.SILENT);
            case DROPPED -> proxy.treat(way(), Treatment.DROP);
            case DELAYED -> proxy.treat(Treatment.delay(1_000 + random.nextInt(3_000)));
            case TRICKLING -> proxy.treat(Treatment.rate(100 + random.nextInt(900)));
            case HALF_CLOSED -> proxy.halfClose(way());
            case CUT -> proxy.cutAfter(way(), random.nextInt(3_000));
            case KILLED -> {
                line.broker().kill();
                line.broker().restart();
            }
        }
    }

    private Way way() {
        return random.nextBoolean() ? Way.TO_SERVER : Way.TO_CLIENT;
    }

    /** @return whether all that was committed has been verified, each chain whole, and freed by its receipt */
    private boolean settled() throws Exception {
        Ledger ledger = platform.ledger();
        long end = System.nanoTime() + LONGEST_RECOVERY.toNanos();
        while (System.nanoTime() < end) {
            JsonNode evidence = pole.status().path("evidence");
            if (ledger.whole()
                    && evidence.path("waitingBatches").asLong() == 0
                    && evidence.path("committedBatches").asLong() == ledger.batches()) {
                return evidence.path("droppedReadings").asLong() == 0;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return false;
    }

    private void report(boolean whole, String atFirst) throws Exception {
        JsonNode status = pole.status();
        JsonNode uplink = status.path("uplink");
        JsonNode evidence = status.path("evidence");
        Ledger ledger = platform.ledger();
        System.out.printf(
                Locale.ROOT,
                """
                faults             %s
                batches committed  %d
                batches verified   %d, each once: %d readings
                waiting            %d
                readings dropped   %d
                duplicates         %d, recognised by their identity
                connects           %d
                failovers          %d
                the platform has   %s
                process at first   %s
                process at last    %s
                health             %s
                %s%n""",
                done,
                evidence.path("committedBatches").asLong(),
                ledger.batches(),
                ledger.readings(),
                evidence.path("waitingBatches").asLong(),
                evidence.path("droppedReadings").asLong(),
                ledger.duplicates(),
                uplink.path("connects").asLong(),
                uplink.path("failovers").asLong(),
                ledger,
                atFirst,
                process(),
                pole.health(),
                whole ? "nothing is missing" : "SOMETHING IS MISSING; the gateway's log is in target/gateway-logs");
    }

    /** @return threads, open files and memory of the gateway: what would grow if something were left behind */
    private String process() throws IOException {
        Path folder = Path.of("/proc", Long.toString(pole.pid()));
        long files;
        try (var open = Files.list(folder.resolve("fd"))) {
            files = open.count();
        }
        String figures = Files.readAllLines(folder.resolve("status")).stream()
                .filter(line -> line.startsWith("Threads:") || line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\s+", " "))
                .reduce("", (all, line) -> all + line + ", ");
        return figures + files + " open files";
    }
}
