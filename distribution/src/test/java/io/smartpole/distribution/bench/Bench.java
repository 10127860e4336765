package io.smartpole.distribution.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Runs the benchmarks one after the other. Ends with 0 also when a target is missed: the table says so. Ends with 1 when a
 * benchmark could not run, 2 when it was not understood.
 */
public final class Bench {

    private static final String HELP = """
            Usage: scripts/bench [NAME...] [--json FILE]
                   scripts/bench soak [--minutes N] [--seed N]
              start    from starting the process to the first lamp decision and the first signed sensor reading
              memory   resident memory when idle, with and without the demo's broker and virtual pole
              ingest   readings made durable in a second, signed and unsigned
              light    a turn of the control loop, from a request to the lamp, and a plan of 400 days
              drain    stored evidence leaving after an outage, and how live telemetry is meanwhile
              command  from a signed command to the lamp, and its answer back
              config   a configuration of 50 keys, from publishing to the report that it is applied, and the lamp meanwhile
              failover from the loss of a broker to the first message at the other one
              herd     how many of 10,000 poles connect in the same second after an outage
              kura     heap and time that the add-on adds to a container like Eclipse Kura's
              receive  signed batches that a platform verifies and stores in a second, for each core
            Without a NAME all of these are run, which takes some minutes. Leave the machine alone meanwhile: ratios are measured in
            turn within one run, but the absolute figures are those of a quiet machine only.
              --json FILE   writes a list of name, value, unit, comparedWith, ratio, target, met; met is null without target
              --help        this text
            soak is no benchmark: for 30 or N minutes there is a fault of the network every 10 s, and exit code 1 says that a
            reading is missing at the end.
            SMARTPOLE_JAVA_OPTS adds Java options to all that is measured. Exit code 0 says that all could be measured, also
            when a target is missed. drain, command, config, failover and soak need mosquitto.""";

    private static final Map<String, Benchmark> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("start", new StartBench()),
            Map.entry("memory", new MemoryBench()),
            Map.entry("ingest", new IngestRate()),
            Map.entry("light", new LightBench()),
            Map.entry("drain", new DrainBench()),
            Map.entry("command", new CommandBench()),
            Map.entry("config", new ConfigBench()),
            Map.entry("failover", new FailoverBench()),
            Map.entry("herd", new HerdFigures()),
            Map.entry("kura", new KuraBench()),
            Map.entry("receive", new ReceiveRate())));

    private Bench() {}

    /** What was asked for; no names for all. */
    private record Request(
            boolean help, Set<String> names, @Nullable Path json) {

        /** @throws IllegalArgumentException with what was not understood */
        static Request parse(List<String> arguments) {
            boolean help = false;
            Set<String> names = new TreeSet<>();
            Path json = null;
            Deque<String> rest = new ArrayDeque<>(arguments);
            while (!rest.isEmpty()) {
                String next = rest.pop();
                if (next.equals("--help") || next.equals("-h")) {
                    help = true;
                } else if (next.equals("--json")) {
                    json = file(rest.poll());
                } else if (ALL.containsKey(next)) {
                    names.add(next);
                } else {
                    throw new IllegalArgumentException("there is no benchmark or option '%s'; benchmarks are %s"
                            .formatted(next, String.join(", ", ALL.keySet())));
                }
            }
            return new Request(help, names.isEmpty() ? ALL.keySet() : names, json);
        }

        /** Refused now rather than after minutes of measuring. */
        private static Path file(@Nullable String name) {
            if (name == null) {
                throw new IllegalArgumentException("--json needs the name of a file behind it");
            }
            Path file = Path.of(name).toAbsolutePath();
            if (Files.isDirectory(file) || !Files.isDirectory(file.resolveSibling(""))) {
                throw new IllegalArgumentException("cannot write " + file + ": no such folder, or it is one");
            }
            return file;
        }
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("soak")) {
            System.exit(Soak.run(List.of(arguments).subList(1, arguments.length)));
        }
        Request request;
        try {
            request = Request.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("scripts/bench: " + e.getMessage());
            System.exit(2);
            return;
        }
        if (request.help()) {
            System.out.println(HELP);
            return;
        }
        System.exit(measure(request) ? 0 : 1);
    }

    /** @return whether all could be measured */
    private static boolean measure(Request request) throws IOException {
        List<Figure> figures = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        boolean all = true;
        try (Workplace workplace = Workplace.create()) {
            // What the machine is like before the benchmarks load it.
            String head = Machine.describe(workplace);
            for (String name : request.names()) {
                Benchmark benchmark = Objects.requireNonNull(ALL.get(name));
                try {
                    figures.addAll(benchmark.run(workplace));
                    notes.add(name + ": " + benchmark.note());
                } catch (IOException | IllegalStateException e) {
                    System.err.println("scripts/bench: " + name + " could not be measured: " + e.getMessage());
                    all = false;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            System.out.print(Report.table(head, figures, notes));
        }
        if (request.json() != null) {
            Files.writeString(request.json(), Report.json(figures));
        }
        return all;
    }
}
