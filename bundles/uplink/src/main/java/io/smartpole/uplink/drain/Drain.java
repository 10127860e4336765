package io.smartpole.uplink.drain;

import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.senml.SenmlJson;
import io.smartpole.formats.topics.Topics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What flows over the line in use: live telemetry first, then evidence. Both have limits on what was handed over and has not
 * left, since the MQTT library would queue without; so live data never stands behind more than a few batches.
 *
 * <p>One for each time that a line is in use; for one thread. All times are since boot.
 */
public final class Drain {

    static final int TELEMETRY_LIMIT = 16;

    /** Messages that may be handed over and not acknowledged, at most. */
    public static final int LARGEST_IN_FLIGHT = TELEMETRY_LIMIT + Window.LARGEST;

    /** Of MQTT and, roughly, of the layer below it, in each message: bytes. */
    private static final int OVERHEAD = 10;

    private final Line line;
    private final Topics topics;
    private final Telemetry telemetry;
    private final Budget budget;
    private final @Nullable Forwarding forwarding;
    private final BooleanSupplier puback;
    private final Consumer<Consumer<Duration>> later;
    private final AtomicInteger telemetryInFlight = new AtomicInteger();
    private @Nullable Duration budgetDue;
    private Duration pumped = Duration.ZERO;

    /**
     * @param forwarding null if evidence stays stored
     * @param puback whether a batch is freed by the broker's acknowledgement
     * @param later runs something on the thread of this drain, with the time since boot, if this drain is still in use;
     *     called on any thread
     */
    public Drain(
            Line line,
            Topics topics,
            Telemetry telemetry,
            Budget budget,
            @Nullable Forwarding forwarding,
            BooleanSupplier puback,
            Consumer<Consumer<Duration>> later) {
        this.line = line;
        this.topics = topics;
        this.telemetry = telemetry;
        this.budget = budget;
        this.forwarding = forwarding;
        this.puback = puback;
        this.later = later;
        if (forwarding != null) {
            forwarding.patience(line.patience());
        }
    }

    /** Hands over as much as the limits allow. To be called when something happened, when due, and each second. */
    public void pump(Moment now) {
        pumped = now.sinceBoot();
        budget.look(pumped);
        pumpTelemetry(pumped);
        if (forwarding != null) {
            pumpEvidence(forwarding, pumped);
            callWitness(forwarding, pumped);
            line.takesBatches(forwarding.lineTakesBatches());
        }
    }

    /** A message that may be a receipt has arrived. */
    public void receiptArrived(Duration now) {
        if (forwarding != null) {
            forwarding.receiptArrived(now);
        }
    }

    /** @return when to pump again even if nothing happens; empty if there is no need */
    public Optional<Duration> due() {
        Optional<Duration> evidence = forwarding == null ? Optional.empty() : forwarding.due();
        return Stream.concat(evidence.stream(), Stream.ofNullable(budgetDue))
                .filter(due -> due.compareTo(pumped) > 0) // what the line did not take then has time for a second
                .min(Duration::compareTo);
    }

    /**
     * The line is no longer in use, and this drain neither.
     *
     * @param closedByBroker whether the broker closed it, perhaps over what was in flight; false for all other reasons
     */
    public void lost(boolean closedByBroker, Duration now) {
        budget.holdNothing();
        if (forwarding != null) {
            forwarding.lost(closedByBroker, now);
        }
    }

    private void pumpTelemetry(Duration now) {
        while (telemetryInFlight.get() < TELEMETRY_LIMIT) {
            Reading reading = telemetry.poll();
            if (reading == null) {
                return;
            }
            if (budget.allowsLive()) {
                telemetryInFlight.incrementAndGet();
                if (!publish(reading, now)) {
                    telemetryInFlight.decrementAndGet();
                }
            }
        }
    }

    /** At QoS 0, but now and then at 1: that costs less than a message of its own would, only to see that the line lives. */
    private boolean publish(Reading reading, Duration now) {
        String topic = topics.telemetry(reading.series().component());
        byte[] payload = SenmlJson.encode(topics.baseName(), reading);
        Forwarding from = forwarding;
        boolean taken;
        if (from != null && from.wantsWitness(now)) {
            Runnable acknowledged = witnessAcknowledged(from);
            taken = line.publish(topic, payload, 1, false, () -> {
                telemetryLeft();
                acknowledged.run();
            });
            if (taken) {
                from.witnessPublished();
            }
        } else {
            taken = line.publish(topic, payload, line.quiet(now) ? 1 : 0, false, this::telemetryLeft);
        }
        if (taken) {
            budget.liveSent(topic.length() + payload.length + OVERHEAD);
        }
        return taken;
    }

    /** Where no reading came along to be the witness. */
    private void callWitness(Forwarding from, Duration now) {
        if (from.wantsWitness(now) && line.witness(witnessAcknowledged(from))) {
            from.witnessPublished();
        }
    }

    private Runnable witnessAcknowledged(Forwarding from) {
        long order = from.nextOrder();
        return () -> later.accept(then -> from.witnessAcknowledged(order));
    }

    private void telemetryLeft() {
        if (telemetryInFlight.getAndDecrement() == TELEMETRY_LIMIT) {
            later.accept(now -> {}); // there may be readings that found the limit reached
        }
    }

    private void pumpEvidence(Forwarding from, Duration now) {
        budgetDue = null;
        for (Optional<Outgoing> next = from.next(now); next.isPresent(); next = from.next(now)) {
            Outgoing outgoing = next.get();
            if (outgoing.lane() == Lane.MEASUREMENT && !budget.allows(from.bytesInFlight())) {
                budgetDue = from.bytesInFlight() == 0 ? budget.due() : null; // else an acknowledgement will come
                return;
            }
            boolean taken = line.publish(
                    topics.evidence(),
                    outgoing.batch().bytes(),
                    1,
                    false,
                    () -> later.accept(then -> acknowledged(from, outgoing, then)));
            if (!taken) {
                break;
            }
            from.published(outgoing, now);
        }
        budget.measurementsGo();
    }

    private void acknowledged(Forwarding from, Outgoing outgoing, Duration now) {
        from.acknowledged(outgoing, now);
        if (puback.getAsBoolean()) {
            from.free(outgoing);
        }
    }
}
