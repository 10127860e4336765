package io.smartpole.core.health;

/**
 * What a check found.
 *
 * @param status who has to act
 * @param message what is the case, with figures: {@code "bme280 has not answered for 35 s"}
 * @param action what to do about it, for the person who reads it; empty when OK
 */
public record HealthResult(HealthStatus status, String message, String action) {

    public static HealthResult ok(String message) {
        return new HealthResult(HealthStatus.OK, message, "");
    }

    public static HealthResult warn(String message, String action) {
        return new HealthResult(HealthStatus.WARN, message, action);
    }

    public static HealthResult critical(String message, String action) {
        return new HealthResult(HealthStatus.CRITICAL, message, action);
    }
}
