package io.smartpole.core.reading;

/** Registered as a service, it is told every reading of the pole. */
@FunctionalInterface
public interface ReadingListener {

    /** Called on the thread that measured: must neither block nor throw. Readings of one series come in order. */
    void onReading(Reading reading);
}
