package io.smartpole.uplink.drain;

import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.EvidenceLog.ReceiptOutcome;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.reading.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which stored batch goes out next over one line: alarms before measurements, oldest first, and one that was set
 * aside when there is nothing else. A batch is, one after the other:
 *
 * <pre>
 *   stored --publish--> in flight --PUBACK--> waiting for its receipt --receipt--> gone
 *      ^                    |                         |
 *      +---- left out ------+-- no receipt in time ---+
 * </pre>
 *
 * <p>All times are since boot. For one thread.
 */
public final class Forwarding {

    /** A line that left out so many in a row, and took none, takes none. */
    static final int MOST_DOUBTED = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

    private final EvidenceLog log;
    private final Suspects suspects;
    private final Window window = new Window();
    private final Flights flights = new Flights();
    private final Track alarms;
    private final Track measurements;

    /** Until the line has taken a batch, what it leaves out says more about the line than about the batch. */
    private boolean takesBatches;

    /** These were left out, one after the other. If the next gets through it was their fault. */
    private final List<Outgoing> doubted = new ArrayList<>();

    public Forwarding(EvidenceLog log, Suspects suspects) {
        this.log = log;
        this.suspects = suspects;
        this.alarms = new Track(Lane.ALARM, log, suspects, flights);
        this.measurements = new Track(Lane.MEASUREMENT, log, suspects, flights);
    }

    /** @param patience how long the line waits for any acknowledgement */
    void patience(Duration patience) {
        flights.patience(patience);
    }

    /** @return what to publish now; to be followed by {@link #published} if the line took it */
    Optional<Outgoing> next(Duration now) {
        suspects.tidy(now);
        alarms.look(now);
        measurements.look(now);
        giveUp(now);
        Outgoing oldest = flights.oldest();
        if (useless() || flights.size() >= window.size() || (oldest != null && goesAlone(oldest))) {
            return Optional.empty();
        }
        StoredBatch batch = oldestWaiting();
        if (batch == null && oldest == null && !doubted.isEmpty()) {
            doubted.forEach(each -> track(each).goBack()); // there is no other to try
            batch = oldestWaiting();
        }
        if (batch == null) {
            return oldest == null ? trial(now) : Optional.empty();
        }
        Outgoing next = new Outgoing(batch, false);
        return goesAlone(next) && oldest != null ? Optional.empty() : Optional.of(next);
    }

    private @Nullable StoredBatch oldestWaiting() {
        StoredBatch alarm = alarms.next();
        return alarm == null ? measurements.next() : alarm;
    }

    private Optional<Outgoing> trial(Duration now) {
        int setAside = suspects.count();
        Optional<Outgoing> next = suspects.trial(now);
        if (suspects.count() < setAside) { // its copy was lost, but perhaps the store has it
            alarms.goBack();
            measurements.goBack();
        }
        return next;
    }

    /** So that what happens to the line meanwhile is laid to nobody else's charge. */
    private boolean goesAlone(Outgoing outgoing) {
        return outgoing.setAside() || suspects.goesAlone(outgoing.id());
    }

    /** It is sent again, although the line is still up. */
    private void giveUp(Duration now) {
        for (Outgoing leftOut = flights.giveUp(now); leftOut != null; leftOut = flights.giveUp(now)) {
            if (takesBatches || leftOut.setAside()) {
                suspects.strike(leftOut, now);
                track(leftOut).goBack();
            } else {
                doubted.add(leftOut);
            }
        }
    }

    void published(Outgoing outgoing, Duration now) {
        flights.published(outgoing, now);
        if (outgoing.setAside()) {
            suspects.tried(outgoing, now);
        } else {
            track(outgoing).published(outgoing.batch());
        }
    }

    void acknowledged(Outgoing outgoing, Duration now) {
        takesBatches = true;
        doubted.stream().filter(each -> !each.id().equals(outgoing.id())).forEach(each -> {
            suspects.strike(each, now);
            track(each).goBack();
        });
        doubted.clear();
        int inFlight = flights.size();
        Duration since = flights.acknowledged(outgoing);
        if (since != null) {
            window.acknowledged(now.minus(since), inFlight);
        }
        suspects.acknowledged(outgoing.id());
        if (!outgoing.setAside()) {
            track(outgoing).acknowledged(outgoing.batch(), now);
        }
    }

    /** The broker's acknowledgement is enough: the batch needs no receipt. */
    void free(Outgoing outgoing) {
        ReceiptOutcome outcome = log.receipt(outgoing.id());
        if (outgoing.setAside()) {
            suspects.delivered(outgoing.id());
        } else if (outcome == ReceiptOutcome.UNKNOWN) {
            LOG.error("the store does not know its own batch {}", outgoing.id());
        } else {
            track(outgoing).freed(outgoing.batch());
        }
    }

    /** A message that may be a receipt has arrived. */
    void receiptArrived(Duration now) {
        alarms.receiptArrived(now);
        measurements.receiptArrived(now);
    }

    /**
     * The line is given up: nothing more happens here.
     *
     * @param closed whether the broker closed it
     */
    void lost(boolean closed, Duration now) {
        List<Outgoing> suspected = closed ? flights.all() : takesBatches ? flights.leftOut() : List.of();
        suspected.forEach(outgoing -> suspects.strike(outgoing, now));
    }

    /** @return when to ask again even if nothing happens; empty if there is no need */
    Optional<Duration> due() {
        return Stream.concat(
                        Stream.ofNullable(flights.due()),
                        Stream.of(alarms, measurements).flatMap(track -> Stream.ofNullable(track.due())))
                .min(Duration::compareTo);
    }

    /** @return whether the line leaves out every batch, while other messages are acknowledged */
    boolean useless() {
        return doubted.size() >= MOST_DOUBTED;
    }

    /** @return bytes that were published and not acknowledged */
    long bytesInFlight() {
        return flights.bytes();
    }

    /** @return whether a message behind the batches in flight should ask for an acknowledgement; see {@link Flights} */
    boolean wantsWitness(Duration now) {
        return flights.wantsWitness(now);
    }

    /** @return what to say in {@link #witnessAcknowledged} of a witness that is published now */
    long nextOrder() {
        return flights.nextOrder();
    }

    void witnessPublished() {
        flights.witnessPublished();
    }

    void witnessAcknowledged(long order) {
        flights.witnessAcknowledged(order);
    }

    private Track track(Outgoing outgoing) {
        return outgoing.lane() == Lane.ALARM ? alarms : measurements;
    }
}
