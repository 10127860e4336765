package io.smartpole.distribution;

import java.io.BufferedReader;
import java.io.File;
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
import org.jspecify.annotations.Nullable;

/** The assembled distribution, started as its user starts it: as a process of its own. */
final class RunningGateway implements AutoCloseable {

    private static final Path HOME = Path.of(System.getProperty("smartpole.distribution"));
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
        return start(null, data, mqtt, options);
    }

    /** @param javaHome which Java; null for the one that runs the tests */
    static RunningGateway start(@Nullable Path javaHome, Path data, int mqtt, String... options) throws Exception {
        Path log = newLog(data);
        Process process = launch(javaHome, data, log, mqtt, options);
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
        Process process = launch(null, data, newLog(data), freePort(), options);
        if (process.waitFor(afterMillis, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("the gateway ended by itself, with " + process.exitValue());
        }
        process.destroyForcibly().waitFor();
    }

    private static Path newLog(Path data) throws IOException {
        Files.createDirectories(data);
        return Files.createTempFile(data, "log-", ".txt");
    }

    private static Process launch(@Nullable Path javaHome, Path data, Path log, int mqtt, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                HOME.resolve("bin/smartpole").toString(), "--demo", "--data", data.toString(), "--mqtt", "" + mqtt));
        command.addAll(List.of(options));
        if (!command.contains("--http")) {
            command.addAll(List.of("--http", "" + freePort()));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        String java = javaHome == null ? System.getProperty("java.home") : javaHome.toString();
        builder.environment().put("JAVA_HOME", java);
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

    String log() throws IOException {
        return Files.readString(log);
    }

    /** SIGTERM, as systemd does it. */
    boolean stopsWithin(int seconds) throws InterruptedException {
        process.destroy();
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    /** SIGKILL, as near to a power cut as a process can come. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws Exception {
        if (process.isAlive() && !stopsWithin(10)) {
            kill();
        }
    }

    /** Runs a command to its end. */
    static Ended run(int seconds, String... command) throws Exception {
        File out = File.createTempFile("smartpole", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(out)
                    .start();
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            return new Ended(ended ? process.exitValue() : -1, Files.readString(out.toPath()));
        } finally {
            Files.delete(out.toPath());
        }
    }

    /**
     * How a command ended.
     *
     * @param code its exit code; -1 if it had to be killed
     * @param output what it printed
     */
    record Ended(int code, String output) {}
}
