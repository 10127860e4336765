package io.smartpole.core.config;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of the configuration, as remembered.
 *
 * @param revision the platform's number; 0 for a change by somebody at the pole
 * @param by who: the name of the platform's key, or how it came, such as {@code console}
 * @param time when, real time; null if the clock was not trusted
 * @param outcome what became of it
 * @param changes what differed afterwards; empty if nothing did
 */
public record ConfigurationRevision(
        long revision, String by, @Nullable Instant time, ConfigurationReport.Outcome outcome, List<Change> changes) {

    public ConfigurationRevision {
        changes = List.copyOf(changes);
    }

    /**
     * @param before as text; never a secret
     * @param after as text; never a secret
     */
    public record Change(String pid, String key, String before, String after) {}
}
