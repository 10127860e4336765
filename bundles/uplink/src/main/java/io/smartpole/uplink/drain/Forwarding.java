package io.smartpole.uplink.drain;

import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.EvidenceLog.Fate;
import io.smartpole.core.evidence.EvidenceLog.ReceiptOutcome;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.reading.Lane;
import io.smartpole.uplink.drain.Flights.LeftOut;
import java.time.Duration;
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

    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

    private final EvidenceLog log;
    private final Suspects suspects;
    private final Window window = new Window();
    private final Flights flights = new Flights();
    private final Track alarms;
    private final Track measurements;
    private final Doubts doubts = new Doubts();

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
        boolean mayProbe = doubts.mayProbe(now);
        if ((!lineTakesBatches() && !mayProbe)
                || flights.size() >= window.size()
                || (oldest != null && goesAlone(oldest))) {
            return Optional.empty();
        }
        StoredBatch batch = oldestWaiting();
        if (batch == null && oldest == null && doubts.any() && mayProbe) {
            beginAgain(); // there is no other to try
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
            beginAgain();
        }
        return next;
    }

    /** So that what happens to the line meanwhile is laid to nobody else's charge. */
    private boolean goesAlone(Outgoing outgoing) {
        return outgoing.setAside() || suspects.goesAlone(outgoing.id());
    }

    /** What was left out is sent again, although the line is still up. */
    private void giveUp(Duration now) {
        for (LeftOut leftOut = flights.giveUp(now); leftOut != null; leftOut = flights.giveUp(now)) {
            Outgoing outgoing = leftOut.outgoing();
            if (log.fate(outgoing.id()) == Fate.RECEIPTED) {
                gotThrough(outgoing, now);
            } else if (doubts.blames(leftOut, now)) {
                blame(outgoing, now);
            } else if (doubts.rowIsFull()) {
                beginAgain();
            }
        }
    }

    private void blame(Outgoing outgoing, Duration now) {
        suspects.strike(outgoing, now);
        track(outgoing).goBack();
    }

    private void gotThrough(Outgoing outgoing, Duration now) {
        doubts.gotThrough(outgoing.id()).forEach(each -> blame(each, now));
    }

    private void beginAgain() {
        alarms.goBack();
        measurements.goBack();
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
        gotThrough(outgoing, now);
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
        List<Outgoing> suspected = closed ? flights.all() : flights.overtaken();
        suspected.forEach(outgoing -> suspects.strike(outgoing, now));
    }

    /** @return when to ask again even if nothing happens; empty if there is no need */
    Optional<Duration> due() {
        return Stream.of(
                        Stream.ofNullable(flights.due()),
                        Stream.of(alarms, measurements).flatMap(track -> Stream.ofNullable(track.due())),
                        Stream.ofNullable(doubts.probeAt()))
                .flatMap(each -> each)
                .min(Duration::compareTo);
    }

    /** @return false if the line leaves out whatever batch it gets, although other messages are acknowledged */
    boolean lineTakesBatches() {
        return doubts.lineTakesBatches();
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
