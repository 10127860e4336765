package io.smartpole.core.light;

/** The lamp's driver, as the control loop sees it. */
public interface Lamp {

    /**
     * Tells the lamp its level. Returns at once: the driver works on a thread of its own and the latest level wins, so a
     * lamp that hangs never blocks the caller.
     */
    void set(LightLevel level);
}
