package io.smartpole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.Receipt;
import io.smartpole.formats.evidence.EvidenceBatch;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.tools.TestBroker.Published;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that talk to a broker, with a broker. */
class BrokerTest {

    private static final String EVIDENCE = TestPole.TOPICS.evidence();
    private static TestBroker broker;

    @TempDir
    private Path data;

    private final TestPole pole = new TestPole();

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void install() throws Exception {
        pole.install(data);
    }

    @Test
    void tailShowsVerifiedReadingsOfAllPoles() throws Exception {
        try (Background tail = new Background("tail", "--data", data, "--broker", broker.uri(), "--count", 3)) {
            assertEquals("smartpole/v1/+/+/evidence", broker.subscribed());
            broker.publish(EVIDENCE, pole.next());
            broker.publish(EVIDENCE, pole.next());

            Run run = tail.run();
            assertEquals(0, run.code(), run.err());
            assertEquals(3, run.out().lines().count(), run.out());
            assertTrue(
                    run.out().startsWith("2026-09-21 14:13:20.250  dormagen/p-1      bme280/temperature"), run.out());
            assertEquals("", run.err());
        }
    }

    @Test
    void tailTellsProblemsShowsNoUnverifiedReadingAndEndsWithCode1() throws Exception {
        try (Background tail = new Background(
                "tail", "--json", "--data", data, "--broker", broker.uri(), "--count", 2, "--pole", "dormagen/p-1")) {
            assertEquals(EVIDENCE, broker.subscribed());
            broker.publish(EVIDENCE, new TestPole().next());
            pole.next();
            broker.publish(EVIDENCE, pole.next());

            Run run = tail.run();
            assertEquals(1, run.code());
            assertTrue(run.err().startsWith("! " + EVIDENCE + ": signed with an unknown key: "), run.err());
            assertEquals(
                    2,
                    run.out().lines().filter(line -> line.contains("\"seq\":2")).count(),
                    run.out());
        }
    }

    @Test
    void tailTellsAtItsEndWhatIsMissing() throws Exception {
        try (Background tail = new Background("tail", "--data", data, "--broker", broker.uri(), "--count", 4)) {
            broker.subscribed();
            broker.publish(EVIDENCE, pole.next());
            pole.next();
            broker.publish(EVIDENCE, pole.next());

            Run run = tail.run();
            assertEquals(1, run.code());
            assertTrue(run.err().startsWith("! dormagen/p-1/measurement, key "), run.err());
            assertTrue(run.err().endsWith(": batch 2 is missing\n"), run.err());
        }
    }

    @Test
    @Timeout(20)
    void aFleetInAPipeIsPlainTextAndEndsWhenNobodyReadsIt() throws Exception {
        Run run = Run.intoClosedPipe("fleet", "--data", data, "--broker", broker.uri());
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("what is wrong"), run.out());
        assertFalse(run.out().contains("\u001b"), run.out());
        for (int i = 0; i < 3; i++) {
            broker.subscribed(); // state, health, config/reported
        }
    }

    @Test
    void aBrokerThatIsNotThereIsExplained() throws Exception {
        int port = TestBroker.freePort();
        Run run = Run.of("tail", "--data", data, "--broker", "tcp://127.0.0.1:" + port);
        run.assertUserError("cannot use the broker at tcp://127.0.0.1:" + port + " (Connection refused)");
        run.assertUserError("--broker");
    }

    @Test
    void aBrokerThatSpeaksNoTlsIsSaidInPlainWords() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            CompletableFuture<Run> run = CompletableFuture.supplyAsync(
                    () -> Run.of("tail", "--data", data, "--broker", "ssl://127.0.0.1:" + server.getLocalPort()));
            for (int i = 0; i < 2; i++) { // Paho tries MQTT 3.1 after 3.1.1
                try (Socket client = server.accept()) {
                    client.getOutputStream().write("no TLS is spoken here".getBytes(StandardCharsets.UTF_8));
                    client.getInputStream().transferTo(OutputStream.nullOutputStream()); // until it gives up
                }
            }
            run.get(20, TimeUnit.SECONDS)
                    .assertUserError(
                            "speaks no TLS, or wants a certificate (--certificate): if it is the broker's port without TLS, write"
                                    + " tcp://");
        }
    }

    @Test
    void aBrokerThatClosesAtTheFirstSubscriptionIsAskedOnceMore() throws Exception {
        try (ServerSocket between = new ServerSocket(0, 2, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                Background tail = new Background(
                        "tail",
                        "--data",
                        data,
                        "--broker",
                        "tcp://127.0.0.1:" + between.getLocalPort(),
                        "--count",
                        1)) {
            try (Socket first = between.accept()) {
                first.getInputStream().read();
                first.getOutputStream().write(new byte[] {0x20, 2, 0, 0}); // CONNACK
                int next;
                do {
                    next = first.getInputStream().read();
                } while (next >= 0 && next != 0x82); // SUBSCRIBE
            }
            try (Socket second = between.accept();
                    Socket on = new Socket(between.getInetAddress(), broker.port)) {
                CompletableFuture<Void> there = CompletableFuture.runAsync(() -> pass(second, on));
                CompletableFuture<Void> back = CompletableFuture.runAsync(() -> pass(on, second));
                broker.subscribed();
                broker.publish(EVIDENCE, pole.next());
                assertEquals("", tail.run().err());
                CompletableFuture.allOf(there, back).get(20, TimeUnit.SECONDS);
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // the test has ended
        }
    }

    @Test
    void receiveTakesUpWhatCameWhileItWasAwayAndReceiptsIt() throws Exception {
        Path out = data.resolve("archive");
        Path signKey = data.resolve("standin/platform.pem");
        Files.createDirectories(signKey.getParent());
        PlatformKey platform = PlatformKey.generate();
        Files.writeString(signKey, platform.toPem());

        Object[] receive = {"receive", "--data", data, "--broker", broker.uri(), "--out", out};
        try (Background first = new Background(receive)) {
            broker.subscribed();
            broker.publish(EVIDENCE, pole.next());
            broker.published();
            first.end();
        }
        byte[] batch = pole.next();
        broker.publish(EVIDENCE, batch);
        try (Background second = new Background(receive)) {
            broker.subscribed();
            Published receipt = broker.published();
            assertEquals(TestPole.TOPICS.receipt(), receipt.topic());
            DownlinkDocument document = DownlinkDocument.decode(receipt.bytes());
            document.verify(platform.publicKey());
            assertEquals(
                    EvidenceBatch.decode(batch).id(),
                    Receipt.fromJson(document.body()).batch());
            Run.of(receive).assertUserError("another 'pole receive' writes to");
            second.end();
        }
        Run verified = Run.of("verify", "--data", data, out.resolve("2026-09-21.jsonl"));
        assertEquals(0, verified.code(), verified.out());
        assertTrue(verified.out().endsWith(": 2 good, 0 bad\n"), verified.out());
    }

    private static final class Background implements AutoCloseable {

        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Future<Run> future;

        Background(Object... args) {
            future = thread.submit(() -> Run.of(args));
        }

        /** Waits for its end. */
        Run run() throws Exception {
            return future.get(20, TimeUnit.SECONDS);
        }

        /** Ends it. */
        void end() throws Exception {
            thread.shutdownNow();
            Run ended = run();
            assertEquals(0, ended.code(), ended.err());
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }
}
