package io.smartpole.distribution.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the evidence bundle's own {@code IngestBench} on the jars of the gateway, with the Java options of the gateway. It
 * is there because only that bundle sees its writer.
 */
final class IngestRate implements Benchmark {

    private static final String CLASS = "io.smartpole.evidence.IngestBench";

    @Override
    public List<Figure> run(Workplace workplace) throws IOException, InterruptedException {
        Path data = workplace.newData();
        Process process = new ProcessBuilder(command(workplace, data))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Samples signed = new Samples();
        Samples unsigned = new Samples();
        Map<String, Samples> samples = Map.of("signed", signed, "unsigned", unsigned);
        int round = 0;
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] words = line.split(" ", -1);
                Samples of = samples.get(words[0]);
                if (of == null) {
                    throw new IllegalStateException(CLASS + " said '" + line + "'");
                }
                of.add(Double.parseDouble(words[1]));
                Benchmark.progress("ingest: run " + ++round + ", " + line + " readings/s");
            }
        } finally {
            process.destroy();
        }
        if (process.waitFor() != 0 || round == 0) {
            throw new IllegalStateException(CLASS + " ended with " + process.exitValue() + " after " + round + " runs");
        }
        Workplace.delete(data);
        Figure base = new Figure("ingest.unsigned", unsigned, "readings/s", null, null);
        return List.of(base, new Figure("ingest.signed", signed, "readings/s", base, Target.ratioAtLeast(0.8)));
    }

    private static List<String> command(Workplace workplace, Path data) throws IOException {
        Path classes = workplace.project().resolve("bundles/evidence/target/test-classes");
        if (!Files.isDirectory(classes)) {
            throw new IllegalStateException(classes + " is missing; build it: mvn -DskipTests package");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(workplace.javaOptions());
        String extra = System.getenv("SMARTPOLE_JAVA_OPTS");
        if (extra != null && !extra.isBlank()) {
            command.addAll(List.of(extra.strip().split("\\s+")));
        }
        Path gateway = workplace.gateway();
        command.addAll(List.of(
                "-cp",
                String.join(File.pathSeparator, classes.toString(), gateway + "/bundle/3/*", gateway + "/lib/*"),
                CLASS,
                data.toString()));
        return command;
    }

    @Override
    public String note() {
        return "a million readings into a new store, batches of 256, one fsync each, by one thread, on the disk named above;"
                + " signed with the pole's own Ed25519 key, unsigned is the same path with an empty signature. After a warm-up"
                + " of both.";
    }
}
