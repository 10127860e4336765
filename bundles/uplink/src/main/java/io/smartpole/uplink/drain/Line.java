package io.smartpole.uplink.drain;

import java.time.Duration;

/** One connection that is up. It notices by itself when the other side falls silent. */
public interface Line {

    /**
     * @param payload its bytes; not to be changed afterwards
     * @param delivered runs, on any thread, when the broker acknowledged (QoS 1) or the bytes have left (QoS 0); not at
     *     all if the connection breaks before
     * @return false if the connection does not take it
     */
    boolean publish(String topic, byte[] payload, int qos, boolean retain, Runnable delivered);

    /**
     * @param now since boot
     * @return whether it is time to see an acknowledgement again: none is outstanding, and the last is long ago
     */
    boolean quiet(Duration now);

    /** @return how long it waits for any acknowledgement at all, before it is given up */
    Duration patience();

    /**
     * Publishes something small at QoS 1, only to see an acknowledgement: the broker is to say whether it has read so far.
     *
     * @param acknowledged runs, on any thread, when the broker acknowledged it; not at all if the connection breaks before
     * @return false if the connection does not take it
     */
    boolean witness(Runnable acknowledged);

    /**
     * Told again and again.
     *
     * @param takes false if the broker acknowledges no batch, although it does other messages
     */
    void takesBatches(boolean takes);
}
