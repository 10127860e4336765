package io.smartpole.hardware.sampling;

import io.smartpole.hardware.chips.SensorChip;

/** How to get at a chip. */
interface ChipConnection {

    /** @throws RuntimeException if its bus is not there (yet); it will be tried again */
    SensorChip open();

    /** Lets go of the bus; also after a failed {@link #open}. */
    void close();
}
