package io.smartpole.uplink.socket;

import java.io.InterruptedIOException;
import java.net.SocketException;

/**
 * Counts the messages of QoS 1 that were read and whose PUBACK is not written yet. Paho keeps each PUBACK until then,
 * without limit, and reads on meanwhile: a broker that sends and does not read would fill the memory. So nothing more is
 * read while too many wait.
 */
final class Unacknowledged {

    /** Far more than a broker sends before it waits for acknowledgements; each takes some hundred bytes. */
    static final int MOST = 1000;

    private static final int PUBACK = 4;
    private static final int BETWEEN_PACKETS = -1;

    private int waiting; // guarded by this
    private boolean closed; // guarded by this

    // Of the packet that is being written; only the thread that writes knows them.
    private int lengthShift = BETWEEN_PACKETS;
    private int toSkip;
    private boolean acknowledgement;

    /** A message has begun to arrive. Waits until few enough others wait. */
    synchronized void arrived() throws SocketException, InterruptedIOException {
        while (waiting >= MOST && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
        if (closed) {
            throw new SocketException("Socket closed");
        }
        waiting++;
    }

    /** These bytes have left. They are a part of packets of MQTT, wherever it begins and ends (MQTT 3.1.1, 2.2). */
    void written(byte[] bytes, int offset, int length) {
        int end = offset + length;
        for (int at = offset; at < end; ) {
            if (lengthShift != BETWEEN_PACKETS) {
                int digit = bytes[at++];
                toSkip |= (digit & 0x7f) << lengthShift;
                lengthShift = (digit & 0x80) == 0 ? BETWEEN_PACKETS : lengthShift + 7;
            } else if (toSkip > 0) {
                int count = Math.min(toSkip, end - at);
                at += count;
                toSkip -= count;
            } else {
                acknowledgement = (bytes[at++] & 0xff) >> 4 == PUBACK;
                lengthShift = 0;
            }
            if (acknowledgement && lengthShift == BETWEEN_PACKETS && toSkip == 0) {
                acknowledgement = false;
                acknowledged();
            }
        }
    }

    private synchronized void acknowledged() {
        waiting--;
        notifyAll();
    }

    /** Whoever waits is told that the connection is closed. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
