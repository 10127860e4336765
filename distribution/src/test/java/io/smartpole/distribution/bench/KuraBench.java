package io.smartpole.distribution.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the add-on adds to a container like Kura 5's: {@code ContainerBench} of the packages for Kura. */
final class KuraBench implements Benchmark {

    @Override
    public List<Figure> run(Workplace workplace) throws IOException, InterruptedException {
        Path data = workplace.newData();
        Process process = new ProcessBuilder(command(workplace, data))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, Samples> samples =
                new TreeMap<>(Map.of("without", new Samples(), "with", new Samples(), "light", new Samples()));
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] words = line.split(" ", -1);
                samples.getOrDefault(words[0], new Samples()).add(Double.parseDouble(words[1]));
                Benchmark.progress("kura: " + line);
            }
        } finally {
            process.destroy();
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the container's benchmark ended with " + process.exitValue());
        }
        Workplace.delete(data);
        Figure empty =
                new Figure("kura.heap.container", samples.getOrDefault("without", new Samples()), "MB", null, null);
        return List.of(
                empty,
                new Figure("kura.heap.with-add-on", samples.getOrDefault("with", new Samples()), "MB", empty, null),
                new Figure("kura.light", samples.getOrDefault("light", new Samples()), "s", null, null));
    }

    private static List<String> command(Workplace workplace, Path data) throws IOException {
        Path kura = workplace.project().resolve("distribution/kura/target");
        String classPath = String.join(
                File.pathSeparator,
                kura + "/test-classes",
                kura + "/classes",
                workplace.gateway() + "/bundle/3/*",
                workplace.project() + "/distribution/target/equinox/*");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsmartpole.addon=" + dp(kura, "smartpole-[0-9].*"),
                "-Dsmartpole.addon.simulation=" + dp(kura, "smartpole-simulation-.*"),
                "-Dsmartpole.container=" + kura.resolve("container"),
                "-cp",
                classPath,
                "io.smartpole.kura.container.ContainerBench",
                data.toString());
    }

    private static Path dp(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(name + "\\.dp"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "no package for Kura in " + folder + "; build it: mvn -DskipTests package"));
        }
    }

    @Override
    public String note() {
        return "the add-on without simulation in Equinox 3.16 with Kura 5's OSGi services and an imitation of Kura: heap in use"
                + " after garbage collection, before the add-on is installed and 10 s after; light is from handing the"
                + " package to the Deployment Admin to the first decision.";
    }
}
