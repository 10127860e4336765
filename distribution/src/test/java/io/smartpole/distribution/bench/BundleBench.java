package io.smartpole.distribution.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a benchmark that lives in a bundle's tests, because only the bundle sees what is measured: on the jars of the
 * gateway. It prints lines of a name and a number.
 *
 * @param bundle its folder below bundles/
 * @param main its class
 * @param onPole whether it is about the pole, with the gateway's Java options, or about the platform, with those of
 *     {@code scripts/pole receive}
 */
record BundleBench(String bundle, String main, boolean onPole) {

    /** About the pole. */
    BundleBench(String bundle, String main) {
        this(bundle, main, true);
    }

    /** @return what it printed, by name, when given an empty folder on the disk of the build */
    Map<String, Samples> run(Workplace workplace) throws IOException, InterruptedException {
        Path data = workplace.newData();
        Map<String, Samples> samples = run(workplace, data.toString());
        Workplace.delete(data);
        return samples;
    }

    /** As above, with other arguments than an empty folder. */
    Map<String, Samples> run(Workplace workplace, String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(workplace, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, Samples> samples = new TreeMap<>();
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] words = line.split(" ", -1);
                samples.computeIfAbsent(words[0], name -> new Samples()).add(Double.parseDouble(words[1]));
                Benchmark.progress(bundle + ": " + line);
            }
        } finally {
            process.destroy();
        }
        if (process.waitFor() != 0 || samples.isEmpty()) {
            throw new IllegalStateException(main + " ended with " + process.exitValue());
        }
        return samples;
    }

    private List<String> command(Workplace workplace, String... arguments) throws IOException {
        Path classes = workplace.project().resolve("bundles/" + bundle + "/target/test-classes");
        if (!Files.isDirectory(classes)) {
            throw new IllegalStateException(classes + " is missing; build it: mvn -DskipTests package");
        }
        Path gateway = workplace.gateway();
        String classPath =
                String.join(File.pathSeparator, classes.toString(), gateway + "/bundle/3/*", gateway + "/lib/*");
        if (onPole) {
            return workplace.java(classPath, main, arguments);
        }
        List<String> platform = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                main));
        platform.addAll(List.of(arguments));
        return platform;
    }
}
