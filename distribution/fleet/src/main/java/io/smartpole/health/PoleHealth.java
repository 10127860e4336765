package io.smartpole.health;

import io.smartpole.core.health.HealthReport;
import io.smartpole.core.pole.PoleIdentity;

/** The message on topic {@code health} as a real pole sends it. It stands in this package to see how. */
public final class PoleHealth {

    private PoleHealth() {}

    /**
     * @param software version of the simulator
     * @return JSON, UTF-8
     */
    public static byte[] message(PoleIdentity identity, String software, HealthReport report) {
        return HealthMessage.encode(identity, software, report);
    }
}
