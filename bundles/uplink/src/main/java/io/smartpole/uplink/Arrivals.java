package io.smartpole.uplink;

import io.smartpole.core.link.Inbound;
import io.smartpole.core.link.Message;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.topics.Topics;
import io.smartpole.uplink.tls.Legible;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what arrives to everyone who listens. Nothing in a message is believed here; only its size is checked. */
final class Arrivals {

    /** Somewhat above the largest document, so that one just too large is answered as such, and not silently lost. */
    static final int LARGEST = DownlinkDocument.LARGEST + 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    private final Supplier<List<Inbound>> listeners;
    private final AtomicLong dropped = new AtomicLong();

    Arrivals(Supplier<List<Inbound>> listeners) {
        this.listeners = listeners;
    }

    /** @return whether anybody listens */
    boolean heard() {
        return !listeners.get().isEmpty();
    }

    /** @return messages dropped since start */
    long dropped() {
        return dropped.get();
    }

    void accept(Message message) {
        int largest = Topics.isZone(message.topic()) ? Topics.LARGEST_ZONE_MESSAGE : LARGEST;
        if (message.payload().length > largest) {
            drop(message.topic(), "it has " + message.payload().length + " bytes, at most " + largest + " are read");
            return;
        }
        List<Inbound> all = listeners.get();
        if (all.isEmpty()) {
            drop(message.topic(), "nobody listens");
        }
        for (Inbound listener : all) {
            try {
                listener.onMessage(message);
            } catch (RuntimeException e) {
                // Let through, it would cut the connection, and the broker would deliver the same message again.
                LOG.error("{} failed at a message on {}", listener.getClass().getName(), message.topic(), e);
            }
        }
    }

    /** Counts each, but logs only the 1st, 2nd, 4th, 8th, ...: who can send can send often. */
    void drop(String topic, String why) {
        long count = dropped.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOG.warn("message on {} dropped: {} ({} dropped since start)", Legible.of(topic), why, count);
        }
    }
}
