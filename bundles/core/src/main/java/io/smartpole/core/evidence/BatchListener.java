package io.smartpole.core.evidence;

import io.smartpole.core.reading.Lane;

/** Registered as a service, it is told that a batch became durable, or is to be sent again. */
@FunctionalInterface
public interface BatchListener {

    /** Called on the thread that writes the store, or on another: must neither block nor throw. */
    void onCommitted(Lane lane);
}
