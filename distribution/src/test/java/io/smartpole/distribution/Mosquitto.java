package io.smartpole.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A real mosquitto broker on loopback, outside the gateway. */
final class Mosquitto implements AutoCloseable {

    private final Process process;
    private final int port;

    private Mosquitto(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static boolean installed() {
        return program("mosquitto").isPresent();
    }

    static Optional<Path> program(String name) {
        return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Mosquitto start(Path folder) throws Exception {
        int port = RunningGateway.freePort();
        Path configuration = folder.resolve("mosquitto.conf");
        Files.write(
                configuration,
                List.of(
                        "listener " + port + " 127.0.0.1",
                        "allow_anonymous true",
                        "max_queued_messages 0",
                        "max_inflight_messages 0",
                        "persistence false"));
        Process process = new ProcessBuilder(
                        program("mosquitto").orElseThrow().toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        Mosquitto broker = new Mosquitto(process, port);
        broker.awaitPort();
        return broker;
    }

    private void awaitPort() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
        throw new IOException("mosquitto does not listen on port " + port);
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        Processes.end(process, 5);
    }
}
