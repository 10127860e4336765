package io.smartpole.core.link;

/** Registered as a service, it is told every message that arrives on the pole's downlink topics. */
@FunctionalInterface
public interface Inbound {

    /** Called on a network thread: must neither block nor throw. */
    void onMessage(Message message);
}
