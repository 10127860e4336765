package io.smartpole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.junit.jupiter.api.Test;

class PageTest {

    private static final List<String> SCRIPTS = List.of("/console.js", "/curve.js", "/format.js");

    private final Page page = new Page();

    private String file(String path) {
        return new String(page.find(path).orElseThrow().body(), StandardCharsets.UTF_8);
    }

    private Map<?, ?> words(String language) throws IOException {
        return new ObjectMapper().readValue(file("/" + language + ".json"), Map.class);
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
    void everyRuleStatusAndSupplyHasWords() throws Exception {
        Map<?, ?> english = words("en");
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
        for (String path : List.of("/index.html", "/console.css", "/console.js", "/curve.js", "/format.js")) {
            assertEquals(
                    List.of(),
                    all("https?://[^\"]+", file(path)).stream()
                            .filter(url -> !url.equals("http://www.w3.org/2000/svg"))
                            .toList(),
                    path);
        }
    }
}
