package io.smartpole.distribution.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;

/** A {@link BareClient} that runs where the gateway would. */
final class BareProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;

    private BareProcess(Process process) {
        this.process = process;
        this.out = process.inputReader();
    }

    static BareProcess start(Workplace workplace, String... arguments) throws IOException {
        String classPath = String.join(
                File.pathSeparator,
                workplace.project().resolve("distribution/target/test-classes").toString(),
                workplace.gateway() + "/tools/*");
        return new BareProcess(
                new ProcessBuilder(Cores.first(workplace.java(classPath, BareClient.class.getName(), arguments)))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    /** @return the second word of the next line that it prints, once it does; empty if there is none */
    String answer(String name) throws IOException {
        String line = out.readLine();
        if (line == null || !line.startsWith(name)) {
            throw new IllegalStateException("the bare client said '" + line + "' instead of " + name);
        }
        return line.substring(name.length()).strip();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
