package io.smartpole.uplink;

import java.util.List;
import java.util.Optional;

/**
 * A topic that the pole reads.
 *
 * @param topic without wildcards
 * @param qos 1 for what must not be missed, 0 for what is only good now
 * @param vital whether the connection is of no use without it: so for the pole's own topics, not for those it shares
 */
record Subscription(String topic, int qos, boolean vital) {

    /**
     * @param asked in the order in which they were asked for
     * @param granted the broker's answer: a QoS for each, or 0x80 for refused (MQTT 3.1.1, 3.9.3)
     * @return the first that was not granted as asked
     */
    static Optional<Subscription> firstRefused(List<Subscription> asked, int[] granted) {
        for (int i = 0; i < asked.size(); i++) {
            if (i >= granted.length || granted[i] != asked.get(i).qos()) {
                return Optional.of(asked.get(i));
            }
        }
        return Optional.empty();
    }
}
