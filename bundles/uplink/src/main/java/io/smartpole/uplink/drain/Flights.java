package io.smartpole.uplink.drain;

import io.smartpole.core.evidence.BatchId;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The batches that were published over one line and not acknowledged, in the order of publishing.
 *
 * <p>A broker acknowledges in the order in which it received (MQTT 3.1.1, 4.6). A batch is left out if something later was
 * acknowledged and it was not. To see that also of the last batch, a small message may be published as a witness behind it.
 */
final class Flights {

    /** A batch that is in flight for so long gets a witness; sooner where the line has less than 15 s of patience. */
    static final Duration WITNESS_AFTER = Duration.ofSeconds(5);

    /** A batch that was left out gets so much time since it was published, but no more than the patience of the line. */
    static final Duration LEFT_OUT_AFTER = Duration.ofSeconds(15);

    private record Flight(Outgoing outgoing, Duration since, long order) {}

    /** @param overtaken whether a batch that was published later was acknowledged, and not just any message */
    record LeftOut(Outgoing outgoing, boolean overtaken) {}

    private final Map<BatchId, Flight> flights = new LinkedHashMap<>();
    private Duration witnessAfter = WITNESS_AFTER;
    private Duration leftOutAfter = LEFT_OUT_AFTER;
    private long published;
    private long acknowledged;
    private long acknowledgedBatch;
    private long witness;
    private long bytes;

    /** @param patience how long the line waits for any acknowledgement: what was left out must be found out before */
    void patience(Duration patience) {
        witnessAfter = earlier(WITNESS_AFTER, patience.dividedBy(3));
        leftOutAfter = earlier(LEFT_OUT_AFTER, patience);
    }

    int size() {
        return flights.size();
    }

    long bytes() {
        return bytes;
    }

    boolean contains(BatchId id) {
        return flights.containsKey(id);
    }

    @Nullable
    Outgoing oldest() {
        Flight first = first();
        return first == null ? null : first.outgoing;
    }

    void published(Outgoing outgoing, Duration now) {
        published++;
        flights.put(outgoing.id(), new Flight(outgoing, now, published));
        bytes += outgoing.batch().bytes().length;
    }

    /** @return since when it was in flight; null if it was given up before */
    @Nullable
    Duration acknowledged(Outgoing outgoing) {
        Flight flight = flights.remove(outgoing.id());
        if (flight == null) {
            return null;
        }
        bytes -= outgoing.batch().bytes().length;
        acknowledged = Math.max(acknowledged, flight.order);
        acknowledgedBatch = Math.max(acknowledgedBatch, flight.order);
        return flight.since;
    }

    boolean wantsWitness(Duration now) {
        Flight oldest = first();
        return oldest != null && unseen(oldest) && now.minus(oldest.since).compareTo(witnessAfter) >= 0;
    }

    private boolean unseen(Flight flight) {
        return flight.order > acknowledged && flight.order > witness;
    }

    /** @return the place in the order of the witness, if it is the next to be published */
    long nextOrder() {
        return published + 1;
    }

    void witnessPublished() {
        witness = ++published;
    }

    /** The witness with that place was acknowledged. */
    void witnessAcknowledged(long order) {
        acknowledged = Math.max(acknowledged, order);
    }

    /** @return one that was left out and had its time; it is no longer in flight then. Null if there is none */
    @Nullable
    LeftOut giveUp(Duration now) {
        Flight oldest = first();
        if (oldest == null
                || oldest.order > acknowledged
                || now.minus(oldest.since).compareTo(leftOutAfter) < 0) {
            return null;
        }
        flights.remove(oldest.outgoing.id());
        bytes -= oldest.outgoing.batch().bytes().length;
        return new LeftOut(oldest.outgoing, oldest.order < acknowledgedBatch);
    }

    /** @return when the oldest wants a witness, or is to be given up; null if neither is known */
    @Nullable
    Duration due() {
        Flight oldest = first();
        if (oldest == null) {
            return null;
        }
        if (oldest.order <= acknowledged) {
            return oldest.since.plus(leftOutAfter);
        }
        return unseen(oldest) ? oldest.since.plus(witnessAfter) : null;
    }

    List<Outgoing> all() {
        return flights.values().stream().map(Flight::outgoing).toList();
    }

    /** @return those that a later batch has overtaken */
    List<Outgoing> overtaken() {
        return flights.values().stream()
                .filter(flight -> flight.order < acknowledgedBatch)
                .map(Flight::outgoing)
                .toList();
    }

    private @Nullable Flight first() {
        Iterator<Flight> all = flights.values().iterator();
        return all.hasNext() ? all.next() : null;
    }

    private static Duration earlier(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
