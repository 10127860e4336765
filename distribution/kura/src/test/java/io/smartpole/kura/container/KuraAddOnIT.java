package io.smartpole.kura.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.eclipse.kura.configuration.Password;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The add-on and the simulation in a container like Kura 5's: installed as Kura does it, configured as its console does it. */
class KuraAddOnIT {

    private static final String SECRET = "open-sesame";

    @TempDir
    static Path folder;

    private static Container kura;
    private static City city;

    @BeforeAll
    static void install() throws Exception {
        int mqtt = Container.freePort();
        kura = TrialPole.named(folder, mqtt);
        city = new City(mqtt, kura.data(), TrialPole.TOPICS);
    }

    @AfterAll
    static void end() throws Exception {
        try (Container ended = kura;
                City gone = city) {
            assertEquals(List.of(), ended.stackTraces());
        }
    }

    @Test
    void everyBundleIsActive() throws Exception {
        List<String> bundles = kura.ask("bundles");
        assertTrue(
                bundles.stream()
                                .filter(line -> line.startsWith("io.smartpole."))
                                .count()
                        >= 15,
                "" + bundles);
        assertEquals(
                List.of(),
                bundles.stream().filter(line -> !line.endsWith(" active")).toList());
        assertTrue(bundles.stream().noneMatch(line -> line.startsWith("io.smartpole.kura-api")), "Kura has its own");
    }

    @Test
    void everyComponentIsActiveButTheOneForAnotherKindOfHttpServer() throws Exception {
        List<String> waiting = kura.ask("components").stream()
                .filter(line -> !line.endsWith(" active"))
                .toList();
        assertEquals(
                List.of("io.smartpole.console io.smartpole.console.WhiteboardEntrance waits for whiteboard"), waiting);
    }

    @Test
    void kuraKnowsEveryConcernByItsForm() throws Exception {
        TreeSet<String> pids = new TreeSet<>(Forms.of(Container.ADDON).keySet());
        pids.addAll(Forms.of(Container.SIMULATION).keySet());
        assertEquals(pids, new TreeSet<>(kura.ask("active")));
    }

    @Test
    void readingsFlowAndTheLampFollowsTheDecision() throws Exception {
        assertTrue(kura.page("/api/v1/readings").findValuesAsText("component").contains("bh1750"));
        JsonNode light = kura.await(
                20,
                "a lamp that is told",
                () -> kura.page("/api/v1/light"),
                page -> page.path("outputPercent").isNumber());
        assertTrue(
                light.path("levelPercent").isNumber()
                        && !light.path("why").asText().isEmpty(),
                "" + light);
    }

    @Test
    void aGoodValueFromKurasFormIsInEffectAndStaysInTheSnapshot() throws Exception {
        set("smartpole.evidence", Map.of("store.retain", 24));
        assertEquals(24, kura.config("smartpole.evidence", "store.retain"));
        assertEquals(24, kura.snapshot("smartpole.evidence", "store.retain"));
    }

    /**
     * What somebody set wrongly.
     *
     * @param lastGood what is to come back
     */
    private record Wrong(String why, String pid, String key, Object given, Object lastGood) {

        boolean isIn(JsonNode report) {
            for (JsonNode refused : report.path("refused")) {
                if (refused.path("pid").asText().equals(pid)
                        && refused.path("key").asText().equals(key)
                        && !refused.path("given").isMissingNode()
                        && !refused.path("expected").asText().isEmpty()) {
                    return true;
                }
            }
            return false;
        }

        boolean isTakenBack() {
            try {
                return lastGood.equals(kura.config(pid, key)) && lastGood.equals(kura.snapshot(pid, key));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final List<Wrong> WRONG = List.of(
            new Wrong("out of range", "smartpole.evidence", "batch.interval", 100000, 2),
            new Wrong("another type", "smartpole.hardware", "profile", 7, "city-basic"),
            new Wrong("text for a number", "smartpole.lighting", "photocell.on", "many", 35.0),
            new Wrong("no such option", "smartpole.uplink", "acknowledge", "maybe", "platform"),
            new Wrong("empty", "smartpole.identity", "pole", "", "p-0001"),
            new Wrong("no such phase", "smartpole.identity", "phase", "L9", ""));

    @Test
    void wrongValuesAreTakenBackAlsoInTheSnapshotAndReported() throws Exception {
        for (Wrong wrong : WRONG) {
            kura.update(wrong.pid(), Map.of(wrong.key(), wrong.given()));
            assertEquals(wrong.given(), kura.snapshot(wrong.pid(), wrong.key()), "Kura checks nothing");
        }
        kura.await(
                10,
                "nothing wrong left",
                () -> WRONG.stream().filter(wrong -> !wrong.isTakenBack()).toList(),
                List::isEmpty);
        JsonNode report =
                city.awaitReport("all that was refused", now -> WRONG.stream().allMatch(wrong -> wrong.isIn(now)));
        assertTrue(report.path("refused").size() >= WRONG.size(), "" + report);
    }

    @Test
    void healthNamesWhatWasRefusedUntilAGoodValueComes() throws Exception {
        kura.update("smartpole.evidence", Map.of("store.size", 1));
        JsonNode check = kura.awaitCheck(15, "configuration", "WARN", "smartpole.evidence store.size", " 1\"");
        assertFalse(check.path("action").asText().isEmpty(), "what to do: " + check);
        kura.update("smartpole.evidence", Map.of("store.size", 128));
        kura.await(
                15, "a check without it", () -> "" + kura.check("configuration"), text -> !text.contains("store.size"));
        assertEquals(128, kura.snapshot("smartpole.evidence", "store.size"));
    }

    @Test
    void aSignedConfigurationIsInTheSnapshotToo() throws Exception {
        city.configure(1, "smartpole.lighting", Map.of("photocell.window", 45));
        city.awaitReport(
                "revision 1 applied",
                report -> report.path("revision").asInt() == 1
                        && report.path("outcome").asText().equals("applied"));
        assertEquals(45, kura.config("smartpole.lighting", "photocell.window"));
        assertEquals(45, kura.snapshot("smartpole.lighting", "photocell.window"));
    }

    @Test
    void aPasswordIsEncryptedByKuraAndNoDrift() throws Exception {
        set("smartpole.uplink", Map.of("cloud2.user", "pole", "cloud2.password", new Password(SECRET)));
        String stored = "" + kura.config("smartpole.uplink", "cloud2.password");
        assertEquals(SECRET, kura.ask("decrypt", stored).get(0));
        assertFalse(kura.snapshot().contains(SECRET), "the snapshot has it in plain text");
        assertFalse(kura.log().contains(SECRET), "the log has it");
        assertFalse(("" + kura.page("/api/v1/health")).contains("cloud2.password"), "a health check complains");
    }

    @Test
    void aValueThatKuraSendsAgainIsNoChange() throws Exception {
        set("smartpole.simulation", Map.of("seed", 7L));
        long changes = changes("");
        List<String> components = kura.ask("components");
        kura.ask("again");
        kura.ask("again");
        set("smartpole.evidence", Map.of("heartbeat", 14)); // what comes after it shows that it was passed over
        assertEquals(changes + 1, changes(""));
        assertEquals(components, kura.ask("components"));
    }

    /** Sets values in Kura's form, and waits until the add-on has examined and kept them. */
    private static void set(String pid, Map<String, Object> values) throws IOException {
        long before = changes(pid);
        kura.update(pid, values);
        kura.await(10, "a change of " + pid + " in the log", () -> changes(pid), changes -> changes > before);
    }

    private static long changes(String pid) throws IOException {
        return kura.log()
                .lines()
                .filter(line -> line.contains("changed elsewhere: [") && line.contains(pid))
                .count();
    }

    @Test
    void kurasConsoleHasOurPageForThoseWhoAreLoggedInAndOnlyToLook() throws Exception {
        assertEquals(List.of("/smartpole"), kura.ask("servlets"));
        assertEquals(List.of("302", "to /smartpole/index.html"), kura.ask("page", "GET", "/smartpole", "admin"));
        List<String> page = kura.ask("page", "GET", "/smartpole/index.html", "admin");
        assertTrue(page.get(0).equals("200") && page.get(1).startsWith("text/html"), "" + page);
        assertEquals(
                "dormagen",
                kura.page("/api/v1/pole").path("identity").path("site").asText());
        assertEquals(
                "401", kura.ask("page", "GET", "/smartpole/api/v1/health", "").get(0));
        assertEquals(
                "405",
                kura.ask("page", "POST", "/smartpole/api/v1/light/override", "admin")
                        .get(0));
    }

    @Test
    void kapuaIsToldHealthAndLight() throws Exception {
        List<String> health = kura.ask("request", "SMARTPOLE-V1", "health");
        assertEquals("200", health.get(0));
        assertTrue(health.get(1).contains("\"store\""), "" + health);
        List<String> light = kura.ask("request", "SMARTPOLE-V1", "light");
        assertEquals("200", light.get(0));
        assertTrue(light.get(1).contains("levelPercent"), "" + light);
        assertEquals("404", kura.ask("request", "SMARTPOLE-V1", "dark").get(0));
    }

    @Test
    void alarmsGoThroughTheCloudPublisherThatIsChosen() throws Exception {
        kura.update("smartpole.kura", Map.of("CloudPublisher.target", "(kura.service.pid=elsewhere)"));
        kura.awaitCheck(15, "kura", "WARN", "elsewhere");
        kura.update("smartpole.kura", Map.of("CloudPublisher.target", "(kura.service.pid=alarms)"));
        kura.awaitCheck(15, "kura", "OK", "(kura.service.pid=alarms)");
    }
}
