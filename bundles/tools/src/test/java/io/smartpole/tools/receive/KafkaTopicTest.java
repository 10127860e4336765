package io.smartpole.tools.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.receive.Store.Kept;
import io.smartpole.tools.terminal.UserError;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaTopicTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final List<Kept> TWO = List.of(
            new Kept(new Topics("dormagen", "p-1"), "{\"seq\":1}"),
            new Kept(new Topics("dormagen", "p-2"), "{\"seq\":7}"));

    @Test
    void theKeyIsThePoleAndTheValueItsLine() throws Exception {
        MockProducer<String, String> producer = producer(true);
        new KafkaTopic(producer, "evidence").store(TWO, NOW);
        assertEquals(
                List.of(
                        new ProducerRecord<>("evidence", null, NOW.toEpochMilli(), "dormagen/p-1", "{\"seq\":1}"),
                        new ProducerRecord<>("evidence", null, NOW.toEpochMilli(), "dormagen/p-2", "{\"seq\":7}")),
                producer.history());
    }

    @Test
    void oneRecordThatIsNotTakenIsAFailure() {
        MockProducer<String, String> producer =
                new MockProducer<>(false, null, new StringSerializer(), new StringSerializer()) {
                    @Override
                    public synchronized void flush() {
                        completeNext();
                        errorNext(new RecordTooLargeException("too large"));
                    }
                };
        KafkaTopic topic = new KafkaTopic(producer, "evidence");
        IOException failure = assertThrows(IOException.class, () -> topic.store(TWO, NOW));
        assertTrue(String.valueOf(failure.getMessage()).contains("evidence"), failure::getMessage);
        assertTrue(String.valueOf(failure.getMessage()).contains("too large"), failure::getMessage);
    }

    @Test
    void aKafkaThatIsAwayIsWaitedForOnceAndNotByEachRecord() {
        AtomicInteger tried = new AtomicInteger();
        MockProducer<String, String> producer =
                new MockProducer<>(false, null, new StringSerializer(), new StringSerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(ProducerRecord<String, String> one) {
                        tried.incrementAndGet(); // the real one has blocked for max.block.ms here
                        return CompletableFuture.failedFuture(new TimeoutException("no metadata after 60000 ms"));
                    }
                };
        IOException failure =
                assertThrows(IOException.class, () -> new KafkaTopic(producer, "evidence").store(TWO, NOW));
        assertTrue(String.valueOf(failure.getMessage()).contains("no metadata"), failure::getMessage);
        assertEquals(1, tried.get());
    }

    @Test
    void aProducerThatRefusesIsAFailure() {
        MockProducer<String, String> producer = producer(true);
        producer.sendException = new KafkaException("metadata is missing");
        KafkaTopic topic = new KafkaTopic(producer, "evidence");
        assertThrows(IOException.class, () -> topic.store(TWO, NOW));
    }

    @Test
    void anAddressThatIsNoneIsTheUsersMistake() {
        UserError refusal = assertThrows(UserError.class, () -> KafkaTopic.open("nonsense", "evidence", Map.of()));
        assertTrue(String.valueOf(refusal.getMessage()).contains("nonsense"), refusal::getMessage);
    }

    @Test
    void whatIsPromisedCannotBeSetOtherwise() {
        Map<String, Object> weak = Map.of("acks", "0", "enable.idempotence", "false", "bootstrap.servers", "other:1");
        Map<String, Object> settings = KafkaTopic.settings("localhost:9092", weak);
        assertEquals("all", settings.get("acks"));
        assertEquals("true", settings.get("enable.idempotence"));
        assertEquals("localhost:9092", settings.get("bootstrap.servers"));
    }

    private static MockProducer<String, String> producer(boolean completes) {
        return new MockProducer<>(completes, null, new StringSerializer(), new StringSerializer());
    }
}
