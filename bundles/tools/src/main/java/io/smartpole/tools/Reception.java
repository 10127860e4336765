package io.smartpole.tools;

import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.evidence.ChainCheck.Link;
import io.smartpole.formats.receiver.Arrival;
import io.smartpole.formats.receiver.Arrival.Refused;
import io.smartpole.formats.receiver.Arrival.Verified;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.receiver.Receipts;
import io.smartpole.formats.receiver.ReceivedLine;
import io.smartpole.tools.BrokerLink.Delivery;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to each group of messages: verify, store, acknowledge, receipt. */
final class Reception {

    private final EvidenceReceiver evidence;
    private final Archive archive;
    private final @Nullable PlatformKey key;
    private final TimeSource time;
    private final PrintWriter err;

    /** The other side of a reception: a broker, or a test. */
    interface Answers {
        void acknowledge(Delivery delivery);

        /** @return false if it was not taken */
        boolean publish(String topic, byte[] payload);
    }

    /** @param key signs receipts; null to send none */
    Reception(EvidenceReceiver evidence, Archive archive, @Nullable PlatformKey key, TimeSource time, PrintWriter err) {
        this.evidence = evidence;
        this.archive = archive;
        this.key = key;
        this.time = time;
        this.err = err;
    }

    /** @throws IOException if storing failed: nothing of the group is then acknowledged, and the process must end */
    void receive(List<Delivery> group, Answers answers) throws IOException {
        Instant now = time.now().instant();
        List<Verified> batches = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Delivery delivery : group) {
            Arrival arrival = evidence.receive(delivery.topic(), delivery.bytes());
            if (arrival instanceof Refused refused) {
                problem(delivery.topic() + ": " + refused);
            } else if (arrival instanceof Verified batch) {
                batches.add(batch);
                if (!batch.link().good()) {
                    problem(delivery.topic() + ": batch " + batch.id().seq() + ": "
                            + batch.link().text());
                }
                if (batch.link() != Link.DUPLICATE) {
                    lines.add(ReceivedLine.write(batch, now));
                }
            }
        }
        if (!lines.isEmpty()) {
            archive.append(lines, now);
        }
        group.forEach(answers::acknowledge);
        for (Verified batch : batches) {
            if (key != null && !answers.publish(batch.pole().receipt(), Receipts.sign(batch, key, now))) {
                err.println("pole: a receipt was not sent; the pole sends the batch again");
            }
        }
        err.flush();
    }

    private void problem(String text) {
        err.println("! " + Readings.plain(text));
    }
}
