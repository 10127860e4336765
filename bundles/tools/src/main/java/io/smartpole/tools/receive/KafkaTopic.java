package io.smartpole.tools.receive;

import io.smartpole.tools.broker.PoleStates;
import io.smartpole.tools.terminal.Problems;
import io.smartpole.tools.terminal.UserError;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Evidence as records of a Kafka topic: the value is the line, the key {@code site/pole}, so that all of a pole is in one
 * partition, in the order in which it was received, and whoever reads that partition can follow its chains.
 */
final class KafkaTopic implements Store, Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What Kafka's client logs is of its inner life; what went wrong, its exceptions say. */
    private static final Logger CLIENT = Logger.getLogger("org.apache.kafka");

    static {
        CLIENT.setLevel(Level.SEVERE);
    }

    private final Producer<String, String> producer;
    private final String topic;

    /** @param producer acknowledges what the topic holds durably */
    KafkaTopic(Producer<String, String> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    /**
     * @param servers {@code host:port,...}
     * @param more further settings of a Kafka producer, such as for TLS; they cannot weaken what is promised here
     * @throws UserError if that is no way to a Kafka
     */
    static KafkaTopic open(String servers, String topic, Map<String, Object> more) {
        try {
            Map<String, Object> settings = settings(servers, more);
            check(settings, topic);
            return new KafkaTopic(new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer()), topic);
        } catch (KafkaException e) {
            throw new UserError("cannot use the topic " + topic + " of Kafka at " + servers + ": " + reason(e), e);
        }
    }

    /** A mistake shows now, and soon; later a Kafka that is away for a minute is waited for. */
    private static void check(Map<String, Object> settings, String topic) {
        Map<String, Object> impatient = new HashMap<>(settings);
        impatient.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        try (Producer<String, String> probe =
                new KafkaProducer<>(impatient, new StringSerializer(), new StringSerializer())) {
            probe.partitionsFor(topic);
        }
    }

    static Map<String, Object> settings(String servers, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        return settings;
    }

    @Override
    public void store(List<Kept> batches, Instant received) throws IOException, InterruptedException {
        try {
            List<Future<?>> sent = new ArrayList<>();
            for (Kept batch : batches) {
                String key = PoleStates.name(batch.pole());
                Future<?> one =
                        producer.send(new ProducerRecord<>(topic, null, received.toEpochMilli(), key, batch.line()));
                if (one.isDone()) {
                    one.get(); // what is refused at once has waited for a minute, as would each that follows
                }
                sent.add(one);
            }
            producer.flush();
            for (Future<?> one : sent) {
                one.get();
            }
        } catch (KafkaException | ExecutionException e) {
            throw new IOException("the Kafka topic " + topic + " did not take it: " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        return Problems.of(e.getCause() == null ? e : e.getCause());
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
    }
}
