package io.smartpole.core.light;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with the lamp, in the words of TALQ's lamp monitor.
 *
 * @param event such as {@code lampFailure} or {@code dimmingFailure}
 * @param evidence the samples that show it, in plain words with units
 * @param since when it was found, in the world's time; null if the clock was not trusted then
 */
public record LampAlarm(
        String event, String evidence, @Nullable Instant since) {}
