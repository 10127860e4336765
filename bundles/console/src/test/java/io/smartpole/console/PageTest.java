package io.smartpole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.light.LightRule;
import io.smartpole.core.profile.HardwareProfile;
import io.smartpole.core.reading.Unit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageTest {

    private static final List<String> SCRIPTS = List.of(
            "/console.js",
            "/curve.js",
            "/dom.js",
            "/format.js",
            "/light.js",
            "/programform.js",
            "/programs.js",
            "/rows.js");

    /** Events of the lamp monitor (TALQ 2.7.1). */
    private static final List<String> LAMP_EVENTS = List.of(
            "lampFailure",
            "dimmingFailure",
            "lampPowerTooHigh",
            "lampPowerTooLow",
            "lampUnexpectedOn",
            "powerFactorTooLow",
            "cyclingFailure",
            "relayFailure",
            "supplyLoss",
            "supplyVoltageTooHigh",
            "supplyVoltageTooLow",
            "controlGearCommFailure");

    private final Page page = new Page();

    private String file(String path) {
        return new String(page.find(path).orElseThrow().body(), StandardCharsets.UTF_8);
    }

    private Map<?, ?> words(String language) throws IOException {
        return JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build()
                .readValue(file("/" + language + ".json"), Map.class);
    }

    private static List<String> all(String pattern, String in) {
        return Pattern.compile(pattern)
                .matcher(in)
                .results()
                .map(MatchResult::group)
                .sorted()
                .toList();
    }

    @Test
    void thePageIsAtTheRoot() {
        assertEquals(file("/index.html"), file("/"));
        assertTrue(page.find("/").orElseThrow().type().startsWith("text/html"));
        assertTrue(page.find("/page/index.html").isEmpty());
    }

    @Test
    void whatIsSaidInOneLanguageIsSaidInTheOther() throws Exception {
        Map<?, ?> english = words("en");
        Map<?, ?> german = words("de");
        assertEquals(english.keySet(), german.keySet());
        english.forEach((key, text) -> assertEquals(
                all("\\{\\d}", text.toString()),
                all("\\{\\d}", String.valueOf(german.get(key))),
                "the places to fill in of " + key));
    }

    @Test
    void everyTextThatThePageAsksForExists() throws Exception {
        Map<?, ?> english = words("en");
        for (String asked : all("(?<=data-text=\")[^\"]+", file("/index.html"))) {
            assertTrue(english.containsKey(asked), asked);
        }
        for (String script : SCRIPTS) {
            for (String asked : all("(?<=\\btext\\(\")[^\"]+", file(script))) {
                assertTrue(english.containsKey(asked), script + ": " + asked);
            }
        }
    }

    @Test
    void everyRuleEventStatusAndSupplyHasWords() throws Exception {
        Map<?, ?> english = words("en");
        for (String event : LAMP_EVENTS) {
            assertTrue(english.containsKey("event." + event), event);
        }
        for (LightRule rule : LightRule.values()) {
            assertTrue(english.containsKey("rule." + rule.label()), rule.label());
        }
        for (HealthStatus status : HealthStatus.values()) {
            assertTrue(english.containsKey("status." + status), status.name());
            assertTrue(english.containsKey("overall." + status), status.name());
        }
        for (HardwareProfile.Supply supply : HardwareProfile.Supply.values()) {
            String name = supply.name().toLowerCase(Locale.ROOT).replace('_', '-');
            assertTrue(english.containsKey("supply." + name), name);
        }
    }

    @Test
    void everySeriesOfTheLampHasWords() throws Exception {
        Map<?, ?> english = words("en");
        for (String quantity :
                List.of("level", "output", "rule", "power", "energy", "estimatedEnergy", "burningHours", "switchOns")) {
            assertTrue(english.containsKey("quantity." + quantity), quantity);
        }
    }

    @Test
    void besideTheServiceControlStandsThatOffIsNoIsolation() throws Exception {
        String html = file("/index.html");
        String service = html.substring(html.indexOf("<form id=\"service\">"));
        assertTrue(service.substring(0, service.indexOf("</form>")).contains("data-text=\"service.isolation\""));
        assertEquals(
                "Off by software is no isolation: work on the mast needs the fuse removed.",
                words("en").get("service.isolation"));
    }

    @Test
    void aProgramFormIsSeenOnlyOnceTheProgramsAreInIt() {
        for (String form : List.of("programs-form", "programs-raw")) {
            assertTrue(file("/index.html").contains("<form id=\"" + form + "\" hidden>"), form);
        }
        String script = file("/programs.js");
        String load = script.substring(script.indexOf("async function load()"), script.indexOf("async function save("));
        int drawn = load.indexOf("drawForm(");
        int loaded = load.indexOf("loaded = answer;");
        assertTrue(drawn >= 0 && drawn < loaded, load);
        for (String form :
                List.of("programs-form\").hidden = !loaded?.document;", "programs-raw\").hidden = !loaded;")) {
            assertEquals(script.indexOf(form), script.lastIndexOf(form));
            assertTrue(load.indexOf(form) > load.indexOf("finally"), form);
        }
        assertEquals(2, all("\\.hidden = ", script).size());
    }

    @Test
    void thePageSendsWhatItReadAndAsksBeforeItClearsOrOffersToReadAgain() {
        String script = file("/programs.js");
        String save = script.substring(script.indexOf("async function save("), script.indexOf("export"));
        assertTrue(save.contains("was: loaded?.text"), save);
        assertTrue(save.contains("response.status === 409") && save.contains("text(\"programs.differs\")"), save);
        assertTrue(save.contains("response.status === 422 && window.confirm(text(\"programs.clear\"))"), save);
        assertEquals(1, all("clear: true", script).size());
        String html = file("/index.html");
        String hidden = html.substring(html.indexOf("<form id=\"programs-raw\""));
        assertFalse(hidden.substring(0, hidden.indexOf("</form>")).contains("programs-reload"));
    }

    @Test
    void whereThePageOnlyShowsItHidesWhatChangesAndSaysWhereThatIsDone() {
        String script = file("/console.js");
        for (String hidden : List.of("programs\").hidden = readOnly", "controls\").hidden = readOnly")) {
            assertTrue(script.contains(hidden), hidden);
        }
        assertTrue(script.contains("read-only\").hidden = !readOnly"));
        assertTrue(file("/index.html").contains("<p id=\"read-only\" data-text=\"work.elsewhere\" hidden>"));
    }

    @Test
    void everyLinkIsRelativeSoThatThePageMayLiveBelowAnyPath() {
        assertEquals(List.of(), all("(?:href|src)=\"/[^\"]*", file("/index.html")));
        for (String script : SCRIPTS) {
            assertEquals(List.of(), all("(?:fetch|EventSource|from )\\(?[\"`]/[^\"`]*", file(script)), script);
        }
    }

    @Test
    void everyElementThatAScriptWritesToIsThere() {
        List<String> ids = all("(?<=\\bid=\")[^\"]+", file("/index.html"));
        assertEquals(ids.stream().distinct().toList(), ids, "an id stands twice");
        for (String script : SCRIPTS) {
            for (String asked : all("(?<=\\b(at|put|putFacts|putRows|putStatus)\\(\")[^\"]+", file(script))) {
                assertTrue(ids.contains(asked), script + ": " + asked);
            }
        }
    }

    @Test
    void everyInputHasALabel() {
        String html = file("/index.html");
        for (String input : all("(?s).{0,90}<(input|textarea|select)\\b", html)) {
            assertTrue(input.contains("<label>"), input);
        }
    }

    @Test
    void everyUnitCanBeShown() {
        for (Unit unit : Unit.values()) {
            assertTrue(file("/format.js").contains("\"" + unit.symbol() + "\""), unit.symbol());
        }
    }

    @Test
    void thePageLoadsNothingFromElsewhereAndHasNothingThatItsSecurityPolicyForbids() {
        String html = file("/index.html");
        assertFalse(html.contains("style="));
        assertFalse(html.contains("<style"));
        assertFalse(Pattern.compile("<script(?![^>]*src=)").matcher(html).find());
        assertFalse(Pattern.compile("\\son[a-z]+=").matcher(html).find());
        for (String path : Stream.concat(Stream.of("/index.html", "/console.css"), SCRIPTS.stream())
                .toList()) {
            assertEquals(
                    List.of(),
                    all("https?://[^\"]+", file(path)).stream()
                            .filter(url -> !url.equals("http://www.w3.org/2000/svg"))
                            .toList(),
                    path);
        }
    }
}
