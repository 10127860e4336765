package io.smartpole.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.smartpole.core.config.ConfigurationReport;
import io.smartpole.core.config.ConfigurationReport.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ReportBoxTest {

    @Test
    @Timeout(30)
    void aReportNeedNotWaitForTheNextMessage() throws Exception {
        Gate gate = new Gate();
        ReportBox box = new ReportBox(gate);
        ConfigurationReport report =
                new ConfigurationReport(7, Outcome.APPLIED, "applied", null, List.of(), "", List.of(), List.of());

        box.onReport(report);

        assertNull(gate.next(Duration.ofHours(1)), "the worker looks around at once");
        assertEquals(report, box.latest());
    }
}
