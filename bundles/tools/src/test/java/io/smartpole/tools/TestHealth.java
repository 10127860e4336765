package io.smartpole.tools;

import io.smartpole.core.health.HealthStatus;
import io.smartpole.tools.fleet.PoleHealth;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Messages of health as a pole sends them. */
public final class TestHealth {

    private static final String CHECK =
            "{\"name\":\"lamp\",\"status\":\"%s\",\"message\":\"draws 3 W\",\"action\":\"%s\","
                    + "\"since\":\"2026-11-21T20:00:00Z\",\"acknowledged\":%s}";

    private TestHealth() {}

    public static String json(
            HealthStatus status, String cabinet, String phase, String maintenance, String acknowledged) {
        String check = CHECK.formatted(status, status == HealthStatus.OK ? "" : "replace the driver", acknowledged);
        return """
                {"status":"%s","time":"2026-11-21T20:59:00Z","software":"0.1.0",
                 "pole":{"site":"dormagen","pole":"p-1","cabinet":"%s","circuit":"3","phase":"%s",
                         "latitude":51.09,"longitude":6.84},
                 "maintenance":%s,
                 "checks":[{"name":"clock","status":"OK","message":"set","action":"","since":null,"acknowledged":null},%s]}
                """.formatted(status, cabinet, phase, maintenance, check);
    }

    public static PoleHealth of(HealthStatus status, String cabinet, String phase) {
        return read(json(status, cabinet, phase, "null", "null"));
    }

    public static PoleHealth acknowledged(HealthStatus status) {
        return acknowledged("lamp", status);
    }

    public static PoleHealth acknowledged(String check, HealthStatus status) {
        return read(json(status, "S-1", "L1", "null", "{\"by\":\"ops\",\"text\":\"ordered\",\"until\":null}")
                .replace("\"lamp\"", "\"" + check + "\""));
    }

    public static PoleHealth inMaintenance(String cabinet, Instant until) {
        return read(json(
                HealthStatus.CRITICAL,
                cabinet,
                "L1",
                "{\"by\":\"ops\",\"text\":\"new head\",\"until\":\"" + until + "\"}",
                "null"));
    }

    static PoleHealth read(String json) {
        return PoleHealth.read(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
