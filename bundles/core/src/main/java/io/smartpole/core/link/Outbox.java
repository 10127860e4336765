package io.smartpole.core.link;

/** Sends over the connections that are up. */
public interface Outbox {

    /**
     * Hands a message to the connection in use without waiting for it.
     *
     * @param topic full topic, without wildcards
     * @param payload its bytes; not to be changed afterwards
     * @param qos 0 or 1
     * @param retain whether the broker keeps it for later subscribers
     * @return false when no connection took it; the message is then not sent later either
     */
    boolean publish(String topic, byte[] payload, int qos, boolean retain);

    /**
     * Answers a message at QoS 1: where it came from if that connection is still up, else over the one in use. Somebody
     * at the standby broker waits for an answer too.
     *
     * @param endpoint where the message came from, see {@link Message#endpoint}
     * @return false when no connection took it; the answer is then not sent later either
     */
    boolean reply(String endpoint, String topic, byte[] payload);

    /**
     * Lets the batches that were set aside be sent again now instead of some time later.
     *
     * @return how many there are
     */
    int retrySetAside();

    LinkStatus status();
}
