package io.smartpole.core.time;

/** Lets the simulated world's time run apart from real time; given only by the simulation. */
@FunctionalInterface
public interface WorldClock {

    /**
     * @param now real time
     * @return the time in the simulated world at that moment
     */
    Moment worldAt(Moment now);
}
