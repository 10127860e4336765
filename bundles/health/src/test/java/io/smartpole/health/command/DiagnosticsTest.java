package io.smartpole.health.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartpole.core.command.CommandResult;
import io.smartpole.core.config.Configurations;
import io.smartpole.core.evidence.Backlog;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.link.EndpointStatus;
import io.smartpole.core.link.LinkFigures;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Value;
import io.smartpole.health.FakeTime;
import io.smartpole.health.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

class DiagnosticsTest {

    private final FakeTime time = new FakeTime();
    private final BundleContext context = mock(BundleContext.class);
    private final GatewayPicture picture = new GatewayPicture(context, time);
    private final Records records = new Records(time);
    private final List<Reading> recorded = new ArrayList<>();
    private final Ask ask = new Ask(new Diagnostics(picture, records));

    @BeforeEach
    void listen() {
        records.addListener(recorded::add);
        Bundle bundle = mock(Bundle.class);
        when(bundle.getSymbolicName()).thenReturn("io.smartpole.core");
        when(bundle.getVersion()).thenReturn(new Version("0.1.0"));
        when(bundle.getState()).thenReturn(Bundle.ACTIVE);
        when(context.getBundles()).thenReturn(new Bundle[] {bundle});
        Outbox outbox = mock(Outbox.class);
        when(outbox.status())
                .thenReturn(new LinkStatus(
                        true,
                        "cloud1 tcp://127.0.0.1:1883",
                        "secret-nonce",
                        null,
                        new LinkFigures(2, 1, 17, 2048, 65536, null, 4),
                        List.of(new EndpointStatus("cloud1", "tcp://127.0.0.1:1883", true, "online", null))));
        picture.outbox = outbox;
        picture.pole = () -> new PoleIdentity("dormagen", "p-0001", "S-12", "3", "L1", null);
        picture.health = () -> new HealthReport(
                HealthStatus.WARN,
                null,
                List.of(new HealthReport.Check(
                        "lamp",
                        HealthResult.warn("flickers", "bring a lamp"),
                        null,
                        new HealthReport.Note("ops", "ordered", null))),
                null);
    }

    private String text(CommandResult result) {
        return String.valueOf(result.data().get("text"));
    }

    @Test
    void itTellsWhatSomebodyFarAwayNeeds() throws Exception {
        EvidenceLog log = mock(EvidenceLog.class);
        when(log.backlog()).thenReturn(new Backlog(3, 4096, null, 100, 1));
        picture.evidence = log;
        Configurations configurations = mock(Configurations.class);
        when(configurations.effective())
                .thenReturn(new TreeMap<>(Map.of("smartpole.evidence", new TreeMap<>(Map.of("heartbeat", 15)))));
        picture.configurations = configurations;
        String text = text(ask.to("diagnostics"));
        for (String part : List.of(
                "dormagen/p-0001 cabinet 'S-12'",
                "lamp WARN since unknown: flickers",
                "what to do: bring a lamp",
                "acknowledged by 'ops': ordered, until unknown",
                "WARN at unknown, maintenance none",
                "connects 2, failovers 1",
                "cloud1 tcp://127.0.0.1:1883 in use: online",
                "waiting 3 batches, 4096 bytes",
                "io.smartpole.core 0.1.0 active",
                "smartpole.evidence heartbeat = 15",
                "heap used",
                " threads",
                "main RUNNABLE")) {
            assertTrue(text.contains(part), part + " is missing in\n" + text);
        }
        assertFalse(text.contains("nonce"), "the nonce makes a command fresh");
    }

    @Test
    void itIsOnRecordInPartsThatMakeUpTheSameText() throws Exception {
        CommandResult result = ask.to("diagnostics");
        StringBuilder joined = new StringBuilder();
        for (Reading reading : recorded) {
            assertEquals("health/diagnostics", reading.series().name());
            assertEquals(Lane.MEASUREMENT, reading.lane());
            joined.append(new ObjectMapper()
                    .readTree(((Value.Text) reading.value()).text())
                    .get("text")
                    .asText());
        }
        assertEquals(text(result), joined.toString());
        assertEquals(recorded.size(), result.data().get("parts"));
    }

    @Test
    void howeverMuchThereIsItStaysBounded() throws Exception {
        TreeMap<String, Object> values = new TreeMap<>();
        for (int i = 0; i < 2000; i++) {
            values.put("key" + i, "\"\n".repeat(100));
        }
        Configurations configurations = mock(Configurations.class);
        when(configurations.effective()).thenReturn(new TreeMap<>(Map.of("smartpole.lighting", values)));
        picture.configurations = configurations;
        CommandResult result = ask.to("diagnostics");
        assertTrue(new ObjectMapper().writeValueAsBytes(result.data()).length <= CommandResult.LARGEST_DATA);
        assertTrue(text(result).endsWith("the rest is left out"));
        assertTrue(recorded.size() < 80, recorded.size() + " parts");
    }

    @Test
    void aLongSettingLeavesRoomForTheRest() throws Exception {
        Configurations configurations = mock(Configurations.class);
        when(configurations.effective())
                .thenReturn(new TreeMap<>(Map.of(
                        "smartpole.lighting", new TreeMap<>(Map.of("programs", "p".repeat(65_536))),
                        "smartpole.uplink", new TreeMap<>(Map.of("cloud1.uri", "ssl://broker:8883")))));
        picture.configurations = configurations;
        String text = text(ask.to("diagnostics"));
        assertTrue(text.contains("programs = " + "p".repeat(200) + "... (65536 characters)\n"), text);
        assertTrue(text.contains("smartpole.uplink cloud1.uri = ssl://broker:8883"), text);
        assertTrue(text.contains("main RUNNABLE"), text);
    }

    @Test
    void whatIsMissingOrFailsDoesNotHideTheRest() throws Exception {
        picture.health = () -> {
            throw new IllegalStateException("going away");
        };
        String text = text(ask.to("diagnostics"));
        assertTrue(text.contains("cannot be told: java.lang.IllegalStateException: going away"));
        assertTrue(text.contains("# evidence\nmissing"));
        assertTrue(text.contains("# bundles\nio.smartpole.core"));
    }

    @Test
    void itTakesNoArguments() {
        assertThrows(IllegalArgumentException.class, () -> ask.to("diagnostics", "secrets", true));
        assertEquals(List.of(), recorded);
    }
}
