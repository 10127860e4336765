package io.smartpole.console;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One browser that listens. Nobody ever waits for it: what it cannot take at once is queued, and if too much is queued the
 * stream ends. The browser then comes back by itself and is told everything anew.
 *
 * <pre>
 *   OPEN --queue full, or the console stops--> ENDING --wire ready, or it breaks--> CLOSED
 *     '----------------------the wire breaks: the browser is gone-------------------^
 * </pre>
 *
 * The HTTP server breaks a wire that has taken nothing for 60 s, so ENDING has an end.
 */
final class EventStream {

    /** Room for all that can be told at once, and then some. The bytes of an event are shared by all streams. */
    static final int QUEUE_BYTES = 1 << 20;

    /** The connection to the browser. */
    interface Wire {

        /** @return whether {@link #write} and {@link #close} can be called; if not, {@link #drain} is called once they can */
        boolean ready();

        /** Does not block. */
        void write(byte[] bytes) throws IOException;

        /** Ends the answer; called at most once. */
        void close();
    }

    private enum State {
        OPEN,
        ENDING,
        CLOSED
    }

    private final Wire wire;
    private final Queue<byte[]> queue = new ArrayDeque<>();
    private int queuedBytes;
    private State state = State.OPEN;

    EventStream(Wire wire) {
        this.wire = wire;
    }

    /** Never blocks. */
    synchronized void offer(byte[] event) {
        if (state != State.OPEN) {
            return;
        }
        if (queuedBytes + event.length > QUEUE_BYTES) {
            end();
            return;
        }
        queue.add(event);
        queuedBytes += event.length;
        drain();
    }

    /** Writes what the wire takes. */
    synchronized void drain() {
        try {
            while (state == State.OPEN && !queue.isEmpty() && wire.ready()) {
                byte[] event = queue.remove();
                queuedBytes -= event.length;
                wire.write(event);
            }
            if (state == State.ENDING && wire.ready()) {
                state = State.CLOSED;
                wire.close();
            }
        } catch (IOException e) {
            broken();
        }
    }

    /** Ends the stream as soon as the wire lets it. */
    synchronized void end() {
        if (state == State.OPEN) {
            state = State.ENDING;
            queue.clear();
            drain();
        }
    }

    /** The wire takes nothing any more. */
    synchronized void broken() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            queue.clear();
            wire.close();
        }
    }

    synchronized boolean closed() {
        return state == State.CLOSED;
    }
}
