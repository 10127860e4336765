package io.smartpole.health.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartpole.health.FakeTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operations read and load into their tools must fit what the gateway says. */
class OperationsFilesTest {

    private static final Path DOCS = Path.of("..", "..", "docs");
    private static final Path BUNDLES = Path.of("..");

    @TempDir
    Path root;

    private Set<String> metrics() throws IOException {
        String text = FullGateway.make(new FakeTime(), root).text();
        return ExpositionParser.parse(text).families.keySet();
    }

    private static Set<String> all(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String read(String file) throws IOException {
        return Files.readString(DOCS.resolve(file));
    }

    @Test
    void dashboardAndAlarmRulesUseOnlyMetricsThatThereAre() throws Exception {
        for (String file :
                List.of("operations/grafana-dashboard.json", "operations/alerts.yml", "operations/alerts.test.yml")) {
            Set<String> used = all("\\b(smartpole_[a-z_]+)", read(file));
            assertTrue(used.size() > 3, file);
            used.removeAll(metrics());
            assertEquals(Set.of(), used, file + " uses what no pole gives");
        }
    }

    @Test
    void theDashboardCanBeImported() throws Exception {
        JsonNode dashboard = new ObjectMapper().readTree(read("operations/grafana-dashboard.json"));
        assertEquals("Smart poles", dashboard.get("title").asText());
        assertTrue(dashboard.get("id").isNull(), "an id belongs to one Grafana only");
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            String title = panel.get("title").asText();
            assertTrue(ids.add(panel.get("id").asInt()), title);
            assertEquals("${datasource}", panel.at("/datasource/uid").asText(), title);
            assertTrue(panel.at("/gridPos/w").asInt() + panel.at("/gridPos/x").asInt() <= 24, title);
            assertTrue(!panel.get("targets").isEmpty(), title);
        }
    }

    @Test
    void everyMetricIsExplained() throws Exception {
        Set<String> explained = all("`((?:[a-z]+_)+[a-z]+)`", read("operations.md"));
        Set<String> missing = metrics().stream()
                .map(name -> name.substring("smartpole_".length()))
                .filter(name -> !explained.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyCheckHasItsSectionAndEverySectionItsCheck() throws Exception {
        String checks = read("operations.md");
        checks = checks.substring(checks.indexOf("## The checks"), checks.indexOf("## Prometheus"));
        Set<String> sections = all("^### (.*)$", checks);
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(BUNDLES)) {
            for (Path file : files.filter(each -> each.toString().contains("/src/main/java/")
                            && each.toString().endsWith(".java"))
                    .toList()) {
                names.addAll(all("HealthCheck\\.NAME \\+ \"=([a-z-]+)\"", Files.readString(file)));
            }
        }
        assertTrue(names.contains("uplink") && names.contains("host"), names.toString());
        assertEquals(names, sections);
    }
}
