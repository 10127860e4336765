package io.smartpole.core.link;

import org.jspecify.annotations.Nullable;

/**
 * How the connection to the platform is doing.
 *
 * @param connected whether one is up
 * @param endpoint its name and URI without credentials, such as {@code cloud1 tcp://127.0.0.1:1883}
 * @param connects successful connects since start
 * @param published messages that the broker acknowledged since start
 * @param nonce random text of this boot; a command signed over it is fresh even while the clock is not trusted
 * @param problem what is wrong, in plain words; null if nothing
 */
public record LinkStatus(
        boolean connected,
        String endpoint,
        long connects,
        long published,
        String nonce,
        @Nullable String problem) {}
