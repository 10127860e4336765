package io.smartpole.standin;

import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.evidence.ChainCheck.Link;
import io.smartpole.formats.receiver.Arrival;
import io.smartpole.formats.receiver.Arrival.Refused;
import io.smartpole.formats.receiver.Arrival.Verified;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.receiver.Receipts;
import io.smartpole.formats.receiver.ReceivedLine;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives evidence as the city's platform would: verify, store, then receipt. What it cannot take in time it leaves:
 * without a receipt the pole keeps it and sends it again.
 */
final class Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);

    private static final int WAITING = 1024;

    /** Batches that share one fsync. */
    private static final int GROUP = 64;

    private final EvidenceReceiver evidence;
    private final ReceivedFile file;
    private final PlatformKey key;
    private final TimeSource time;
    private final BiConsumer<String, byte[]> publish;
    private final Executor worker;

    private final Queue<Waiting> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Set<Enum<?>> said = new HashSet<>();
    private boolean incomplete;
    private final AtomicLong verified = new AtomicLong();
    private volatile @Nullable String problem;

    private record Waiting(String topic, byte[] bytes) {}

    /**
     * @param key signs the receipts
     * @param publish sends a receipt: topic and bytes
     * @param worker runs one task at a time
     */
    Receiver(
            EvidenceReceiver evidence,
            ReceivedFile file,
            PlatformKey key,
            TimeSource time,
            BiConsumer<String, byte[]> publish,
            Executor worker) {
        this.evidence = evidence;
        this.file = file;
        this.key = key;
        this.time = time;
        this.publish = publish;
        this.worker = worker;
    }

    /** Told every message of the broker; takes the evidence and returns at once. */
    void onPublish(String topic, byte[] bytes) {
        if (topic.endsWith("/evidence") && waiting.offer(new Waiting(topic, bytes))) {
            worker.execute(this::receiveGroup);
        }
    }

    private void receiveGroup() {
        List<Verified> batches = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        Instant now = time.now().instant();
        for (int i = 0; i < GROUP; i++) {
            Waiting next = waiting.poll();
            if (next == null) {
                break;
            }
            Arrival arrival = evidence.receive(next.topic(), next.bytes());
            if (arrival instanceof Refused refused) {
                sayOnce(refused.reason(), "refused a message on " + next.topic() + ": " + refused);
            } else if (arrival instanceof Verified batch) {
                if (batch.link() == Link.AHEAD && !incomplete) {
                    incomplete = true;
                    LOG.info(
                            "{}: batches before number {} are still to come",
                            next.topic(),
                            batch.id().seq());
                }
                if (!batch.link().good()) {
                    sayOnce(
                            batch.link(),
                            "a chain on " + next.topic() + " is not whole: "
                                    + batch.link().text());
                }
                batches.add(batch);
                if (batch.link() != Link.DUPLICATE) {
                    lines.add(ReceivedLine.write(batch, now));
                }
            }
        }
        if (incomplete && evidence.missing().isEmpty()) {
            incomplete = false;
            LOG.info("all batches that were still to come are there");
        }
        if (store(lines)) {
            verified.addAndGet(batches.size());
            for (Verified batch : batches) {
                publish.accept(batch.pole().receipt(), Receipts.sign(batch, key, now));
            }
        }
    }

    private boolean store(List<String> lines) {
        if (lines.isEmpty()) {
            return true;
        }
        try {
            file.append(lines);
            if (problem != null) {
                LOG.info("received evidence is stored again");
            }
            problem = null;
            return true;
        } catch (IOException e) {
            // What comes again is not to be taken for a duplicate of what was not stored.
            evidence.forget();
            String what = "received evidence cannot be stored, so it gets no receipt: " + e;
            if (problem == null) {
                LOG.error("{}", what);
            }
            problem = what;
            return false;
        }
    }

    /** A sender that is wrong once is wrong again and again. */
    private void sayOnce(Enum<?> about, String message) {
        if (said.add(about)) {
            LOG.warn("{} (further ones like it are not logged)", message);
        }
    }

    /** @return batches verified and stored since start, those that came twice counted twice */
    long verified() {
        return verified.get();
    }

    /** @return why nothing is stored now; null if all is well */
    @Nullable
    String problem() {
        return problem;
    }
}
