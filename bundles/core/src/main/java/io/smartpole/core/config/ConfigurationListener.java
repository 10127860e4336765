package io.smartpole.core.config;

/** Registered as a service, it is told how the gateway is configured: at once when it appears, and at every change. */
@FunctionalInterface
public interface ConfigurationListener {

    /** Must neither block nor throw. */
    void onReport(ConfigurationReport report);
}
