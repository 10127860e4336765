package io.smartpole.uplink;

import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.EvidenceLog.ReceiptOutcome;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.time.Moment;
import io.smartpole.formats.senml.SenmlJson;
import io.smartpole.formats.topics.Topics;
import io.smartpole.uplink.Forwarding.Outgoing;
import io.smartpole.uplink.Settings.Acknowledge;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes over one connection while it is up: messages of others, live telemetry, and evidence. Each has a limit of
 * its own on what was handed over and has not left, since the MQTT library would queue without one; so live data never
 * stands behind more than a few batches.
 */
final class Session {

    static final int OUTBOX_LIMIT = 64;
    static final int TELEMETRY_LIMIT = 16;

    private static final int STATE = 2; // it may change again before its PUBACK
    static final int LARGEST_IN_FLIGHT = OUTBOX_LIMIT + TELEMETRY_LIMIT + Forwarding.WINDOW + STATE;

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Connection connection;
    private final Topics topics;
    private final Telemetry telemetry;
    private final EvidenceLog log;
    private final Supplier<Acknowledge> acknowledge;
    private final AtomicLong published;
    private final Consumer<Consumer<Duration>> later;
    private final Forwarding forwarding;
    private final AtomicInteger outboxInFlight = new AtomicInteger();
    private final AtomicInteger telemetryInFlight = new AtomicInteger();

    /**
     * @param published counts what the broker acknowledged
     * @param later runs something on the thread of the {@link Link}, with the time since boot, if this connection is
     *     still the one
     */
    Session(
            Connection connection,
            Topics topics,
            Telemetry telemetry,
            EvidenceLog log,
            Supplier<Acknowledge> acknowledge,
            AtomicLong published,
            Consumer<Consumer<Duration>> later) {
        this.connection = connection;
        this.topics = topics;
        this.telemetry = telemetry;
        this.log = log;
        this.acknowledge = acknowledge;
        this.published = published;
        this.later = later;
        this.forwarding = new Forwarding(log);
    }

    /** Called on any thread. */
    boolean publish(String topic, byte[] payload, int qos, boolean retain) {
        if (outboxInFlight.incrementAndGet() > OUTBOX_LIMIT) {
            outboxInFlight.decrementAndGet();
            return false;
        }
        boolean taken = false;
        try {
            taken = connection.publish(topic, payload, qos, retain, () -> {
                outboxInFlight.decrementAndGet();
                if (qos > 0) {
                    published.incrementAndGet();
                }
            });
            return taken;
        } finally {
            if (!taken) {
                outboxInFlight.decrementAndGet();
            }
        }
    }

    /** Hands over as much as the limits allow. */
    void pump(Moment now) {
        pumpTelemetry();
        Optional<Outgoing> outgoing = forwarding.next(now.sinceBoot());
        while (outgoing.isPresent() && send(outgoing.get())) {
            forwarding.published(outgoing.get(), now.sinceBoot());
            outgoing = forwarding.next(now.sinceBoot());
        }
    }

    private void pumpTelemetry() {
        while (telemetryInFlight.get() < TELEMETRY_LIMIT) {
            Reading reading = telemetry.poll();
            if (reading == null) {
                return;
            }
            telemetryInFlight.incrementAndGet();
            boolean taken = connection.publish(
                    topics.telemetry(reading.series().component()),
                    SenmlJson.encode(topics.baseName(), reading),
                    0,
                    false,
                    this::telemetryLeft);
            if (!taken) {
                telemetryInFlight.decrementAndGet();
            }
        }
    }

    private void telemetryLeft() {
        if (telemetryInFlight.getAndDecrement() == TELEMETRY_LIMIT) {
            later.accept(now -> {}); // there may be readings that found the limit reached
        }
    }

    private boolean send(Outgoing outgoing) {
        return connection.publish(
                topics.evidence(),
                outgoing.batch().bytes(),
                1,
                false,
                () -> later.accept(now -> acknowledged(outgoing, now)));
    }

    private void acknowledged(Outgoing outgoing, Duration now) {
        published.incrementAndGet();
        forwarding.acknowledged(outgoing, now);
        if (acknowledge.get() == Acknowledge.PUBACK) {
            if (log.receipt(outgoing.batch().id()) == ReceiptOutcome.UNKNOWN) {
                LOG.error(
                        "the store does not know its own batch {}",
                        outgoing.batch().id());
            } else {
                forwarding.freed(outgoing);
            }
        }
    }

    /** A message that may be a receipt has arrived. */
    void receiptArrived(Duration now) {
        forwarding.receiptArrived(now);
    }

    boolean stalled(Duration now) {
        return forwarding.stalled(now);
    }

    /** @return when to pump again even if nothing happens */
    Optional<Duration> due() {
        return forwarding.due();
    }
}
