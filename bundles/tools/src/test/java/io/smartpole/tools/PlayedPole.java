package io.smartpole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.receiver.PlatformKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A test that plays a pole at a broker, for one command line at a time. */
final class PlayedPole implements AutoCloseable {

    static final String ONLINE = "{\"status\":\"online\",\"nonce\":\"n-1\",\"active\":true}";

    final TestBroker broker = new TestBroker();
    final PlatformKey key = PlatformKey.generate();
    private final Path data;

    PlayedPole(Path data) throws Exception {
        this.data = data;
        Files.createDirectories(data.resolve("standin"));
        Files.writeString(data.resolve("standin/platform.pem"), key.toPem());
    }

    CompletableFuture<Run> run(Object... words) {
        List<Object> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--data", data, "--broker", broker.uri()));
        return CompletableFuture.supplyAsync(() -> Run.of(line.toArray()));
    }

    static Run end(CompletableFuture<Run> run) throws Exception {
        return run.get(30, TimeUnit.SECONDS);
    }

    void awaitSubscriptions(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            broker.subscribed();
        }
    }

    void say(String topic, String json) {
        broker.publish(topic, json.getBytes(StandardCharsets.UTF_8));
    }

    /** Is online, and takes the next command. */
    DownlinkDocument command() throws Exception {
        awaitSubscriptions(1);
        say(TestPole.TOPICS.state(), ONLINE);
        assertEquals(TestPole.TOPICS.commandReply(), broker.subscribed());
        TestBroker.Published published = broker.published();
        assertEquals(TestPole.TOPICS.command(), published.topic());
        DownlinkDocument command = DownlinkDocument.decode(published.bytes());
        command.verify(key.publicKey());
        return command;
    }

    /** @param rest of the JSON object, after the id */
    void answer(DownlinkDocument command, String rest) {
        say(TestPole.TOPICS.commandReply(), "{\"id\":\"" + command.id() + "\"," + rest + "}");
    }

    @Override
    public void close() {
        broker.close();
    }
}
