package io.smartpole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.receiver.PlatformKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pole uplink}, with a console, a broker and a pole that are played here. */
class UplinkTest {

    private static final String STATUS = """
            {"uplink":{"connected":true,"endpoint":"cloud2 ssl://b.city:8883","problem":"cloud1 cannot be reached",
              "connects":5,"failovers":1,"published":17,"bytesIn":2048,"bytesOut":65536,"sinceAcknowledgedSeconds":3,
              "setAside":4,"endpoints":[
               {"name":"cloud1","uri":"ssl://a.city:8883","active":false,"state":"waiting","problem":"nobody answers\\u001b"},
               {"name":"cloud2","uri":"ssl://b.city:8883","active":true,"state":"online","problem":null}]},
             "evidence":{"waitingBatches":3,"waitingBytes":4096,"oldest":"2026-11-01T19:59:20Z"}}""";

    @TempDir
    private Path data;

    private static Run uplink(String status, String... options) throws IOException {
        try (TestConsole console = new TestConsole(200, status)) {
            Object[] line = new Object[options.length + 3];
            System.arraycopy(new Object[] {"uplink", "--console", console.url()}, 0, line, 0, 3);
            System.arraycopy(options, 0, line, 3, options.length);
            Run run = Run.of(line);
            assertEquals("[/api/v1/status]", console.asked.toString());
            return run;
        }
    }

    @Test
    void itSaysHowEachConnectionIsDoingAndWhatWaits() throws Exception {
        Run run = uplink(STATUS);
        assertEquals("""
                connected  cloud2 ssl://b.city:8883
                problem    cloud1 cannot be reached
                waiting    3 batches, 4096 B
                oldest     2026-11-01T19:59:20Z
                set aside  4 batches

                Endpoints (> in use)
                  cloud1  ssl://a.city:8883  waiting  nobody answers?
                > cloud2  ssl://b.city:8883  online

                Since start
                  connects                 5
                  failovers                1
                  acknowledged by brokers  17
                  last of them             3 s ago
                  received                 2048 B
                  sent                     65536 B
                """, run.out());
        assertEquals(0, run.code());
    }

    @Test
    void aPoleThatWasNeverConnectedSaysSo() throws Exception {
        Run run = uplink(
                "{\"uplink\":{\"connected\":false,\"endpoint\":\"\",\"problem\":null,\"connects\":0,\"failovers\":0,"
                        + "\"published\":0,\"bytesIn\":0,\"bytesOut\":0,\"sinceAcknowledgedSeconds\":null,\"setAside\":0,"
                        + "\"endpoints\":[]},\"evidence\":null}");
        assertTrue(run.out().startsWith("connected  no\nset aside  0 batches\n\nSince start\n"), run.out());
        assertFalse(run.out().contains("last of them"), run.out());
        assertEquals(1, run.code());
    }

    @Test
    void asJsonItIsWhatTheConsoleSaidOfTheUplink() throws Exception {
        Run run = uplink(STATUS, "--json");
        assertTrue(run.out().startsWith("{\"connected\":true,\"endpoint\":\"cloud2"), run.out());
        assertEquals(1, run.out().lines().count());
    }

    @Test
    void whereNothingConnectsItSaysSo() throws Exception {
        uplink("{\"uplink\":null}").assertUserError("nothing connects this pole to its platform");
    }

    @Test
    void aRetryIsASignedCommandAndItsAnswerIsShown() throws Exception {
        PlatformKey key = PlatformKey.generate();
        Path pem = data.resolve("operations.pem");
        Files.writeString(pem, key.toPem());
        try (TestBroker broker = new TestBroker()) {
            CompletableFuture<Run> run = CompletableFuture.supplyAsync(
                    () -> Run.of("uplink", "retry", "--sign-key", pem, "--broker", broker.uri()));
            assertTrue(broker.subscribed().endsWith("/state"));
            broker.publish(
                    TestPole.TOPICS.state(),
                    "{\"status\":\"online\",\"nonce\":\"n-1\"}".getBytes(StandardCharsets.UTF_8));
            assertEquals(TestPole.TOPICS.commandReply(), broker.subscribed());
            DownlinkDocument command =
                    DownlinkDocument.decode(broker.published().bytes());
            command.verify(key.publicKey());
            assertEquals("n-1", command.nonce());
            assertEquals("{\"kind\":\"uplink.retry\"}", command.body().toString());
            broker.publish(
                    TestPole.TOPICS.commandReply(),
                    ("{\"id\":\"" + command.id() + "\",\"outcome\":\"done\",\"reason\":\"3 batches\"}")
                            .getBytes(StandardCharsets.UTF_8));
            assertEquals(new Run(0, "done: 3 batches\n", ""), run.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void withoutAKeyARetryIsNotSentAndSaysWhatToDo() {
        Run.of("uplink", "retry", "--data", data).assertUserError("--sign-key");
    }
}
