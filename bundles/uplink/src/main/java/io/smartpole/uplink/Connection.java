package io.smartpole.uplink;

import java.util.List;
import java.util.function.Consumer;

/**
 * One attempt at a connection to a broker, used once. No method waits for the network; what they are given to run, runs
 * on threads of the MQTT library, and not at all if the connection breaks before.
 */
interface Connection {

    /** Begins to connect. */
    void open(Listener listener);

    /** @param granted told for each the granted QoS, or 0x80 for refused (MQTT 3.1.1, 3.9.3) */
    void subscribe(List<Subscription> subscriptions, Consumer<int[]> granted);

    /** Asks for no more messages of a topic; nothing tells whether the broker heard it. */
    void unsubscribe(String topic);

    /**
     * @param delivered runs when the broker acknowledged (QoS 1) or the bytes have left (QoS 0)
     * @return false if the connection does not take it
     */
    boolean publish(String topic, byte[] payload, int qos, boolean retain, Runnable delivered);

    /** Takes leave, so that the broker drops the last will. */
    void disconnect(Runnable done);

    /** Cuts the connection, if there still is one, and frees what it holds. */
    void abandon();

    /** Told on threads of the MQTT library: must neither block nor throw. */
    interface Listener {

        void opened();

        /** The connection could not be opened, or has broken. May be told more than once. */
        void lost(Throwable cause);

        void arrived(String topic, byte[] payload, boolean retained);

        /** A message was not read, since it has too many bytes. The broker is told that it has arrived. */
        void tooLarge(String topic, int bytes);
    }

    /** Makes connections. */
    @FunctionalInterface
    interface Factory {

        /** @param lastWill what the broker publishes, retained, on the topic {@code state} when this pole is lost */
        Connection create(Target target, byte[] lastWill);
    }
}
