package io.smartpole.remote;

import io.smartpole.core.link.Inbound;
import io.smartpole.core.link.Message;
import io.smartpole.formats.topics.Topics;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where messages wait for the worker. It needs no other service: the uplink needs this one and the worker needs the
 * uplink, and a circle of components that need each other does not start reliably.
 */
@Component(service = {Inbound.class, Gate.class})
public final class Gate implements Inbound {

    /** What may wait: a flood is dropped here, before it costs memory. */
    static final long QUEUE_BYTES = 1 << 20;

    /** What a message costs besides its payload, roughly: else a flood of empty ones would never be too much. */
    static final int OVERHEAD_BYTES = 256;

    private static final Message WAKE_UP = new Message("", new byte[0], false, "");

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final LinkedBlockingQueue<Message> queue = new LinkedBlockingQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicInteger dropped = new AtomicInteger();

    @Override
    public void onMessage(Message message) {
        if (Topics.isZone(message.topic())) {
            return; // for the ZoneMailbox: what anybody may say takes no room from what is signed
        }
        if (queuedBytes.addAndGet(cost(message)) > QUEUE_BYTES) {
            queuedBytes.addAndGet(-cost(message));
            if (dropped.getAndIncrement() == 0) {
                LOG.warn("too much comes in at once: messages are dropped, the first on {}", message.topic());
            }
            return;
        }
        queue.add(message);
    }

    /** Lets the worker look around at once, although nothing came. */
    void wake() {
        queue.add(WAKE_UP);
    }

    /** @return the message that waited longest; null if none came for that long, or on {@link #wake} */
    @Nullable
    @SuppressWarnings("ReferenceEquality") // a broker may send an empty message, too
    Message next(Duration patience) throws InterruptedException {
        Message message = queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (message == null || message == WAKE_UP) {
            return null;
        }
        queuedBytes.addAndGet(-cost(message));
        return message;
    }

    private static int cost(Message message) {
        return message.payload().length + OVERHEAD_BYTES;
    }

    /** @return messages dropped since start */
    int dropped() {
        return dropped.get();
    }
}
