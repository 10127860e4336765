package io.smartpole.distribution.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A temporary folder, on the disk of the build, with homes of gateways to compare. Each home is the assembled gateway by
 * symbolic links, except for what is to differ.
 */
final class Workplace implements AutoCloseable {

    private static final Pattern JAVA_OPTION = Pattern.compile("(?<=\\s)-X\\S+");

    /** Ranked above what --demo configures. */
    private static final String CONFIGURATION = """
            {
              ":configurator:resource-version": 1, ":configurator:symbolic-name": "bench", ":configurator:version": "1.0.0",
              "%s": {
                ":configurator:policy": "force", ":configurator:ranking": 200,
                %s}
            }
            """;

    /** Start levels of what is not ours. */
    private static final List<String> EMPTY_LEVELS = List.of("bundle/1", "bundle/2", "bundle/4");

    private final Path project =
            Path.of(System.getProperty("smartpole.project")).toAbsolutePath();
    private final Path gateway =
            Path.of(System.getProperty("smartpole.distribution")).toAbsolutePath();
    private final Path folder;
    private int used;

    private Workplace(Path folder) {
        this.folder = folder;
    }

    static Workplace create() throws IOException {
        Path target = Path.of(System.getProperty("smartpole.project"), "distribution", "target")
                .toAbsolutePath();
        return new Workplace(Files.createTempDirectory(target, "bench-"));
    }

    Path folder() {
        return folder;
    }

    /** @return the assembled gateway as it is */
    Path gateway() {
        return gateway;
    }

    /** @return root of the checkout */
    Path project() {
        return project;
    }

    /** @return a new folder with the same files, for the data of one process */
    Path newData(Path like) throws IOException {
        Path data = newData();
        for (Path folder : list(like, file -> true)) {
            Path copy = Files.createDirectory(data.resolve(folder.getFileName()));
            for (Path file : list(folder, any -> true)) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return data;
    }

    /** @return a new folder, for the data of one process */
    Path newData() throws IOException {
        return Files.createDirectory(folder.resolve("data" + used++));
    }

    /**
     * @param keys JSON of all keys that are not to have their default
     * @return a gateway in which this configuration is what counts
     */
    Path home(String pid, String keys) throws IOException {
        Path home = newHome();
        link(gateway.resolve("bundle"), home.resolve("bundle"));
        link(gateway.resolve("simulation"), home.resolve("simulation"));
        Files.writeString(home.resolve("etc/bench.json"), CONFIGURATION.formatted(pid, keys));
        return home;
    }

    /**
     * Puts an own hardware profile into the data: the demo's, with each sensor read every second, as often as the gateway
     * does it at all.
     *
     * @return its name
     */
    String readEverySecond(Path data) throws IOException {
        String text = Files.readString(gateway.resolve("hardware-profiles/city-environment.yaml"))
                .replace("name: city-environment", "name: every-second")
                .replaceAll("interval-seconds: \\d+", "interval-seconds: 1");
        Files.writeString(
                Files.createDirectories(data.resolve("hardware-profiles")).resolve("every-second.yaml"), text);
        return "every-second";
    }

    /** @return the same launcher with OSGi services and an HTTP server, and nothing of the gateway */
    Path emptyHome() throws IOException {
        Path home = newHome();
        for (String level : EMPTY_LEVELS) {
            Path folder = Files.createDirectories(home.resolve(level));
            for (Path jar : list(gateway.resolve(level), Workplace::isForeign)) {
                link(jar, folder.resolve(jar.getFileName()));
            }
        }
        return home;
    }

    private Path newHome() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home" + used++));
        for (String same : List.of("bin", "lib", "hardware-profiles")) {
            link(gateway.resolve(same), home.resolve(same));
        }
        Path etc = Files.createDirectory(home.resolve("etc"));
        link(gateway.resolve("etc/logging.properties"), etc.resolve("logging.properties"));
        return home;
    }

    /** @return what is in {@link #emptyHome} */
    List<String> emptyBundles() throws IOException {
        List<String> bundles = new ArrayList<>();
        for (String level : EMPTY_LEVELS) {
            list(gateway.resolve(level), Workplace::isForeign)
                    .forEach(jar -> bundles.add(jar.getFileName().toString().replace(".jar", "")));
        }
        return bundles;
    }

    /** @return a program beside the gateway, on the same Java with the same options */
    List<String> java(String classPath, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions());
        String extra = System.getenv("SMARTPOLE_JAVA_OPTS");
        if (extra != null && !extra.isBlank()) {
            command.addAll(List.of(extra.strip().split("\\s+")));
        }
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(arguments));
        return command;
    }

    /** @return sizes, collector and compiler that {@code bin/smartpole} gives to Java, for what is not started by it */
    List<String> javaOptions() throws IOException {
        return JAVA_OPTION
                .matcher(Files.readString(gateway.resolve("bin/smartpole")))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static boolean isForeign(Path jar) {
        return !jar.getFileName().toString().startsWith("io.smartpole.");
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(wanted).sorted().toList();
        }
    }

    private static void link(Path existing, Path link) throws IOException {
        Files.createSymbolicLink(link, existing);
    }

    @Override
    public void close() throws IOException {
        delete(folder);
    }

    /** Deletes a folder with all that is in it; of symbolic links only the links. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(Workplace::deleteOne);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
