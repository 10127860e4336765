package io.smartpole.core.health;

/** Tells how the whole gateway is doing. */
@FunctionalInterface
public interface GatewayHealth {

    /** @return what the latest round over all checks found, from memory */
    HealthReport report();
}
