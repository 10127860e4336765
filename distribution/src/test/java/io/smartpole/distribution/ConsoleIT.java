package io.smartpole.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The console of the running gateway: its REST, and its page in a real browser. */
class ConsoleIT {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path data;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static RunningGateway gateway;

    private static int port;

    @BeforeAll
    static void start() throws Exception {
        port = RunningGateway.freePort();
        gateway = RunningGateway.demo(data, RunningGateway.freePort(), "--http", "" + port, "--speed", "60");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void readyNamesTheConsole() {
        assertEquals("READY http://localhost:" + port, gateway.ready());
    }

    @Test
    void thePoleSaysWhoItIsAndWithWhichKeyItSigns() throws Exception {
        JsonNode pole = json("/api/v1/pole");
        assertEquals("dormagen", pole.path("identity").path("site").asText());
        assertEquals("p-0001", pole.path("identity").path("pole").asText());
        assertEquals("city-environment", pole.path("profile").path("name").asText());
        JsonNode key = pole.path("evidenceKey");
        assertEquals(
                HexFormat.of().formatHex(Evidence.publicKey(data)),
                key.path("spki").asText());
        assertEquals(
                Files.readString(data.resolve("identity/evidence.pub.pem")),
                key.path("pem").asText());
        assertFalse(pole.toString().contains("PRIVATE"));
    }

    @Test
    void statusReadingsLightAndHealthAnswer() throws Exception {
        assertTrue(json("/api/v1/status").path("uptimeSeconds").isNumber());
        awaitReadings(4); // it is ready at the first one
        assertTrue(json("/api/v1/light").path("levelPercent").isNumber());
        assertTrue(json("/api/v1/health").path("checks").isArray());
    }

    @Test
    void aMonitoringSystemReadsTheFigures() throws Exception {
        HttpResponse<String> metrics = get("/metrics");
        assertEquals(200, metrics.statusCode());
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                metrics.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT));
        for (String line : metrics.body().lines().toList()) {
            assertTrue(line.matches("# (HELP|TYPE) smartpole_.+|smartpole_[a-z_]+\\{.*pole=\"p-0001\".*} \\S+"), line);
        }
        assertTrue(metrics.body().contains("\nsmartpole_light_level_ratio{"), metrics.body());
    }

    @Test
    void whatIsNotThereAndWhatIsNotForAStrangerIsRefused() throws Exception {
        assertEquals(404, get("/api/v1/secrets").statusCode());
        assertEquals(
                405,
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(uri("/api/v1/light"))
                                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode());
    }

    @Test
    void theLampIsHeldFromThisMachineButNotByAForeignPage() throws Exception {
        String hold = "{\"percent\":42,\"seconds\":600}";
        assertEquals(403, service("POST", hold, "http://evil.example").statusCode());
        assertTrue(json("/api/v1/light").path("localService").isNull());
        HttpResponse<String> held = service("POST", hold, "http://localhost:" + port);
        assertEquals(200, held.statusCode(), held.body());
        awaitRule("local-service", true);
        assertEquals(42, json("/api/v1/light").path("levelPercent").asDouble());
        assertEquals(200, service("DELETE", "", "http://localhost:" + port).statusCode());
        awaitRule("local-service", false);
    }

    @Test
    void thePlanOfAYearIsTold() throws Exception {
        JsonNode plan = json("/api/v1/light/plan?from=2026-01-01&to=2027-01-01");
        assertTrue(
                plan.path("transitions").size() > 2 * 365,
                plan.path("transitions").size() + " transitions");
        assertEquals(
                400, get("/api/v1/light/plan?from=2026-01-01&to=2029-01-01").statusCode());
    }

    private static HttpResponse<String> service(String method, String body, String origin) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri("/api/v1/light/service"))
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .header("Content-Type", "application/json")
                                .header("Origin", origin)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static void awaitRule(String rule, boolean chosen) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (json("/api/v1/light").path("rule").asText().equals(rule) != chosen) {
            assertTrue(System.nanoTime() < end, "the light was never " + (chosen ? "" : "not ") + "by " + rule);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    @Test
    void theConsoleListensOnLoopbackOnly() throws Exception {
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(network.getInetAddresses())) {
                if (!address.isLoopbackAddress()) {
                    assertFalse(connects(address), address + " is open");
                }
            }
        }
        assertTrue(connects(InetAddress.getLoopbackAddress()));
    }

    @Test
    void thePageShowsLightSensorsUplinkAndHealthLiveAndInBothLanguages() throws Exception {
        Optional<Path> driver = Mosquitto.program("chromedriver");
        assumeTrue(driver.isPresent(), "chromedriver is not installed");
        for (String language : new String[] {"en", "de"}) {
            ChromeDriver browser = new ChromeDriver(service(driver.orElseThrow()), options(language));
            try {
                browser.manage().window().setSize(new Dimension(390, 1600));
                browser.get("http://localhost:" + port + "/");
                awaitText(browser, "p-0001");
                awaitText(browser, language.equals("de") ? "Licht" : "Light");
                awaitText(browser, "°C");
                awaitText(browser, "lx");
                assertEquals(language, browser.findElement(By.tagName("html")).getDomAttribute("lang"));
                assertTrue(
                        browser.findElements(By.cssSelector("svg path, svg polyline"))
                                        .size()
                                > 0,
                        "no curve");
                Object wide = browser.executeScript("return document.documentElement.scrollWidth > window.innerWidth");
                assertEquals(false, wide, "the page is wider than a phone");
                Path shots = Files.createDirectories(Path.of("target/screenshots"));
                Files.move(
                        browser.getScreenshotAs(OutputType.FILE).toPath(),
                        shots.resolve("console-" + language + ".png"),
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                browser.quit();
            }
        }
    }

    private static ChromeDriverService service(Path driver) {
        return new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.toFile())
                .build();
    }

    private static ChromeOptions options(String language) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + data.resolve("browser-" + language),
                "--lang=" + language,
                "--accept-lang=" + language);
        return options;
    }

    @Test
    void healthTellsOfEachThingThatCanFailWithWhatToDo() throws Exception {
        Map<String, JsonNode> checks = new HashMap<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (checks.isEmpty() && System.nanoTime() < end) { // its first round comes after five seconds
            json("/api/v1/health")
                    .path("checks")
                    .forEach(check -> checks.put(check.path("name").asText(), check));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        for (String name : List.of("sensors", "lamp", "clock", "store", "uplink", "configuration", "lighting")) {
            JsonNode check = checks.get(name);
            assertNotNull(check, name + " is missing in " + checks.keySet());
            assertFalse(check.path("message").asText().isEmpty(), name);
            boolean ok = check.path("status").asText().equals("OK");
            assertTrue(ok || !check.path("action").asText().isEmpty(), name + " says nothing about what to do");
        }
    }

    private static void awaitReadings(int least) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (json("/api/v1/readings").size() < least) {
            assertTrue(System.nanoTime() < end, "there were never " + least + " readings");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static void awaitText(ChromeDriver browser, String part) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        String text;
        do {
            text = browser.findElement(By.tagName("body")).getText();
            if (text.contains(part)) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        } while (System.nanoTime() < end);
        throw new AssertionError("the page never said '" + part + "', but: " + text);
    }

    private static boolean connects(InetAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(new java.net.InetSocketAddress(address, port), 500);
            return true;
        } catch (java.io.IOException e) {
            return false;
        }
    }

    private static URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertEquals(200, response.statusCode(), response.body());
        return new ObjectMapper().readTree(response.body());
    }
}
