package io.smartpole.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.smartpole.distribution.Processes.Ended;
import io.smartpole.formats.receiver.PlatformKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulated fleet, a real broker, and a platform of two receivers that share the work. */
class FleetIT {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin/java").toString();

    @TempDir
    private Path folder;

    @Test
    void everyBatchOfAFleetIsReceiptedAndEveryChainIsWholeOverTwoReceivers() throws Exception {
        assumeTrue(Mosquitto.installed(), "mosquitto is not installed");
        Path data = folder.resolve("fleet");
        Path archive = folder.resolve("archive");
        Path keys = Files.createDirectories(data.resolve("keys"));
        Path signKey = Files.writeString(
                data.resolve("platform.pem"), PlatformKey.generate().toPem());
        List<Process> receivers = new ArrayList<>();
        try (Mosquitto broker = Mosquitto.start(folder, "max_connections -1")) {
            String uri = "tcp://127.0.0.1:" + broker.port();
            for (int i = 1; i <= 2; i++) {
                receivers.add(receiver(
                        i, "--out", archive, "--group", "g", "--key", keys, "--sign-key", signKey, "--broker", uri));
            }
            awaitReceivers(receivers.size());
            Ended fleet = fleet("--poles 20 --interval 2 --duration 10 --receipted --broker " + uri, data);
            assertEquals(0, fleet.code(), fleet.output());

            Matcher signed = Pattern.compile("(\\d+) signed in all").matcher(fleet.output());
            long batches = signed.results()
                    .mapToLong(match -> Long.parseLong(match.group(1)))
                    .max()
                    .orElse(0);
            assertTrue(batches >= 60, fleet.output()); // each pole its start, and two batches at the very least
            Ended chains = PoleCommand.run("chains", archive.toString());
            assertEquals(0, chains.code(), chains.output());
            assertTrue(chains.output().contains(" of 20 poles: 0 holes, 0 other problems"), chains.output());
            assertTrue(lines(archive.resolve("smartpole-receiver-g-1")) > 0, "the first receiver had nothing to do");
            assertTrue(lines(archive.resolve("smartpole-receiver-g-2")) > 0, "the second receiver had nothing to do");

            Ended verified = PoleCommand.run("verify", "--key", keys.toString(), archive.toString());
            assertEquals(0, verified.code(), verified.output());
        } finally {
            receivers.forEach(process -> Processes.end(process, 5));
        }
    }

    private Process receiver(int number, Object... options) throws IOException {
        List<String> command = PoleCommand.words("receive");
        for (Object option : options) {
            command.add(option.toString());
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("receiver-" + number + ".log").toFile())
                .start();
    }

    /** What is sent before somebody listens would be sent again only after 30 s. */
    private void awaitReceivers(int count) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        for (int i = 1; i <= count; i++) {
            Path log = folder.resolve("receiver-" + i + ".log");
            while (!Files.readString(log).contains("receiving into")) {
                assertTrue(System.nanoTime() < end, () -> "not ready within 30 s: " + log);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    /** As {@code scripts/fleet} does it. */
    private static Ended fleet(String options, Path data) throws Exception {
        Path home = RunningGateway.home();
        List<String> command = new ArrayList<>(List.of(
                JAVA,
                "-Xmx512m",
                "-cp",
                home + "/tools/*:" + home + "/bundle/3/*:" + home + "/lib/*",
                "io.smartpole.fleet.FleetCommand"));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("--data", data.toString()));
        return Processes.run(90, command.toArray(String[]::new));
    }

    private static long lines(Path receiver) throws IOException {
        long lines = 0;
        try (var files = Files.list(receiver)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
                lines += Files.readAllLines(file).size();
            }
        }
        return lines;
    }
}
