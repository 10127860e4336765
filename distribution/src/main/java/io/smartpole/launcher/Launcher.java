package io.smartpole.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.log.LogService;

/**
 * Starts the gateway: an OSGi framework with the bundles of {@code bundle/<start level>/} and, in the demo, of
 * {@code simulation/<start level>/}. Works with any framework on its class path.
 */
public final class Launcher {

    private static final long STOP_WITHIN_MILLIS = 5000;

    /** Exit code after which whoever supervises the gateway starts it again. */
    private static final int RESTART = 75;

    private static volatile boolean told;

    private Launcher() {}

    /** @param arguments as {@code bin/smartpole --help} lists them */
    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("smartpole: " + e.getMessage());
            System.exit(2);
            return;
        }
        if (options.help()) {
            System.out.println(Options.HELP);
            return;
        }
        Path home = Path.of(System.getProperty("smartpole.home", "."))
                .toAbsolutePath()
                .normalize();
        if (options.demo()) {
            Optional<String> wrong = options.unknownProfile(profiles(home)).or(options::takenPort);
            if (wrong.isPresent()) {
                System.err.println("smartpole: " + wrong.get());
                System.exit(2);
            }
        }
        Framework framework = start(home, options);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(framework), "stop"));
        FrameworkEvent end = framework.waitForStop(0);
        if (end.getType() == FrameworkEvent.ERROR) {
            System.exit(1);
        }
        if (!told) {
            // Nobody outside said so: a bundle stopped the framework, to have the gateway started again.
            System.exit(RESTART);
        }
    }

    private static Framework start(Path home, Options options) throws BundleException, IOException {
        Files.createDirectories(options.data());
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(properties(home, options));
        framework.init();
        framework.getBundleContext().registerService(LogService.class, new BundleLog(), null);
        int highest = install(framework.getBundleContext(), home.resolve("bundle"));
        if (options.demo()) {
            highest = Math.max(highest, install(framework.getBundleContext(), home.resolve("simulation")));
        }
        framework.adapt(FrameworkStartLevel.class).setInitialBundleStartLevel(1);
        framework.start();
        // What only the start needed goes back to the computer, once for the years that follow.
        framework.adapt(FrameworkStartLevel.class).setStartLevel(highest, event -> System.gc());
        return framework;
    }

    /** What the profiles inside the gateway are, for people to read and to copy. */
    private static Path profiles(Path home) {
        return home.resolve("hardware-profiles");
    }

    private static Map<String, String> properties(Path home, Options options) throws IOException {
        Map<String, String> properties = new HashMap<>();
        // The bundle cache can always be made again: a power cut must not leave a half-written one behind.
        properties.put(
                Constants.FRAMEWORK_STORAGE, options.data().resolve("cache").toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put("felix.cm.dir", options.data().resolve("configuration").toString());
        // Logging is there before the first bundle and after the last one.
        properties.put(
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                "org.slf4j;version=2.0.20,org.slf4j.event;version=2.0.20,org.slf4j.helpers;version=2.0.20,"
                        + "org.slf4j.spi;version=2.0.20,org.osgi.service.log;version=1.3.0");
        properties.put("smartpole.data", options.data().toString());
        properties.put("smartpole.supervised", Boolean.toString(options.supervised()));
        properties.put("configurator.initial", initialConfiguration(home, options));
        properties.putAll(options.consoleProperties());
        return properties;
    }

    /** @return the files that the OSGi Configurator reads first, comma-separated: all of etc/, then the command line's */
    private static String initialConfiguration(Path home, Options options) throws IOException {
        Stream<Path> commandLine = Stream.empty();
        if (options.demo()) {
            Path file = options.data().resolve("command-line.json");
            Files.writeString(file, DemoConfiguration.of(options, options.hasShippedProfile(profiles(home))));
            // For scripts/pole, as it finds the broker in the file above.
            Files.writeString(options.data().resolve("console-address"), "http://localhost:" + options.http() + "\n");
            commandLine = Stream.of(file);
        }
        try (Stream<Path> etc = Files.list(home.resolve("etc"))) {
            return Stream.concat(
                            etc.filter(file -> file.toString().endsWith(".json"))
                                    .sorted(),
                            commandLine)
                    .map(file -> file.toUri().toString())
                    .collect(Collectors.joining(","));
        }
    }

    /** @return the highest start level found */
    private static int install(BundleContext context, Path folder) throws IOException, BundleException {
        int highest = 0;
        for (Path level : sorted(folder)) {
            int startLevel = Integer.parseInt(level.getFileName().toString());
            highest = Math.max(highest, startLevel);
            for (Path jar : sorted(level)) {
                Bundle bundle = context.installBundle("reference:" + jar.toUri());
                bundle.adapt(BundleStartLevel.class).setStartLevel(startLevel);
                if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                    bundle.start(Bundle.START_ACTIVATION_POLICY);
                }
            }
        }
        return highest;
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static void stop(Framework framework) {
        told = true;
        try {
            framework.stop();
            framework.waitForStop(STOP_WITHIN_MILLIS);
        } catch (BundleException e) {
            System.err.println("smartpole: a bundle did not stop: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
