package io.smartpole.distribution.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@code bin/smartpole} of some home, started as its user starts it, with data and ports of its own. */
final class GatewayProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_SECONDS = 60;
    private static final int POLL_MILLIS = 5;
    private static final double BYTES_PER_KIB = 1024;

    private final long started;
    private final Process process;
    private final Path data;
    private final int http;
    private final ConcurrentLinkedQueue<LogLine> log = new ConcurrentLinkedQueue<>();

    /** A line of the log, and how many seconds after the start of the process it came. */
    private record LogLine(double seconds, String text) {}

    /** Something that comes true some time after the start. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    private GatewayProcess(long started, Process process, Path data, int http) {
        this.started = started;
        this.process = process;
        this.data = data;
        this.http = http;
    }

    /** @param data an empty folder: what is measured is the first start */
    static GatewayProcess start(Path home, Path data, String... options) throws IOException {
        return start(UnaryOperator.identity(), home, data, options);
    }

    /** As above, but {@link Cores on the first core} only. */
    static GatewayProcess startOnFirstCore(Path home, Path data, String... options) throws IOException {
        return start(Cores::first, home, data, options);
    }

    private static GatewayProcess start(UnaryOperator<List<String>> command, Path home, Path data, String... options)
            throws IOException {
        int http = freePort();
        List<String> words = new ArrayList<>(
                List.of(home.resolve("bin/smartpole").toString(), "--data", data.toString(), "--http", "" + http));
        words.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command.apply(words)).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        long started = System.nanoTime();
        GatewayProcess gateway = new GatewayProcess(started, builder.start(), data, http);
        Thread reader = new Thread(gateway::readLog, "log");
        reader.setDaemon(true);
        reader.start();
        return gateway;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void readLog() {
        try (BufferedReader err = process.errorReader()) {
            for (String line = err.readLine(); line != null; line = err.readLine()) {
                log.add(new LogLine(secondsSinceStart(), line));
            }
        } catch (IOException e) {
            log.add(new LogLine(secondsSinceStart(), "the log ends: " + e.getMessage()));
        }
    }

    private double secondsSinceStart() {
        return (System.nanoTime() - started) / 1e9;
    }

    /** @return seconds from the start of the process until it holds, to {@value #POLL_MILLIS} ms */
    double secondsUntil(String what, Condition condition) throws IOException, InterruptedException {
        while (!condition.holds()) {
            if (secondsSinceStart() > LONGEST_SECONDS || !process.isAlive()) {
                throw new IllegalStateException("%s: not after %.0f s, process %s; its log:%n%s"
                        .formatted(
                                what,
                                secondsSinceStart(),
                                process.isAlive() ? "lives" : "ended with " + process.exitValue(),
                                log()));
            }
            Thread.sleep(POLL_MILLIS);
        }
        return secondsSinceStart();
    }

    /** @return seconds from the start of the process until a line with that text was in its log */
    double secondsUntilLogged(String text) throws IOException, InterruptedException {
        secondsUntil("a line with '" + text + "' in the log", () -> firstLogged(text) != null);
        LogLine line = firstLogged(text);
        return line == null ? Double.NaN : line.seconds();
    }

    private @Nullable LogLine firstLogged(String text) {
        return log.stream()
                .filter(line -> line.text().contains(text))
                .findFirst()
                .orElse(null);
    }

    /** @return seconds from the start of the process until its HTTP server answered, whatever the answer */
    double secondsUntilHttpAnswers() throws IOException, InterruptedException {
        return secondsUntil("an answer by HTTP", this::httpAnswers);
    }

    private boolean httpAnswers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), http));
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LONGEST_SECONDS));
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return in.read() == 'H';
        } catch (IOException e) {
            return false; // does not listen yet
        }
    }

    /** @return memory that is resident now, in MB (10^6 bytes): VmRSS, so with what it shares with other processes */
    double residentMegabytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KIB / 1e6;
            }
        }
        throw new IllegalStateException(status + " has no line VmRSS");
    }

    /** @return what the console's REST interface tells of the gateway */
    JsonNode status() throws IOException {
        URL url = URI.create("http://127.0.0.1:" + http + "/api/v1/status").toURL();
        try (InputStream in = url.openStream()) {
            return JSON.readTree(in);
        }
    }

    /** @return its log until now */
    String log() {
        return String.join("\n", log.stream().map(LogLine::text).toList());
    }

    Path data() {
        return data;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Workplace.delete(data);
    }
}
