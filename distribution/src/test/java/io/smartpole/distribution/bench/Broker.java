package io.smartpole.distribution.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Mosquitto on this machine, that keeps nothing, and sends small messages at once as a broker for commands would. */
final class Broker implements AutoCloseable {

    private static final List<Path> PROGRAMS = List.of(
            Path.of("/usr/sbin/mosquitto"), Path.of("/usr/bin/mosquitto"), Path.of("/usr/local/sbin/mosquitto"));
    private static final int LONGEST_START_SECONDS = 10;
    private static final int POLL_MILLIS = 5;

    private final int port;
    private final Process process;

    private Broker(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** @throws IllegalStateException if mosquitto is missing or does not start */
    static Broker start(Workplace workplace, int port) throws IOException, InterruptedException {
        Path program = PROGRAMS.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("mosquitto is missing: apt-get install mosquitto"));
        Path configuration = workplace.folder().resolve("mosquitto-" + port + ".conf");
        Files.write(
                configuration,
                List.of(
                        "listener " + port + " 127.0.0.1",
                        "allow_anonymous true",
                        "persistence false",
                        "set_tcp_nodelay true",
                        "max_inflight_messages 0",
                        "max_queued_messages 0"));
        Process process = new ProcessBuilder(Cores.second(List.of(program.toString(), "-c", configuration.toString())))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Broker broker = new Broker(port, process);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
        while (!broker.listens()) {
            if (System.nanoTime() > end) {
                broker.close();
                throw new IllegalStateException("mosquitto does not listen on port " + port);
            }
            Thread.sleep(POLL_MILLIS);
        }
        return broker;
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    static String uri(int port) {
        return "tcp://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** As when the computer is switched off: without a word to its clients. The kernel still resets their connections. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** @throws InterruptedException before its port is free again */
    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }
}
