package io.smartpole.hardware.lamp;

import io.smartpole.core.light.LightLevel;

/** What carries a level to the lamp. Used by one thread at a time, and may block it. */
interface Dimmer {

    /** @throws RuntimeException if the level may not have reached the lamp; it will be tried again */
    void dim(LightLevel level);

    /** Lets go of the output and leaves the lamp as it is. */
    void close();
}
