package io.smartpole.distribution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The assembled distribution, started as its user starts it: as a process of its own. */
final class RunningGateway implements AutoCloseable {

    private static final Path HOME = Path.of(System.getProperty("smartpole.distribution"));
    private static final Path THIS_JAVA = Path.of(System.getProperty("java.home"));

    /** Kept after the test: a failure in the whole gateway is explained by its log. */
    private static final Path LOGS =
            Path.of(System.getProperty("smartpole.project"), "distribution/target/gateway-logs");

    private static final int START_SECONDS = 60;

    private final Process process;
    private final Path log;
    private final String ready;

    private RunningGateway(Process process, Path log, String ready) {
        this.process = process;
        this.log = log;
        this.ready = ready;
    }

    static Path home() {
        return HOME;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Starts the demo and waits for its READY line. */
    static RunningGateway demo(Path data, int mqtt, String... options) throws Exception {
        return start(HOME, THIS_JAVA, data, mqtt, options);
    }

    /**
     * Starts the demo and waits for its READY line.
     *
     * @param home folder of the gateway
     * @param java home of the Java to run it
     */
    static RunningGateway start(Path home, Path java, Path data, int mqtt, String... options) throws Exception {
        Path log = newLog(data);
        Process process = launch(home, java, data, log, mqtt, options);
        try {
            String ready = firstLine(process).get(START_SECONDS, TimeUnit.SECONDS);
            if (ready.startsWith("READY")) {
                return new RunningGateway(process, log, ready);
            }
            throw new IllegalStateException("said '" + ready + "' instead of READY; log:\n" + Files.readString(log));
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException("the gateway did not get READY; log:\n" + Files.readString(log), e);
        }
    }

    /** Starts the demo and kills it after so many milliseconds, wherever it is then. */
    static void startAndKill(Path data, int afterMillis, String... options) throws Exception {
        Process process = launch(HOME, THIS_JAVA, data, newLog(data), freePort(), options);
        if (process.waitFor(afterMillis, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("the gateway ended by itself, with " + process.exitValue());
        }
        process.destroyForcibly().waitFor();
    }

    private static Path newLog(Path data) throws IOException {
        Files.createDirectories(data);
        Files.createDirectories(LOGS);
        return Files.createTempFile(LOGS, "gateway-", ".txt");
    }

    private static Process launch(Path home, Path java, Path data, Path log, int mqtt, String... options)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/smartpole").toString(), "--demo", "--data", data.toString()));
        command.addAll(List.of(options));
        if (!command.contains("--cloud")) {
            command.addAll(List.of("--mqtt", "" + mqtt));
        }
        if (!command.contains("--http")) {
            command.addAll(List.of("--http", "" + freePort()));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().put("JAVA_HOME", java.toString());
        return builder.start();
    }

    private static CompletableFuture<String> firstLine(Process process) {
        return CompletableFuture.supplyAsync(() -> {
            try (BufferedReader out = process.inputReader()) {
                return String.valueOf(out.readLine());
            } catch (IOException e) {
                return e.toString();
            }
        });
    }

    /** @return what the gateway printed when it was ready */
    String ready() {
        return ready;
    }

    long pid() {
        return process.pid();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** @return the log, once that text is in it */
    String awaitLog(int seconds, String text) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!log().contains(text)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("within " + seconds + " s the log did not say '" + text + "':\n" + log());
            }
            Thread.sleep(50);
        }
        return log();
    }

    /** SIGTERM, as systemd does it. */
    boolean stopsWithin(int seconds) throws InterruptedException {
        process.destroy();
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    /** @return with what it ended by itself within that time */
    int exitCode(int seconds) throws InterruptedException {
        assertTrue(process.waitFor(seconds, TimeUnit.SECONDS), "it still runs");
        return process.exitValue();
    }

    /** SIGKILL, as near to a power cut as a process can come. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        Processes.end(process, 10);
    }
}
