package io.smartpole.uplink.drain;

import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.EvidenceLog.Fate;
import io.smartpole.core.evidence.EvidenceLog.ReceiptOutcome;
import io.smartpole.core.evidence.StoredBatch;
import io.smartpole.core.reading.Lane;
import io.smartpole.uplink.drain.Flights.LeftOut;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** A line that left out so many in a row, while other messages were acknowledged, takes no batches. */
    static final int MOST_DOUBTED = 4;

    /** From then on batches are tried so slowly, and always those that were left out already: each costs mobile data. */
    static final Duration PROBE_EVERY = Duration.ofMinutes(1);

    /** If so many in a row were left out, the oldest are tried again. */
    static final int MOST_IN_A_ROW = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

    private final EvidenceLog log;
    private final Suspects suspects;
    private final Window window = new Window();
    private final Flights flights = new Flights();
    private final Track alarms;
    private final Track measurements;

    /** These were left out, and none that was sent after them got through: it may be their fault, or that of the line. */
    private final Map<BatchId, Outgoing> doubted = new LinkedHashMap<>();

    private boolean takesBatches;

    /** What was blamed since the last batch got through; that one proves nothing against another. */
    private @Nullable BatchId blamed;

    private int leftOutInARow;
    private Duration probeAt = Duration.ZERO;

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
        boolean mayProbe = now.compareTo(probeAt) >= 0;
        if ((!lineTakesBatches() && !mayProbe)
                || flights.size() >= window.size()
                || (oldest != null && goesAlone(oldest))) {
            return Optional.empty();
        }
        StoredBatch batch = oldestWaiting();
        if (batch == null && oldest == null && !doubted.isEmpty() && mayProbe) {
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
        for (LeftOut leftOut = flights.giveUp(now); leftOut != null; leftOut = flights.giveUp(now)) {
            Outgoing outgoing = leftOut.outgoing();
            if (log.fate(outgoing.id()) == Fate.RECEIPTED) {
                gotThrough(outgoing, now);
                continue;
            }
            boolean only = takesBatches && (blamed == null || blamed.equals(outgoing.id()));
            if (leftOut.overtaken() || outgoing.setAside() || only) {
                blamed = outgoing.id();
                blame(outgoing, now);
            } else {
                doubt(outgoing, now);
            }
        }
    }

    private void blame(Outgoing outgoing, Duration now) {
        suspects.strike(outgoing, now);
        track(outgoing).goBack();
    }

    /** The next ones show whether it was its own fault. */
    private void doubt(Outgoing outgoing, Duration now) {
        doubted.put(outgoing.id(), outgoing);
        probeAt = now.plus(PROBE_EVERY);
        if (++leftOutInARow % MOST_IN_A_ROW == 0) {
            beginAgain();
        }
    }

    private void gotThrough(Outgoing outgoing, Duration now) {
        doubted.remove(outgoing.id());
        doubted.values().forEach(each -> blame(each, now));
        doubted.clear();
        takesBatches = true;
        blamed = null;
        leftOutInARow = 0;
        probeAt = Duration.ZERO;
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
                        Stream.of(probeAt).filter(at -> !at.isZero()))
                .flatMap(each -> each)
                .min(Duration::compareTo);
    }

    /** @return false if the line leaves out whatever batch it gets, although other messages are acknowledged */
    boolean lineTakesBatches() {
        return doubted.size() < MOST_DOUBTED;
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
