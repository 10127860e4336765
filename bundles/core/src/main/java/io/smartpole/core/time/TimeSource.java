package io.smartpole.core.time;

/**
 * The gateway's only source of time.
 *
 * <p>A Raspberry Pi has no clock battery and may boot in 1970, so the calendar clock is trusted only after NTP, RTC or
 * GNSS agreed, and never before the time floor. Durations (holds, ramps, timeouts) always use
 * {@link Moment#sinceBoot()}.
 *
 * <p>In the simulation the <em>world</em> around the pole (sun, weather, readings, lighting programs) may run faster
 * than the process. Network timeouts, sessions and the expiry of documents always use {@link #now()}.
 */
public interface TimeSource {

    BootId boot();

    /** @return real time: for the network, sessions, and what expires */
    Moment now();

    /** @return time in the world around the pole; on a real pole the same as {@link #now()} */
    default Moment world() {
        return now();
    }

    /** @return what the trust in the calendar clock rests on; of no meaning while it is not trusted */
    default ClockSource clockSource() {
        return ClockSource.UNKNOWN;
    }
}
