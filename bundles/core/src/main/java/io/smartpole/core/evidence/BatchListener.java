package io.smartpole.core.evidence;

import io.smartpole.core.reading.Lane;

/** Registered as a service, it is told that a batch became durable. */
@FunctionalInterface
public interface BatchListener {

    /** Called on the thread that writes the store: must neither block nor throw. */
    void onCommitted(Lane lane);
}
