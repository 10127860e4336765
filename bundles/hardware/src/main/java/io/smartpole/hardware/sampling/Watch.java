package io.smartpole.hardware.sampling;

import org.jspecify.annotations.Nullable;

/** Keeps one sensor or input working. All methods but {@link #trouble} are called by the sampler's thread. */
interface Watch {

    /** Does what is due. Never throws: what fails is tried again at a later tick. */
    void tick();

    /** Lets go of the chip or line. Not used afterwards. */
    void close();

    /** @return the name in the profile */
    String name();

    /** @return what a technician should check, for the health check */
    String advice();

    /** @return null while it works; readable from any thread */
    Attempts.@Nullable Trouble trouble();
}
