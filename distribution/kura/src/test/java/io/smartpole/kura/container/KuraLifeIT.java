package io.smartpole.kura.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of the add-on on a Kura: first start, restarts, the next version, its end. */
class KuraLifeIT {

    private static final String WHITEBOARD =
            "io.smartpole.console io.smartpole.console.WhiteboardEntrance waits for whiteboard";

    @TempDir
    Path folder;

    @Test
    void aloneAndWithoutABoardItDecidesOnTheLightAndSignsNothingUntilItIsNamed() throws Exception {
        try (Container kura = Container.start(folder)) {
            kura.install(Container.ADDON);
            kura.awaitCheck(20, "store", "WARN", "no name", "nothing is signed");
            assertEquals(0, committed(kura));
            assertEquals("fail-safe", kura.page("/api/v1/light").path("rule").asText());
            assertEquals(100, kura.page("/api/v1/light").path("levelPercent").asInt());
            List<String> waiting = kura.ask("components").stream()
                    .filter(line -> !line.endsWith(" active"))
                    .toList();
            assertEquals(List.of(WHITEBOARD), waiting);

            kura.update("smartpole.identity", TrialPole.IDENTITY);
            kura.await(30, "a batch", () -> committed(kura), batches -> batches > 0);
            kura.awaitCheck(15, "identity", "OK", "dormagen");
            assertEquals(List.of(), kura.stackTraces());
            kura.stop();
            assertEquals(List.of(), kura.stackTraces());
        }
    }

    private static int committed(Container kura) throws IOException {
        return kura.page("/api/v1/status")
                .path("evidence")
                .path("committedBatches")
                .asInt();
    }

    private static String key(Container kura) throws IOException {
        return kura.page("/api/v1/pole").path("evidenceKey").path("id").asText();
    }

    @Test
    void aCleanRestartAndAPowerCutKeepWhatKuraAndThePlatformConfigured() throws Exception {
        int mqtt = Container.freePort();
        String key;
        try (Container kura = TrialPole.named(folder, mqtt);
                City city = new City(mqtt, kura.data(), TrialPole.TOPICS)) {
            key = key(kura);
            kura.update("smartpole.lighting", Map.of("photocell.window", 50));
            city.configure(1, "smartpole.evidence", Map.of("store.retain", 24));
            city.awaitReport(
                    "revision 1", report -> report.path("outcome").asText().equals("applied"));
            kura.await(
                    10,
                    "Kura's change in the history",
                    kura::log,
                    log -> log.contains("elsewhere: [smartpole.lighting]"));
            kura.stop();
        }
        try (Container kura = TrialPole.installed(folder)) {
            assertKept(kura, key);
            kura.kill();
        }
        try (Container kura = TrialPole.installed(folder)) {
            assertKept(kura, key);
            kura.awaitCheck(15, "configuration", "OK");
            assertEquals(List.of(), kura.stackTraces());
        }
    }

    private static void assertKept(Container kura, String key) throws Exception {
        TrialPole.awaitReceipts(kura);
        assertEquals(key, key(kura));
        JsonNode identity = kura.page("/api/v1/pole").path("identity");
        assertEquals("p-0001", identity.path("pole").asText());
        assertEquals(50, kura.config("smartpole.lighting", "photocell.window"));
        assertEquals(24, kura.config("smartpole.evidence", "store.retain"));
        assertEquals(50, kura.snapshot("smartpole.lighting", "photocell.window"));
        assertEquals(24, kura.snapshot("smartpole.evidence", "store.retain"));
    }

    @Test
    void aKuraThatComesUpAfterTheAddOnConfiguresItAllTheSame() throws Exception {
        TrialPole.seed(folder, Container.freePort());
        try (Container kura = TrialPole.installed(folder, "-Dimitation.late=true")) {
            assertEquals(List.of(), kura.ask("servlets"));
            kura.ask("kura");
            TrialPole.awaitForm(kura);
            kura.update("smartpole.identity", TrialPole.IDENTITY);
            TrialPole.awaitReceipts(kura);
            assertEquals(2, kura.config("smartpole.evidence", "batch.interval"));
            assertEquals(2, kura.snapshot("smartpole.evidence", "batch.interval"));
        }
    }

    @Test
    void theNextVersionKeepsConfigurationAndEvidenceAndTheEndLeavesNothing() throws Exception {
        int mqtt = Container.freePort();
        TrialPole.seed(folder, mqtt);
        try (Container kura = Container.start(folder)) {
            List<String> threads = kura.ask("threads");
            List<String> services = kura.ask("services");
            List<String> bundles = kura.ask("bundles");
            kura.install(Container.SIMULATION);
            kura.install(Container.ADDON);
            TrialPole.awaitForm(kura);
            kura.update("smartpole.identity", TrialPole.IDENTITY);
            kura.update("smartpole.evidence", Map.of("store.retain", 24));
            TrialPole.awaitReceipts(kura);
            String key = key(kura);

            assertEquals("smartpole " + NextVersion.VERSION, kura.install(NextVersion.of(Container.ADDON, folder)));
            TrialPole.awaitReceipts(kura);
            assertEquals(key, key(kura));
            assertEquals(24, kura.config("smartpole.evidence", "store.retain"));
            assertEquals(24, kura.snapshot("smartpole.evidence", "store.retain"));
            assertTrue(
                    kura.ask("bundles").contains("io.smartpole.core " + NextVersion.VERSION + " active"),
                    "" + kura.ask("bundles"));
            kura.await(
                    20,
                    "all components",
                    () -> kura.ask("components").stream()
                            .filter(line -> !line.endsWith(" active"))
                            .toList(),
                    List.of(WHITEBOARD)::equals);

            kura.ask("uninstall", "smartpole");
            kura.ask("uninstall", "smartpole-simulation");
            assertEquals(List.of(), without(kura.ask("bundles"), bundles));
            assertEquals(List.of(), without(kura.ask("services"), services));
            assertEquals(List.of(), kura.ask("servlets"));
            assertEquals(List.of(), kura.ask("handlers"));
            kura.await(
                    15,
                    "an end of its threads",
                    () -> without(kura.ask("threads"), threads).stream()
                            .filter(name -> !name.startsWith("Refresh Thread: Equinox")) // the framework's own
                            .toList(),
                    List::isEmpty);
            assertEquals(24, kura.snapshot("smartpole.evidence", "store.retain"), "what was configured is Kura's");
            assertTrue(kura.data().resolve("evidence").toFile().isDirectory(), "evidence belongs to the city");
            assertEquals(List.of(), kura.stackTraces());
        }
    }

    private static List<String> without(List<String> after, List<String> before) {
        List<String> rest = new ArrayList<>(after);
        before.forEach(rest::remove);
        return rest;
    }
}
