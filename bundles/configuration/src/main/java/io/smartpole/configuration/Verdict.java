package io.smartpole.configuration;

import io.smartpole.core.config.ConfigurationProblem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest that became of a revision.
 *
 * @param revision the platform's number; 0 while there was none
 * @param message in words
 * @param time when, real time; null if the clock was not trusted
 * @param errors why it was rejected
 */
record Verdict(
        long revision,
        Stage stage,
        String message,
        @Nullable Instant time,
        List<ConfigurationProblem> errors) {

    static final Verdict NONE =
            new Verdict(0, Stage.APPLIED, "the platform has not configured anything yet", null, List.of());

    Verdict {
        errors = List.copyOf(errors);
    }
}
