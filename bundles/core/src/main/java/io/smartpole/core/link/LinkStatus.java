package io.smartpole.core.link;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the connections to the platform are doing.
 *
 * @param connected whether one is in use
 * @param endpoint name and URI, without credentials, of the one in use, such as {@code cloud1 tcp://127.0.0.1:1883};
 *     empty if none is
 * @param nonce random text of this boot; a command signed over it is fresh even while the clock is not trusted
 * @param problem what is wrong, in plain words; null if nothing
 * @param figures counted since start
 * @param endpoints all that are configured, the preferred first
 */
public record LinkStatus(
        boolean connected,
        String endpoint,
        String nonce,
        @Nullable String problem,
        LinkFigures figures,
        List<EndpointStatus> endpoints) {

    public LinkStatus {
        endpoints = List.copyOf(endpoints);
    }
}
