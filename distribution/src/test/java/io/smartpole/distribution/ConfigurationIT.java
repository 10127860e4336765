package io.smartpole.distribution;

import static io.smartpole.distribution.FarPlatform.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one door to the configuration, in the assembled gateway, from a bundle as another part of the gateway would be. */
class ConfigurationIT {

    @TempDir
    Path folder;

    @Test
    void changesAreAppliedAsOneOrRefusedAndSurviveARestart() throws Exception {
        Path home = Home.copyTo(folder.resolve("gateway"));
        Home.install(home, ConfigurationProbe.class);

        List<String> first = probe(home);
        assertEquals("default level 100.0", first.get(0));
        List<String> unchanged =
                first.stream().filter(line -> line.startsWith("unchanged")).toList();
        assertTrue(unchanged.size() >= 7, "a concern is missing: " + unchanged);
        assertEquals(
                List.of(),
                unchanged.stream()
                        .filter(line -> !line.endsWith(" Applied[changed=[]]"))
                        .toList());
        String outOfRange = line(first, "out of range");
        assertTrue(
                outOfRange.contains("Rejected") && outOfRange.contains("must be a number from 1 to 100"), outOfRange);
        String floor = line(first, "floor");
        assertTrue(floor.contains("Rejected") && floor.contains("commissioned.floor"), floor);
        assertEquals("untouched 2", line(first, "untouched"), "of a refused change nothing may stay");
        assertEquals("good Applied[changed=[smartpole.lighting]]", line(first, "good"));

        List<String> second = probe(home);
        assertEquals("default level 90.0", second.get(0), "the change did not survive the restart");
        assertEquals("good Applied[changed=[]]", line(second, "good"));
    }

    @Test
    void aKillLeavesWhatCountsAndTakesBackWhatWasOnProbation() throws Exception {
        assumeTrue(Mosquitto.installed(), "mosquitto is not installed");
        Path data = folder.resolve("data");
        try (Mosquitto broker = Mosquitto.start(folder)) {
            String uri = "tcp://127.0.0.1:" + broker.port();
            RunningGateway first = RunningGateway.demo(data, 0, "--cloud", uri);
            try (FarPlatform platform = new FarPlatform(broker.port(), data)) {
                platform.push(1, values("smartpole.evidence", Map.of("store.retain", 24)), 0, "applied");
                first.kill();
                try (RunningGateway second = RunningGateway.demo(data, 0, "--cloud", uri)) {
                    assertEquals(24, retain(platform, "after-1"));
                    platform.push(2, values("smartpole.evidence", Map.of("store.retain", 72)), 300, "pending");
                    platform.reported(
                            "revision 2 on probation, for which a gateway that has just started makes it wait",
                            report -> report.path("message").asText().contains("on probation"));
                    assertEquals(72, retain(platform, "probation"));
                    second.kill();
                }
                try (RunningGateway third = RunningGateway.demo(data, 0, "--cloud", uri)) {
                    platform.reported(2, "rolled-back");
                    assertEquals(24, retain(platform, "after-2"), third.log());
                }
            } finally {
                first.close();
            }
        }
    }

    private static int retain(FarPlatform platform, String id) throws Exception {
        return platform.effective(id)
                .path("smartpole.evidence")
                .path("store.retain")
                .asInt();
    }

    private List<String> probe(Path home) throws Exception {
        Path java = Path.of(System.getProperty("java.home"));
        try (RunningGateway gateway =
                RunningGateway.start(home, java, folder.resolve("data"), RunningGateway.freePort())) {
            return gateway.awaitLog(20, "probe: end")
                    .lines()
                    .filter(line -> line.startsWith("probe: "))
                    .map(line -> line.substring("probe: ".length()))
                    .toList();
        }
    }

    private static String line(List<String> lines, String start) {
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line '" + start + "' in " + lines));
    }
}
