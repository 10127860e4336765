package io.smartpole.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A real mosquitto broker on loopback, outside the gateway. */
public final class Mosquitto implements AutoCloseable {

    private final Path folder;
    private final int port;
    private Process process;

    private Mosquitto(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.process = launch();
    }

    public static boolean installed() {
        return program("mosquitto").isPresent();
    }

    static Optional<Path> program(String name) {
        return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts one that lets anybody in and keeps everything for those who are away.
     *
     * @param folder for its files; not used by another one
     * @param more lines for its configuration, such as further listeners
     */
    public static Mosquitto start(Path folder, String... more) throws IOException {
        int port = RunningGateway.freePort();
        List<String> lines = new ArrayList<>(List.of(
                // else it gives up root, and may not read files that only root may
                "user " + System.getProperty("user.name"),
                "allow_anonymous true",
                "max_queued_messages 0",
                "max_inflight_messages 0",
                "persistence false",
                "listener " + port + " 127.0.0.1"));
        lines.addAll(List.of(more));
        Files.write(configuration(folder), lines);
        Mosquitto broker = new Mosquitto(folder, port);
        try {
            broker.awaitPort();
            return broker;
        } catch (IOException e) {
            broker.close();
            throw e;
        }
    }

    private static Path configuration(Path folder) {
        return folder.resolve("mosquitto.conf");
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(
                        program("mosquitto").orElseThrow().toString(),
                        "-c",
                        configuration(folder).toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private Path log() {
        return folder.resolve("mosquitto.log");
    }

    private void awaitPort() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end && process.isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
        throw new IOException("mosquitto does not listen on port " + port + ":\n" + Files.readString(log()));
    }

    /** @return port of the listener that lets anybody in */
    public int port() {
        return port;
    }

    /** Kills it, with all that it had in memory. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts it again, on the same ports. */
    public void restart() throws IOException {
        process = launch();
        awaitPort();
    }

    @Override
    public void close() {
        Processes.end(process, 5);
    }
}
