package io.smartpole.uplink;

import io.smartpole.core.time.Moment;
import org.jspecify.annotations.Nullable;

/**
 * How the connection to one endpoint stands.
 *
 * @param state now
 * @param since when it was entered
 * @param problem why it is not online, or what is wrong although it is; null if nothing is known to be wrong
 */
record Standing(LinkState state, Moment since, @Nullable Problem problem) {}
