package io.smartpole.core.link;

/** Sends over the connection that is up, if one is. */
public interface Outbox {

    /**
     * Hands a message to the connection without waiting for it.
     *
     * @param topic full topic, without wildcards
     * @param payload its bytes; not to be changed afterwards
     * @param qos 0 or 1
     * @param retain whether the broker keeps it for later subscribers
     * @return false when no connection took it; the message is then not sent later either
     */
    boolean publish(String topic, byte[] payload, int qos, boolean retain);

    LinkStatus status();
}
