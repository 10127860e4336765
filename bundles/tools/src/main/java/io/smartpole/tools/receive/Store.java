package io.smartpole.tools.receive;

import io.smartpole.formats.topics.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Where received evidence is kept. */
interface Store {

    /**
     * A verified batch as it is kept.
     *
     * @param pole who signed it
     * @param line JSON without line feed, see {@link io.smartpole.formats.receiver.ReceivedLine}
     */
    record Kept(Topics pole, String line) {}

    /**
     * Keeps batches for good.
     *
     * @param received when they arrived
     * @throws IOException if one of them may not be durable
     */
    void store(List<Kept> batches, Instant received) throws IOException, InterruptedException;
}
