package io.smartpole.distribution;

import java.io.File;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/** Commands and processes that a test starts, and ends. */
final class Processes {

    private Processes() {}

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

    /** Ends a process: asked first, then killed. */
    static void end(Process process, int seconds) {
        process.destroy();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
