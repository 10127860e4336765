package io.smartpole.core.health;

/** How something is doing, in terms of who has to act. */
public enum HealthStatus {
    /** Nobody has to act. */
    OK,
    /** Somebody will have to act; the pole still does its work. */
    WARN,
    /** Somebody has to act now: the pole fails at a part of its work. */
    CRITICAL
}
