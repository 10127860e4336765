package io.smartpole.core.time;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the trust in the calendar clock rests on.
 *
 * @param name such as {@code ntp}, {@code rtc} or {@code gnss}; {@code unknown} if that is not told
 * @param uncertainty how far the clock may be off; null if that is not told
 */
public record ClockSource(String name, @Nullable Duration uncertainty) {

    public static final ClockSource UNKNOWN = new ClockSource("unknown", null);
}
