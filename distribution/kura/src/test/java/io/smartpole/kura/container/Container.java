package io.smartpole.kura.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartpole.kura.container.inside.Snapshot;
import io.smartpole.kura.container.inside.Value;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.osgi.framework.launch.Framework;

/**
 * A container like Kura 5's, as a process of its own. What Kura keeps is in a folder; the framework's own storage and with it the
 * ConfigAdmin begin empty at each start.
 */
public final class Container implements AutoCloseable {

    static final Path ADDON = Path.of(System.getProperty("smartpole.addon"));
    static final Path SIMULATION = Path.of(System.getProperty("smartpole.addon.simulation"));

    private static final Path BUNDLES = Path.of(System.getProperty("smartpole.container"));
    private static final Path LOGS = BUNDLES.resolveSibling("container-logs");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final String LOGGING = """
            handlers = java.util.logging.ConsoleHandler
            java.util.logging.ConsoleHandler.level = ALL
            java.util.logging.ConsoleHandler.formatter = java.util.logging.SimpleFormatter
            java.util.logging.SimpleFormatter.format = %1$tT.%1$tL %4$-7s %3$s: %5$s%6$s%n
            .level = INFO
            """;

    private final Path folder;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter commands;
    private final Path log;

    private Container(Path folder, Process process, Path log) {
        this.folder = folder;
        this.process = process;
        answers = process.inputReader();
        commands = process.outputWriter();
        this.log = log;
    }

    /**
     * Starts the container without the add-on.
     *
     * @param folder what Kura and the add-on keep; may be that of a container that ended
     * @param options for Java
     */
    static Container start(Path folder, String... options) throws Exception {
        Files.createDirectories(folder);
        Files.createDirectories(LOGS);
        Path logging = Files.writeString(folder.resolve("logging.properties"), LOGGING);
        Path log = Files.createTempFile(LOGS, "container-", ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Djava.util.logging.config.file=" + logging,
                "-Dimitation.snapshot=" + folder.resolve("snapshot"),
                "-Dsmartpole.data=" + data(folder)));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                ImitationJar.origin(Framework.class) + File.pathSeparator + ImitationJar.origin(Container.class),
                ContainerMain.class.getName(),
                folder.resolve("framework").toString(),
                BUNDLES.toString(),
                ImitationJar.into(folder.resolve("imitation")).toString()));
        Container container = new Container(
                folder, new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
        try {
            container.answer();
            return container;
        } catch (IOException | AssertionError e) {
            container.close();
            throw e;
        }
    }

    private static Path data(Path folder) {
        return folder.resolve("data");
    }

    /** @return the add-on's data folder */
    Path data() {
        return data(folder);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** @return the answer of the imitation of Kura, line by line */
    List<String> ask(String... words) throws IOException {
        commands.write(String.join("\t", words) + "\n");
        commands.flush();
        return answer();
    }

    private List<String> answer() throws IOException {
        String head = answers.readLine();
        if (head == null) {
            throw new AssertionError("the container ended, see " + log);
        }
        String[] words = head.split(" ", -1);
        List<String> lines = new ArrayList<>();
        for (int i = Integer.parseInt(words[1]); i > 0; i--) {
            lines.add(answers.readLine());
        }
        if (!words[0].equals("OK")) {
            throw new AssertionError(String.join("\n", lines) + "; see " + log);
        }
        return lines;
    }

    /** Something that becomes true. */
    @FunctionalInterface
    interface Condition<T> {
        T look() throws IOException;
    }

    /** @return the first look that is right */
    <T> T await(int seconds, String what, Condition<T> look, Predicate<T> right) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            T seen = look.look();
            if (right.test(seen)) {
                return seen;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "within " + seconds + " s there was not " + what + ", but " + seen + "; see " + log);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    String install(Path dp) throws IOException {
        return ask("install", dp.toString()).get(0);
    }

    /** As a technician saves a form of Kura's console. */
    void update(String pid, Map<String, Object> changes) throws IOException {
        List<String> words = new ArrayList<>(List.of("update", pid));
        changes.forEach((key, value) -> words.addAll(List.of(key, Value.write(value))));
        ask(words.toArray(String[]::new));
    }

    /** @return what the ConfigAdmin has, by key */
    Map<String, Object> config(String pid) throws IOException {
        Map<String, Object> config = new TreeMap<>();
        for (String line : ask("config", pid)) {
            String[] words = line.split("\t", -1);
            config.put(words[0], Value.read(words[1]));
        }
        return config;
    }

    /** @return one value of it; "nothing" if there is none */
    Object config(String pid, String key) throws IOException {
        return config(pid).getOrDefault(key, "nothing");
    }

    /** @return what Kura's snapshot has of that PID, by key */
    Map<String, Object> snapshot(String pid) {
        return new Snapshot(folder.resolve("snapshot")).read().getOrDefault(pid, Map.of());
    }

    /** @return one value of it; "nothing" if there is none */
    Object snapshot(String pid, String key) {
        return snapshot(pid).getOrDefault(key, "nothing");
    }

    /** @return the snapshot as it is on the disk */
    String snapshot() throws IOException {
        return Files.readString(folder.resolve("snapshot"));
    }

    /** @return JSON of our page in Kura's console, for whoever is logged in */
    JsonNode page(String path) throws IOException {
        List<String> answer = ask("page", "GET", "/smartpole" + path, "admin");
        if (!answer.get(0).equals("200")) {
            throw new AssertionError(path + ": " + answer);
        }
        return JSON.readTree(String.join("\n", answer.subList(2, answer.size())));
    }

    /** @return that check of our health page; missing if there is none of that name */
    JsonNode check(String name) throws IOException {
        for (JsonNode check : page("/api/v1/health").path("checks")) {
            if (check.path("name").asText().equals(name)) {
                return check;
            }
        }
        return JSON.missingNode();
    }

    JsonNode awaitCheck(int seconds, String name, String... words) throws IOException {
        return await(
                seconds,
                "check " + name + " with " + List.of(words),
                () -> check(name),
                check -> List.of(words).stream().allMatch(check.toString()::contains));
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** @return lines of stack traces in the log, whoever wrote them */
    List<String> stackTraces() throws IOException {
        return log().lines().filter(line -> line.startsWith("\tat ")).limit(5).toList();
    }

    /** Asks it to stop, as systemd does. */
    void stop() throws Exception {
        commands.close();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("it did not stop, see " + log);
        }
    }

    /** As near to a power cut as a process can come. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
