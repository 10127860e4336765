package io.smartpole.standin;

import io.moquette.interception.AbstractInterceptHandler;
import io.moquette.interception.messages.InterceptConnectMessage;
import io.moquette.interception.messages.InterceptConnectionLostMessage;
import io.moquette.interception.messages.InterceptDisconnectMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Keeps the last will of a client that vanished for later subscribers, where the will asks for it (MQTT 3.1.1,
 * 3.1.2-17). Moquette 0.17 sends a will, but does not keep it: it forgets that a pole is offline. Since its only way to
 * keep a message is to publish it, those who are subscribed at that moment get such a will twice.
 *
 * <p>Moquette calls it on one thread, in the order of events.
 */
final class RetainedWills extends AbstractInterceptHandler {

    private final Predicate<String> connected;
    private final Publisher publisher;
    private final Map<String, Will> wills = new HashMap<>();

    /** Publishes with QoS 1. */
    interface Publisher {
        void publish(String topic, byte[] payload, boolean retained);
    }

    private record Will(String topic, byte[] payload) {}

    /** @param connected whether the client of this id is connected now */
    RetainedWills(Predicate<String> connected, Publisher publisher) {
        this.connected = connected;
        this.publisher = publisher;
    }

    @Override
    public String getID() {
        return "retained-wills";
    }

    @Override
    public Class<?>[] getInterceptedMessageTypes() {
        return new Class<?>[] {
            InterceptConnectMessage.class, InterceptDisconnectMessage.class, InterceptConnectionLostMessage.class
        };
    }

    @Override
    public void onConnect(InterceptConnectMessage message) {
        if (message.isWillFlag() && message.isWillRetain()) {
            wills.put(message.getClientID(), new Will(message.getWillTopic(), message.getWillMessage()));
        } else {
            wills.remove(message.getClientID());
        }
    }

    @Override
    public void onDisconnect(InterceptDisconnectMessage message) {
        wills.remove(message.getClientID());
    }

    @Override
    public void onConnectionLost(InterceptConnectionLostMessage message) {
        // A client that is back already has its birth message kept, which the will must not replace.
        if (!connected.test(message.getClientID())) {
            Will will = wills.remove(message.getClientID());
            if (will != null) {
                publisher.publish(will.topic(), will.payload(), true);
            }
        }
    }

    @Override
    public void onSessionLoopError(Throwable error) {
        // not one of the messages asked for
    }
}
