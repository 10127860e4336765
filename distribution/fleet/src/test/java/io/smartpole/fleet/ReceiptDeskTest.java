package io.smartpole.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.link.Message;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.time.BootId;
import io.smartpole.core.time.SystemTime;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.downlink.Receipt;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReceiptDeskTest {

    private static final Topics POLE = new Topics("fleet", "p-0001");
    private static final Topics OTHER = new Topics("fleet", "p-0002");
    private static final BatchId BATCH =
            new BatchId(new KeyId("0".repeat(16)), Lane.ALARM, new BootId("0".repeat(32)), 1, "a".repeat(64));

    private final PlatformKey platform = PlatformKey.generate();
    private final SystemTime time = new SystemTime(() -> true);
    private final Instant now = time.now().instant();
    private final Tally tally = new Tally();
    private final List<BatchId> freed = new ArrayList<>();
    private final ReceiptDesk desk = new ReceiptDesk(POLE, platform.publicKey(), new Log(), time, tally);

    @Test
    void aReceiptOfThePlatformFreesItsBatch() {
        send(POLE.receipt(), receipt(POLE, platform, now.plusSeconds(60)));
        assertEquals(List.of(BATCH), freed);
        assertEquals(new Tally.Sums(0, 1, 0), tally.sums());
    }

    @Test
    void aReceiptOfAStrangerAnotherPoleOrYesterdayIsNotBelieved() {
        send(POLE.receipt(), receipt(POLE, PlatformKey.generate(), now.plusSeconds(60)));
        send(POLE.receipt(), receipt(OTHER, platform, now.plusSeconds(60)));
        send(POLE.receipt(), receipt(POLE, platform, now.minusSeconds(1)));
        byte[] changed = receipt(POLE, platform, now.plusSeconds(60));
        changed[changed.length - 1] ^= 1;
        send(POLE.receipt(), changed);
        send(POLE.receipt(), new byte[] {1});
        assertEquals(List.of(), freed);
        assertEquals(new Tally.Sums(0, 0, 5), tally.sums());
    }

    @Test
    void whatIsNoReceiptIsNotLookedAt() {
        send(POLE.command(), new byte[] {1});
        assertEquals(new Tally.Sums(0, 0, 0), tally.sums());
    }

    private void send(String topic, byte[] payload) {
        desk.onMessage(new Message(topic, payload, false, "cloud1"));
    }

    private byte[] receipt(Topics pole, PlatformKey key, Instant expires) {
        return DownlinkDocument.sign(
                DownlinkDocument.Type.RECEIPT,
                pole.receipt(),
                "r-1",
                now.minusSeconds(60),
                expires,
                null,
                new Receipt(BATCH, now).toJson(),
                key.id(),
                key::sign);
    }

    private final class Log implements EvidenceLog {

        @Override
        public long reopened(Lane lane) {
            return 0;
        }

        @Override
        public Optional<StoredBatch> nextUnreceipted(Lane lane, long after) {
            return Optional.empty();
        }

        @Override
        public ReceiptOutcome receipt(BatchId id) {
            freed.add(id);
            return ReceiptOutcome.FREED;
        }

        @Override
        public Fate fate(BatchId id) {
            return Fate.WAITING;
        }

        @Override
        public Backlog backlog() {
            return new Backlog(0, 0, null, 0, 0);
        }
    }
}
