package io.smartpole.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.core.config.ConfigurationProblem;
import io.smartpole.core.config.ConfigurationReport;
import io.smartpole.core.config.ConfigurationReport.Drift;
import io.smartpole.core.config.ConfigurationReport.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the platform is told of the configuration, and when. */
class ReporterTest {

    @TempDir
    Path folder;

    private TestPole pole;
    private Remote remote;

    @BeforeEach
    void started() {
        pole = new TestPole(folder);
        remote = pole.start();
    }

    @Test
    void nothingIsToldBeforeThereIsAReport() throws Exception {
        remote.step(null);
        assertEquals(List.of(), pole.sent);
    }

    @Test
    void eachReportIsToldOnceAndKeptByTheBroker() throws Exception {
        pole.report(report(7, Outcome.PENDING));
        remote.step(null);
        remote.step(null);
        assertEquals(1, pole.sent.size());
        assertEquals(Platform.TOPICS.configReported(), pole.sent.get(0).topic());
        assertEquals(1, pole.sent.get(0).qos());
        assertTrue(pole.sent.get(0).retain());

        pole.report(report(7, Outcome.APPLIED));
        remote.step(null);
        assertEquals("applied", pole.sent.get(1).json().path("outcome").asText());
        pole.report(report(7, Outcome.APPLIED));
        remote.step(null);
        assertEquals(2, pole.sent.size(), "the same again is no news");
    }

    @Test
    void anotherBrokerAndOneThatWasConnectedAnewAreToldToo() throws Exception {
        pole.report(report(7, Outcome.APPLIED));
        remote.step(null);
        pole.endpoint = "cloud2 tcp://127.0.0.1:1884";
        remote.step(null);
        assertEquals(2, pole.sent.size());
        pole.connects++;
        remote.step(null);
        remote.step(null);
        assertEquals(3, pole.sent.size());
    }

    @Test
    void whatNoConnectionTakesIsToldLaterAndOnlyTheLatest() throws Exception {
        pole.online = false;
        pole.report(report(7, Outcome.PENDING));
        remote.step(null);
        pole.report(report(7, Outcome.ROLLED_BACK));
        remote.step(null);
        pole.online = true;
        remote.step(null);
        assertEquals(1, pole.sent.size());
        assertEquals("rolled-back", pole.sent.get(0).json().path("outcome").asText());
    }

    @ParameterizedTest
    @CsvSource({"APPLIED, applied", "REJECTED, rejected", "ROLLED_BACK, rolled-back", "PENDING, pending"})
    void itSaysAllThatThePlatformNeeds(Outcome outcome, String word) {
        JsonNode json = encoded(new ConfigurationReport(
                7,
                outcome,
                "in words",
                Instant.parse("2026-11-21T18:00:00.123Z"),
                List.of(new ConfigurationProblem("p", "k", "x", "must be 1")),
                "f".repeat(64),
                List.of(new Drift("p", "k", "1", "2")),
                List.of(new ConfigurationProblem("p", "l", "y", "must be 2"))));
        assertEquals(
                TestPole.json("{\"revision\":7,\"outcome\":\"" + word + "\",\"message\":\"in words\","
                        + "\"time\":\"2026-11-21T18:00:00Z\","
                        + "\"errors\":[{\"pid\":\"p\",\"key\":\"k\",\"given\":\"x\",\"expected\":\"must be 1\"}],"
                        + "\"fingerprint\":\"" + "f".repeat(64) + "\","
                        + "\"drift\":[{\"pid\":\"p\",\"key\":\"k\",\"desired\":\"1\",\"actual\":\"2\"}],"
                        + "\"refused\":[{\"pid\":\"p\",\"key\":\"l\",\"given\":\"y\",\"expected\":\"must be 2\"}]}"),
                json);
    }

    @Test
    void longValuesAreShownShortAndATimeThatIsNotKnownIsNull() {
        JsonNode json = encoded(new ConfigurationReport(
                7,
                Outcome.REJECTED,
                "",
                null,
                List.of(new ConfigurationProblem("p", "k", "x".repeat(60_000), "must be 1")),
                "",
                List.of(new Drift("p", "k", "y".repeat(60_000), "z".repeat(60_000))),
                List.of(new ConfigurationProblem("p", "k", "x".repeat(60_000), "must be 1"))));
        assertTrue(json.path("time").isNull());
        assertTrue(json.toString().length() < 1500);
    }

    @Test
    void whileNothingWasTakenBackThatIsNotMentioned() {
        assertTrue(encoded(report(7, Outcome.APPLIED)).path("refused").isMissingNode());
    }

    private static JsonNode encoded(ConfigurationReport report) {
        return TestPole.json(new String(ReportMessage.encode(report), java.nio.charset.StandardCharsets.UTF_8));
    }

    private static ConfigurationReport report(long revision, Outcome outcome) {
        return new ConfigurationReport(
                revision, outcome, "", Platform.NOW_INSTANT, List.of(), "f", List.of(), List.of());
    }
}
