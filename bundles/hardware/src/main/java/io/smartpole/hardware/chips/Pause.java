package io.smartpole.hardware.chips;

import java.time.Duration;

/** How a driver waits for its chip; in tests, not at all. */
@FunctionalInterface
public interface Pause {

    /** Lets at least this much real time pass. */
    void pause(Duration length);

    /** Sleeps. When the thread is interrupted, the measurement ends with a {@link ChipException}. */
    static void sleep(Duration length) {
        try {
            Thread.sleep(length.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChipException("stopped while waiting for the chip");
        }
    }
}
