package io.smartpole.uplink;

import io.smartpole.core.time.Moment;
import org.jspecify.annotations.Nullable;

/**
 * How the connection stands.
 *
 * @param state now
 * @param since when it was entered
 * @param endpoint the broker's name and URI; empty if there is none
 * @param problem why it is not online; null if nothing is known to be wrong
 */
record Standing(
        LinkState state,
        Moment since,
        String endpoint,
        @Nullable Problem problem) {}
