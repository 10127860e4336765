package io.smartpole.uplink.socket;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of MQTT that went over the line: without what WebSocket, TLS and TCP add. */
public final class Traffic {

    private final AtomicLong in = new AtomicLong();
    private final AtomicLong out = new AtomicLong();

    /** @return bytes received, also of messages that were skipped */
    public long in() {
        return in.get();
    }

    /** @return bytes handed to the network */
    public long out() {
        return out.get();
    }

    void received(int bytes) {
        in.addAndGet(bytes);
    }

    void sent(int bytes) {
        out.addAndGet(bytes);
    }
}
