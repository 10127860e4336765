package io.smartpole.simulation.chips;

import java.time.Duration;

/**
 * A chip as the I2C bus sees it: bytes in, bytes out. Called by one thread at a time.
 *
 * <p>Times are real time since boot: drivers wait for the electronics in real time, however fast the world runs.
 */
public interface Chip {

    /** What a master reads while no chip pulls the data line down. */
    byte NOT_DRIVEN = (byte) 0xFF;

    /** @param message what follows the address byte of a write transfer; empty when the address is only probed */
    void write(byte[] message, Duration now);

    /** @return the {@code length} bytes of a read transfer */
    byte[] read(int length, Duration now);
}
