package io.smartpole.hardware.chips;

import java.util.List;

/**
 * A sensor chip, as the sampler sees it. Used by one thread at a time.
 *
 * <p>Both methods may wait for the chip, but never without bound. They throw {@link ChipException} when it answers what
 * it should not, and let through what the bus throws when it does not answer at all.
 */
public interface SensorChip {

    /** Checks that it is the right chip and brings it into a known state. Called first, and again after each failure. */
    void initialise();

    /** Measures once. A quantity that this piece does not have is left out. */
    List<Measured> measure();
}
