package io.smartpole.core.evidence;

import java.util.Optional;

/** What is known of the process before this one. */
@FunctionalInterface
public interface PreviousRun {

    /** @return how it ended; empty as long as the store is being read */
    Optional<PreviousEnd> end();
}
