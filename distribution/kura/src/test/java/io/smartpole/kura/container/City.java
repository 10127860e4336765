package io.smartpole.kura.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.formats.downlink.ConfigurationDocument;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** The city's platform: configures the pole with signed documents over the stand-in's broker, and hears what became of them. */
final class City implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 20;

    private final Topics pole;
    private final PlatformKey key;
    private final MqttClient client;
    private final BlockingQueue<JsonNode> reports = new LinkedBlockingQueue<>();

    /** @param data of a pole that the stand-in has claimed */
    City(int port, Path data, Topics pole) throws Exception {
        this.pole = pole;
        key = PlatformKey.fromPem(Files.readString(data.resolve("standin/platform.pem")));
        client = new MqttClient("tcp://127.0.0.1:" + port, "city", new MemoryPersistence());
        client.setTimeToWait(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        client.connect();
        client.subscribe(
                pole.configReported(), 1, (topic, message) -> reports.add(JSON.readTree(message.getPayload())));
    }

    /** Sends a signed configuration, to be in effect at once. */
    void configure(long revision, String pid, Map<String, Object> values) throws MqttException {
        ObjectNode all = JSON.createObjectNode();
        all.set(pid, JSON.valueToTree(values));
        Instant now = Instant.now();
        byte[] document = DownlinkDocument.sign(
                DownlinkDocument.Type.CONFIG,
                pole.configDesired(),
                "config-" + revision,
                now,
                now.plus(Duration.ofDays(1)),
                null,
                new ConfigurationDocument(revision, all, null, Duration.ZERO, false).toJson(),
                key.id(),
                key::sign);
        client.publish(pole.configDesired(), document, 1, true);
    }

    /** @return the first report that is so */
    JsonNode awaitReport(String what, Predicate<JsonNode> so) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            JsonNode report = reports.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (report == null) {
                throw new AssertionError("within " + PATIENCE_SECONDS + " s there was no report with " + what);
            }
            if (so.test(report)) {
                return report;
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            client.disconnectForcibly(100, 1000);
            client.close(true);
        } catch (MqttException e) {
            throw new IOException(e);
        }
    }
}
