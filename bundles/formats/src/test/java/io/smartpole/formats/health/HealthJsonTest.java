package io.smartpole.formats.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthJsonTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00.75Z");

    @Test
    void eachCheckSaysWhatIsSoSinceWhenAndWhatToDo() {
        HealthReport.Note note = new HealthReport.Note("anna", "SIM card ordered", NOW);
        HealthReport report = new HealthReport(
                HealthStatus.WARN,
                NOW,
                List.of(new HealthReport.Check("uplink", HealthResult.warn("away", "wait"), NOW, note)),
                null);
        assertEquals(
                "{\"status\":\"WARN\",\"time\":\"2026-11-01T12:00:00Z\",\"maintenance\":null,\"checks\":["
                        + "{\"name\":\"uplink\",\"status\":\"WARN\",\"message\":\"away\",\"action\":\"wait\","
                        + "\"since\":\"2026-11-01T12:00:00Z\",\"acknowledged\":{\"by\":\"anna\","
                        + "\"text\":\"SIM card ordered\",\"until\":\"2026-11-01T12:00:00Z\"}}]}",
                HealthJson.of(report).toString());
    }

    @Test
    void whatIsNotKnownWithoutAClockIsNull() {
        HealthReport report = new HealthReport(
                HealthStatus.OK,
                null,
                List.of(new HealthReport.Check("host", HealthResult.ok("cool"), null, null)),
                new HealthReport.Note("ben", "new lamp", null));
        assertEquals(
                "{\"status\":\"OK\",\"time\":null,"
                        + "\"maintenance\":{\"by\":\"ben\",\"text\":\"new lamp\",\"until\":null},\"checks\":["
                        + "{\"name\":\"host\",\"status\":\"OK\",\"message\":\"cool\",\"action\":\"\","
                        + "\"since\":null,\"acknowledged\":null}]}",
                HealthJson.of(report).toString());
    }
}
