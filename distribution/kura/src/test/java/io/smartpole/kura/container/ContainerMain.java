package io.smartpole.kura.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * The container's process. Hands each line of standard input to the imitation of Kura; its answer is a line {@code OK} or
 * {@code NO} with the number of lines that follow. Stops when standard input ends.
 */
public final class ContainerMain {

    private static final long STOP_MILLIS = 10_000;

    private ContainerMain() {}

    /** @param arguments a folder for the framework, and folders of bundles */
    public static void main(String[] arguments) {
        try {
            run(arguments);
            System.exit(0);
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            System.exit(1); // the framework's threads would hold the process
        }
    }

    private static void run(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err); // whatever a bundle prints is no answer
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        arguments[0],
                        Constants.FRAMEWORK_STORAGE_CLEAN,
                        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT));
        framework.start();
        startAll(framework.getBundleContext(), List.of(arguments).subList(1, arguments.length));
        Function<String, List<String>> door = door(framework.getBundleContext());
        say(answers, "OK", List.of());
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answer(answers, door, line);
            }
        }
        framework.stop();
        framework.waitForStop(STOP_MILLIS);
    }

    private static void startAll(BundleContext context, List<String> folders) throws IOException, BundleException {
        List<Bundle> bundles = new ArrayList<>();
        for (String folder : folders) {
            try (Stream<Path> jars = Files.list(Path.of(folder))) {
                for (Path jar : jars.sorted().toList()) {
                    bundles.add(context.installBundle(jar.toUri().toString()));
                }
            }
        }
        for (Bundle bundle : bundles) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Function<String, List<String>> door(BundleContext context) {
        ServiceReference<?> reference = context.getServiceReference(Function.class.getName());
        if (reference == null) {
            throw new IllegalStateException("the imitation of Kura did not start");
        }
        return (Function<String, List<String>>) context.getService(reference);
    }

    private static void answer(PrintStream out, Function<String, List<String>> door, String line) {
        try {
            say(out, "OK", door.apply(line));
        } catch (RuntimeException | LinkageError e) {
            e.printStackTrace();
            say(out, "NO", ("" + e.getMessage()).lines().toList());
        }
    }

    private static void say(PrintStream out, String verdict, List<String> lines) {
        out.println(verdict + " " + lines.size());
        lines.forEach(out::println);
        out.flush();
    }
}
