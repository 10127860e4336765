package io.smartpole.core.health;

/** Gives the gateway's figures to a monitoring system. */
@FunctionalInterface
public interface Metrics {

    /** @return all figures of now in Prometheus text exposition format 0.0.4, from memory */
    String text();
}
