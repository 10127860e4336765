package io.smartpole.tools.receive;

import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.evidence.ChainCheck.Link;
import io.smartpole.formats.receiver.Arrival;
import io.smartpole.formats.receiver.Arrival.Refused;
import io.smartpole.formats.receiver.Arrival.Verified;
import io.smartpole.formats.receiver.EvidenceReceiver;
import io.smartpole.formats.receiver.PlatformKey;
import io.smartpole.formats.receiver.Receipts;
import io.smartpole.formats.receiver.ReceivedLine;
import io.smartpole.tools.broker.BrokerLink.Delivery;
import io.smartpole.tools.receive.Store.Kept;
import io.smartpole.tools.receive.Tally.Counts;
import io.smartpole.tools.terminal.Plain;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to each group of messages: verify, store, acknowledge, receipt. */
final class Reception {

    /**
     * One of a group has holes in every chain, and would remember more and more of them. What it forgets so often, others
     * check, see {@link Chains}; all that it costs is that a batch which comes again may be stored again.
     */
    private static final int FORGET_AFTER = 100_000;

    private final EvidenceReceiver evidence;
    private final List<? extends Store> stores;
    private final @Nullable PlatformKey key;
    private final TimeSource time;
    private final PrintWriter err;
    private final boolean shared;
    private int remembered;
    private volatile Counts counts = Counts.NONE;

    /** The way of receipts: to brokers, or to a test. */
    interface Receipting {

        /** @return false if it was not taken */
        boolean publish(String topic, byte[] receipt);
    }

    /**
     * @param stores are written to in this order; from the last one it is known after a restart what need not be stored
     *     again, so it comes last
     * @param shared whether other receivers have the batches that this one does not have
     * @param key signs receipts; null to send none
     */
    Reception(
            EvidenceReceiver evidence,
            List<? extends Store> stores,
            boolean shared,
            @Nullable PlatformKey key,
            TimeSource time,
            PrintWriter err) {
        this.evidence = evidence;
        this.stores = List.copyOf(stores);
        this.shared = shared;
        this.key = key;
        this.time = time;
        this.err = err;
    }

    /** @throws IOException if storing failed: nothing of the group is then acknowledged, and the process must end */
    void receive(List<Delivery> group, Receipting receipting) throws IOException, InterruptedException {
        Instant now = time.now().instant();
        List<Verified> batches = new ArrayList<>();
        List<Kept> kept = new ArrayList<>();
        int refusals = 0;
        for (Delivery delivery : group) {
            Arrival arrival = evidence.receive(delivery.topic(), delivery.bytes());
            if (arrival instanceof Refused refused) {
                refusals++;
                problem(delivery.topic() + ": " + refused);
            } else if (arrival instanceof Verified batch) {
                batches.add(batch);
                if (!batch.link().good() || (batch.link() == Link.AHEAD && !shared)) {
                    problem(delivery.topic() + ": batch " + batch.id().seq() + ": "
                            + batch.link().text());
                }
                if (batch.link() != Link.DUPLICATE) {
                    kept.add(new Kept(batch.pole(), ReceivedLine.write(batch, now)));
                }
            }
        }
        remembered += batches.size();
        if (!kept.isEmpty()) {
            for (Store store : stores) {
                store.store(kept, now);
            }
        }
        group.forEach(Delivery::acknowledge);
        counts = counts.plus(new Counts(kept.size(), batches.size() - kept.size(), refusals));
        for (Verified batch : batches) {
            if (key != null && !receipting.publish(batch.pole().receipt(), Receipts.sign(batch, key, now))) {
                err.println("pole: a receipt was not sent; the pole sends the batch again");
            }
        }
        err.flush();
        if (shared && remembered >= FORGET_AFTER) {
            evidence.forget();
            remembered = 0;
        }
    }

    /** @return since the start */
    Counts counts() {
        return counts;
    }

    private void problem(String text) {
        err.println("! " + Plain.text(text));
    }
}
