package io.smartpole.core.health;

/**
 * Registered as a service with property {@link #NAME}, it says how its subject is doing. It lives beside what it checks
 * and answers from memory, at once.
 */
@FunctionalInterface
public interface HealthCheck {

    /** Service property: the check's name, such as {@code uplink}. */
    String NAME = "smartpole.health.name";

    HealthResult check();
}
