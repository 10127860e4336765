package io.smartpole.core.link;

import org.jspecify.annotations.Nullable;

/**
 * How one endpoint is doing.
 *
 * @param name its slot, such as {@code cloud1} or {@code local2}
 * @param uri without credentials
 * @param active whether readings, health and answers go there now
 * @param state what goes on there, in plain words
 * @param problem why it cannot be used, in plain words; null if nothing is known to be wrong
 */
public record EndpointStatus(
        String name,
        String uri,
        boolean active,
        String state,
        @Nullable String problem) {}
