package io.smartpole.distribution;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.keys.KeyId;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.receiver.Receipts;
import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.paho.client.mqttv3.MqttException;

/**
 * The city's platform: a durable subscriber at one or more brokers that verifies every batch, processes each once, and sends
 * signed receipts to where it came from.
 */
public final class Platform implements AutoCloseable {

    private final List<DurableSubscriber> brokers = new ArrayList<>();
    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private final Ledger ledger = new Ledger();
    private volatile Predicate<BatchId> receipted = id -> true;

    private record Arrived(int broker, String topic, byte[] payload) {}

    /** @param ports of the brokers: what comes there from now on is kept */
    public Platform(int... ports) throws MqttException {
        for (int i = 0; i < ports.length; i++) {
            int broker = i;
            brokers.add(new DurableSubscriber(
                    ports[i],
                    "platform",
                    Topics.allEvidence(),
                    (topic, payload) -> arrived.add(new Arrived(broker, topic, payload))));
        }
    }

    /**
     * Begins to receive and to receipt.
     *
     * @param data folder of a gateway that has started, so that the keys are there
     */
    public void begin(Path data) throws IOException, FormatException {
        byte[] spki = Evidence.publicKey(data);
        EvidenceReceiver receiver =
                new EvidenceReceiver(id -> id.equals(KeyId.ofKey(spki)) ? Optional.of(spki) : Optional.empty());
        PlatformKey key = PlatformKey.fromPem(Files.readString(data.resolve("standin/platform.pem")));
        Thread worker = new Thread(() -> work(receiver, key), "platform");
        worker.setDaemon(true);
        worker.start();
    }

    private void work(EvidenceReceiver receiver, PlatformKey key) {
        try {
            while (true) {
                Arrived message = arrived.take();
                ledger.enter(receiver.receive(message.topic(), message.payload()), message.payload())
                        .filter(batch -> receipted.test(batch.id()))
                        .ifPresent(batch -> brokers.get(message.broker())
                                .publish(batch.pole().receipt(), Receipts.sign(batch, key, Instant.now())));
            }
        } catch (InterruptedException e) {
            // nobody does
        }
    }

    /** @param wanted which batches get a receipt from now on */
    void receipt(Predicate<BatchId> wanted) {
        receipted = wanted;
    }

    /** Waits until it reads at all brokers, some of which may have been away. */
    public void awaitReading(int seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!brokers.stream().allMatch(DurableSubscriber::reads)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("within " + seconds + " s the platform did not come back to its brokers");
            }
            Thread.sleep(20);
        }
    }

    public Ledger ledger() {
        return ledger;
    }

    @Override
    public void close() throws MqttException {
        for (DurableSubscriber broker : brokers) {
            broker.close();
        }
    }
}
