package io.smartpole.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.health.HealthReport;
import io.smartpole.core.health.HealthResult;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.reading.Series;
import io.smartpole.core.reading.Unit;
import io.smartpole.core.reading.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FrontDoorTest {

    private static final List<String> ROUTES =
            List.of("/api/v1/status", "/api/v1/pole", "/api/v1/readings", "/api/v1/light", "/api/v1/health");

    private final ReadingMemory memory = new ReadingMemory();

    private final FakeTime time = new FakeTime("2027-11-01T20:00:00Z");
    private final Gateway gateway = FakeGateway.make(time, memory);
    private final LiveFeed feed = new LiveFeed(gateway);
    private final FrontDoor door = new FrontDoor(gateway, feed, new Page());

    private Response ask(String method, String path, @Nullable String host) {
        return door.handle(Ask.to(method, path, host));
    }

    private JsonNode get(String path) throws IOException {
        Response response = ask("GET", path, "localhost:8080");
        assertEquals(200, response.status());
        assertEquals("application/json", response.type());
        return new ObjectMapper().readTree(response.body());
    }

    @Test
    void statusTellsAllAtOneLook() throws Exception {
        assertEquals(
                "{\"time\":\"2026-11-01T20:00:00Z\",\"worldTime\":\"2027-11-01T20:00:00Z\",\"simulated\":false,"
                        + "\"uptimeSeconds\":90,\"boot\":\"00112233445566778899aabbccddeeff\",\"site\":\"dormagen\","
                        + "\"pole\":\"p-0001\",\"health\":\"WARN\","
                        + "\"light\":{\"levelPercent\":50.0,\"rule\":\"program\",\"until\":\"2027-11-02T05:00:00Z\"},"
                        + "\"uplink\":{\"connected\":true,\"endpoint\":\"cloud1 tcp://127.0.0.1:1883\",\"problem\":null,"
                        + "\"connects\":2,\"failovers\":1,\"published\":17,\"bytesIn\":2048,\"bytesOut\":65536,"
                        + "\"sinceAcknowledgedSeconds\":3,\"setAside\":4,\"endpoints\":["
                        + "{\"name\":\"cloud1\",\"uri\":\"tcp://127.0.0.1:1883\",\"active\":true,"
                        + "\"state\":\"online\",\"problem\":null},"
                        + "{\"name\":\"local1\",\"uri\":\"ssl://cabinet:8883\",\"active\":false,"
                        + "\"state\":\"waiting before the next attempt\",\"problem\":\"the certificate expired\"}]},"
                        + "\"evidence\":{\"waitingBatches\":3,\"waitingBytes\":4096,\"oldest\":null,"
                        + "\"committedBatches\":100,\"droppedReadings\":1}}",
                get("/api/v1/status").toString());
    }

    @Test
    void poleGivesTheKeyThatItsReadingsAreCheckedWith() throws Exception {
        JsonNode pole = get("/api/v1/pole");
        byte[] spki = FakeGateway.publicKeyOf(gateway);
        JsonNode key = pole.get("evidenceKey");
        assertArrayEquals(spki, HexFormat.of().parseHex(key.get("spki").asText()));
        assertEquals(
                "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(spki)
                        + "\n-----END PUBLIC KEY-----\n",
                key.get("pem").asText());
        assertEquals("Europe/Berlin", pole.at("/identity/place/timeZone").asText());
        assertEquals("night-switched", pole.at("/profile/supply").asText());
        assertEquals(62, pole.at("/profile/lampRatedWatts").asDouble());
        assertEquals("0.1.0", pole.at("/versions/gateway").asText());
    }

    @Test
    void readingsCarryTheirUnits() throws Exception {
        memory.onReading(new Series("bme280", "temperature", Unit.CELSIUS).reading(Value.of(7.5), time.world()));
        assertEquals(
                "[{\"component\":\"bme280\",\"quantity\":\"temperature\",\"unit\":\"Cel\",\"value\":7.5,"
                        + "\"time\":\"2027-11-01T20:00:00Z\",\"alarm\":false}]",
                get("/api/v1/readings").toString());
    }

    @Test
    void lightExplainsItself() throws Exception {
        JsonNode light = get("/api/v1/light");
        ((ObjectNode) light).remove("night");
        assertEquals(
                "{\"levelPercent\":50.0,\"rule\":\"program\",\"until\":\"2027-11-02T05:00:00Z\",\"why\":\"since 22:00\","
                        + "\"next\":{\"rule\":\"astronomical\",\"levelPercent\":100.0,\"why\":\"it is night\"},\"trace\":["
                        + "{\"rule\":\"emergency\",\"precedence\":2,\"levelPercent\":null,\"why\":\"nobody asked\"},"
                        + "{\"rule\":\"program\",\"precedence\":5,\"levelPercent\":50.0,\"why\":\"since 22:00\"},"
                        + "{\"rule\":\"photocell\",\"precedence\":6,\"levelPercent\":null,\"why\":\"there is none\"},"
                        + "{\"rule\":\"astronomical\",\"precedence\":6,\"levelPercent\":100.0,\"why\":\"it is night\"}],"
                        + "\"outputPercent\":48.0,\"floorPercent\":33.3,\"localService\":null,\"emergency\":null,"
                        + "\"override\":{\"levelPercent\":20.0,\"until\":null},"
                        + "\"inputs\":{\"clock\":\"trusted, 21:00:00\",\"calendar\":\"program standard\"},"
                        + "\"powerWatts\":31.0,\"ratedWatts\":62.0,"
                        + "\"figures\":{\"energyWh\":1234.6,\"estimatedEnergyWh\":34.5,\"burningHours\":19.9,"
                        + "\"switchOns\":7,\"co2Grams\":469.1,\"note\":\"not for billing\"},"
                        + "\"alarms\":[{\"event\":\"dimmingFailure\",\"evidence\":\"3 of 5 samples above 40 W\","
                        + "\"since\":\"2027-11-02T05:00:00Z\"}],\"sun\":null,\"problem\":\"the program has a gap\"}",
                light.toString());
    }

    @Test
    void lightHasTheNightAsPlannedToldAndMeasured() throws Exception {
        memory.onReading(new Series("lamp", "level", Unit.RATIO).reading(Value.of(0.5), time.world()));
        memory.onReading(new Series("lamp", "power", Unit.WATT).reading(Value.of(31.04), time.world()));
        assertEquals(
                "{\"from\":\"2027-11-01T11:00:00Z\",\"to\":\"2027-11-02T11:00:00Z\",\"timeZone\":\"Europe/Berlin\","
                        + "\"plan\":[{\"from\":\"2027-11-01T11:00:00Z\",\"levelPercent\":0.0,\"rule\":\"astronomical\","
                        + "\"why\":\"it is day\"},"
                        + "{\"from\":\"2027-11-02T10:00:00Z\",\"levelPercent\":100.0,\"rule\":\"program\","
                        + "\"why\":\"from 12:00\"}],"
                        + "\"told\":[{\"from\":\"2027-11-01T20:00:00Z\",\"levelPercent\":50.0}],"
                        + "\"measured\":[{\"time\":\"2027-11-01T20:00:00Z\",\"powerWatts\":31.0}]}",
                get("/api/v1/light").get("night").toString());
    }

    @Test
    void withoutADriverNobodyClaimsToKnowTheOutput() throws Exception {
        FakeGateway.Light light = new FakeGateway.Light();
        light.output = null;
        gateway.lighting = light;
        assertTrue(get("/api/v1/light").get("outputPercent").isNull());
    }

    @Test
    void thePlanListsEveryTransition() throws Exception {
        assertEquals(
                "{\"timeZone\":\"Europe/Berlin\",\"from\":\"2027-11-01T11:00:00Z\",\"to\":\"2028-11-05T11:00:00Z\","
                        + "\"transitions\":["
                        + "{\"at\":\"2027-11-01T11:00:00Z\",\"levelPercent\":0.0,\"rule\":\"astronomical\","
                        + "\"why\":\"it is day\"},"
                        + "{\"at\":\"2028-11-05T10:00:00Z\",\"levelPercent\":100.0,\"rule\":\"program\","
                        + "\"why\":\"from 12:00\"}]}",
                get("/api/v1/light/plan?from=2027-11-01&to=2028-11-05").toString());
        assertEquals(
                400,
                ask("GET", "/api/v1/light/plan?from=2027-11-01&to=2029-11-05", "localhost")
                        .status());
    }

    @Test
    void withoutTrustedTimeThePlanIsWhatCanBeToldAllTheSame() throws Exception {
        time.setWorld("1971-01-01T00:00:00Z", false);
        assertEquals(
                "1971-01-01T00:00:00Z", get("/api/v1/light/plan").get("from").asText());
    }

    @Test
    void healthNamesEachCheckAndWhatToDo() throws Exception {
        assertEquals(
                "{\"status\":\"WARN\",\"checks\":[{\"name\":\"uplink\",\"status\":\"WARN\",\"message\":\"away for 40 s\","
                        + "\"action\":\"wait\",\"since\":\"2026-11-01T11:59:20Z\",\"acknowledged\":null}],\"maintenance\":null}",
                get("/api/v1/health").toString());
    }

    @Test
    void healthTellsWhoKnowsAndWhoWorksOnThePole() throws Exception {
        HealthReport.Note note = new HealthReport.Note("ops", "ordered", Instant.parse("2026-11-02T12:00:00Z"));
        gateway.health = () -> new HealthReport(
                HealthStatus.WARN,
                null,
                List.of(new HealthReport.Check("uplink", HealthResult.warn("away", "wait"), null, note)),
                new HealthReport.Note("crew", "", null));
        JsonNode health = get("/api/v1/health");
        assertEquals(
                "{\"by\":\"ops\",\"text\":\"ordered\",\"until\":\"2026-11-02T12:00:00Z\"}",
                health.at("/checks/0/acknowledged").toString());
        assertEquals(
                "{\"by\":\"crew\",\"text\":\"\",\"until\":null}",
                health.get("maintenance").toString());
    }

    @Test
    void prometheusGetsItsText() {
        gateway.metrics = () -> "smartpole_up{cabinet=\"Süd\"} 1\n";
        Response response = ask("GET", "/metrics", "localhost:8080");
        assertEquals(200, response.status());
        assertEquals("text/plain; version=0.0.4; charset=utf-8", response.type());
        assertEquals("smartpole_up{cabinet=\"Süd\"} 1\n", text(response));
        assertEquals("no-store", response.headers().get("Cache-Control"));
        assertEquals(200, ask("HEAD", "/metrics", "localhost:8080").status());
        assertEquals(405, ask("POST", "/metrics", "localhost:8080").status());
        assertEquals(421, ask("GET", "/metrics", "pole.example").status());
    }

    @Test
    void withoutFiguresPrometheusIsToldSo() {
        assertEquals(503, ask("GET", "/metrics", "localhost:8080").status());
    }

    @Test
    void whereEverythingIsMissingEveryAnswerStillComes() throws Exception {
        time.setWorld("1971-01-01T00:00:00Z", false);
        FrontDoor bare = new FrontDoor(new Gateway(time, memory, FakeGateway.VERSIONS), feed, new Page());
        for (String path : ROUTES) {
            Response response = bare.handle(Ask.get(path));
            assertEquals(200, response.status(), path);
            assertFalse(text(response).contains("1970"), path + " shows a time that nobody can trust");
        }
    }

    @Test
    void aServiceThatFailsIsAnAnswerTooAndTheOthersStillCome() {
        gateway.health = () -> {
            throw new IllegalStateException("going away");
        };
        Response response = ask("GET", "/api/v1/health", "localhost");
        assertEquals(500, response.status());
        assertTrue(text(response).contains("going away"));
        assertEquals(200, ask("GET", "/api/v1/light", "localhost").status());
    }

    @Test
    void anUnknownPathIsNotFoundAndSaysWhatThereIs() {
        for (String path :
                List.of("/x", "/api/v1/", "/api/v2/status", "/api/v1/status/", "/../console.js", "/page/en.json")) {
            Response response = ask("GET", path, "localhost:8080");
            assertEquals(404, response.status(), path);
            assertTrue(
                    text(response).startsWith("{\"error\":\"there is nothing at " + path + "\",\"whatToDo\":\""), path);
        }
    }

    @Test
    void whateverWouldChangeSomethingIsNotAllowed() {
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get")) {
            Response response = ask(method, "/api/v1/light", "localhost:8080");
            assertEquals(405, response.status(), method);
            assertEquals("GET, HEAD", response.headers().get("Allow"));
        }
        assertEquals(200, ask("HEAD", "/api/v1/light", "localhost:8080").status());
        assertEquals(405, ask("HEAD", FrontDoor.EVENTS, "localhost:8080").status());
    }

    @Test
    void onlyThisMachinesOwnNamesAreAnswered() {
        for (String host : List.of(
                "pole.example",
                "pole.example:8080",
                "localhost.pole.example",
                "127.0.0.1.pole.example",
                "localhost:8080@pole.example",
                "127.0.0.2",
                "127x0x0x1",
                "[::2]:8080",
                "localhost:",
                "")) {
            assertEquals(421, ask("GET", "/", host).status(), host);
            assertEquals(421, ask("GET", FrontDoor.EVENTS, host).status(), host);
        }
        assertEquals(421, ask("GET", "/", null).status());
        for (String host : List.of("localhost", "LOCALHOST:1", "127.0.0.1:8080", "[::1]:65535", "[::1]")) {
            assertEquals(200, ask("GET", "/", host).status(), host);
        }
    }

    @Test
    void whereNobodyLogsInTheNetworkDoesNotEvenLook() {
        for (String path : List.of("/", "/api/v1/status", "/api/v1/console", "/metrics", FrontDoor.EVENTS, "/x")) {
            Response response = door.handle(
                    Ask.request("GET", path, new Request.Headers("localhost:8080", null, null), false, new byte[0]));
            assertEquals(403, response.status(), path);
            assertTrue(text(response).contains("SSH tunnel"), text(response));
        }
    }

    @Test
    void whoIsLoggedInAtKuraLooksFromAnywhereUnderAnyName() {
        for (String path : ROUTES) {
            assertEquals(200, door.handle(Ask.inKura("GET", path)).status(), path);
        }
        assertEquals(200, door.handle(Ask.inKura("HEAD", "/index.html")).status());
        assertTrue(door.handle(Ask.inKura("GET", FrontDoor.EVENTS)).streamsEvents());
    }

    @Test
    void whoIsLoggedInAtKuraChangesNothing() {
        gateway.lighting = new FakeGateway.Light();
        for (String path : List.of(
                "/api/v1/light/service",
                "/api/v1/light/emergency",
                "/api/v1/light/override",
                "/api/v1/light/programs",
                "/api/v1/status",
                "/index.html",
                "",
                "/x")) {
            for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get")) {
                Response response = door.handle(Ask.inKura(method, path));
                assertEquals(405, response.status(), method + " " + path);
                assertEquals("GET, HEAD", response.headers().get("Allow"), method + " " + path);
                assertTrue(text(response).contains("changed in the Kura console"), text(response));
            }
        }
        assertEquals(
                404, door.handle(Ask.inKura("GET", "/api/v1/light/service")).status());
        assertEquals(405, door.handle(Ask.inKura("HEAD", FrontDoor.EVENTS)).status());
    }

    @Test
    void thePageIsToldWhatItMayDo() throws Exception {
        assertEquals(
                "{\"readOnly\":false,\"user\":null}", get("/api/v1/console").toString());
        assertEquals("{\"readOnly\":true,\"user\":\"admin\"}", text(door.handle(Ask.inKura("GET", "/api/v1/console"))));
    }

    @Test
    void belowAnotherServersPathThePageIsWhereItsRelativeLinksFitAndHintsNameThePath() {
        for (String path : List.of("", "/")) {
            Response response = door.handle(Ask.inKura("GET", path));
            assertEquals(302, response.status());
            assertEquals("/smartpole/index.html", response.headers().get("Location"));
        }
        Response unknown = door.handle(Ask.inKura("GET", "/x"));
        assertEquals(404, unknown.status());
        assertTrue(
                text(unknown)
                        .startsWith("{\"error\":\"there is nothing at /smartpole/x\",\"whatToDo\":\"open /smartpole/ "),
                text(unknown));
        assertEquals(200, ask("GET", "/", "localhost").status());
    }

    @Test
    void everyAnswerTellsTheBrowserToBeCareful() {
        for (Response response : List.of(
                ask("GET", "/", "localhost"),
                ask("GET", "/api/v1/status", "localhost"),
                ask("GET", FrontDoor.EVENTS, "localhost"),
                ask("GET", "/x", "localhost"),
                ask("POST", "/", "localhost"),
                ask("GET", "/", "pole.example"))) {
            String policy = String.valueOf(response.headers().get("Content-Security-Policy"));
            assertTrue(policy.startsWith("default-src 'none'; script-src 'self'"), policy);
            assertEquals("nosniff", response.headers().get("X-Content-Type-Options"));
        }
        assertEquals(
                "no-store", ask("GET", "/api/v1/status", "localhost").headers().get("Cache-Control"));
        assertEquals(
                "no-store", ask("GET", FrontDoor.EVENTS, "localhost").headers().get("Cache-Control"));
    }

    @Test
    void eventsAreStreamedUnlessTooManyPagesAreOpen() {
        assertTrue(ask("GET", FrontDoor.EVENTS, "localhost").streamsEvents());
        for (int i = 0; i < LiveFeed.STREAMS; i++) {
            feed.open(new FakeWire());
        }
        Response crowded = ask("GET", FrontDoor.EVENTS, "localhost");
        assertEquals(503, crowded.status());
        assertFalse(crowded.streamsEvents());
        assertEquals("10", crowded.headers().get("Retry-After"));
    }

    @Test
    void theNonceOfThisBootIsNotGivenAway() {
        for (String path : ROUTES) {
            assertFalse(text(ask("GET", path, "localhost")).contains(FakeGateway.NONCE), path);
        }
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
