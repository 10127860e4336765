package io.smartpole.core.config;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway is configured, as told to the platform.
 *
 * @param revision the desired configuration that this is about; 0 while there was none
 * @param outcome what became of it
 * @param message the same in words: why it waits, what was wrong, what brought the former one back
 * @param time when that was decided, real time; null while the clock was not trusted
 * @param errors why it was rejected; empty otherwise
 * @param fingerprint of what is in effect, see {@link Configurations#fingerprint}
 * @param drift where what is in effect differs from the last applied revision
 * @param refused what somebody set past the checks, and was taken back: the last good values are in effect
 */
public record ConfigurationReport(
        long revision,
        Outcome outcome,
        String message,
        @Nullable Instant time,
        List<ConfigurationProblem> errors,
        String fingerprint,
        List<Drift> drift,
        List<ConfigurationProblem> refused) {

    public ConfigurationReport {
        errors = List.copyOf(errors);
        drift = List.copyOf(drift);
        refused = List.copyOf(refused);
    }

    public enum Outcome {
        /** It is in effect and has passed its probation. */
        APPLIED,
        /** Nothing was changed: something in it is wrong. */
        REJECTED,
        /** It was in effect, did not do well, and the one before is back. */
        ROLLED_BACK,
        /** It waits for its time, or is in effect and on probation. */
        PENDING;

        /** @return the word used in messages */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Somebody set another value than the platform did.
     *
     * @param desired as the last applied revision has it, as text; never a secret
     * @param actual as it is, as text; never a secret
     */
    public record Drift(String pid, String key, String desired, String actual) {}
}
