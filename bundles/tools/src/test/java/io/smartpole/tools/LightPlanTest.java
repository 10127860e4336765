package io.smartpole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pole light plan}, with a console that is played here. */
class LightPlanTest {

    /** The night in which summer time ends: 02:00 comes twice. */
    private static final String PLAN = "{\"timeZone\":\"Europe/Berlin\",\"from\":\"2026-10-24T10:00:00Z\","
            + "\"to\":\"2026-10-25T11:00:00Z\",\"transitions\":["
            + "{\"at\":\"2026-10-24T10:00:00Z\",\"levelPercent\":0.0,\"rule\":\"astronomical\",\"why\":\"it is day\"},"
            + "{\"at\":\"2026-10-25T00:00:00Z\",\"levelPercent\":50.0,\"rule\":\"program\","
            + "\"why\":\"\\\"standard\\\", from 02:00\"},"
            + "{\"at\":\"2026-10-25T01:00:00Z\",\"levelPercent\":33.3,\"rule\":\"program\",\"why\":\"evil \\u001b[2J\"}]}";

    private static Run plan(TestConsole console, String... options) {
        List<Object> line = new ArrayList<>(List.of("light", "plan", "--console", console.url()));
        line.addAll(List.of(options));
        return Run.of(line.toArray());
    }

    @Test
    void eachChangeIsALineInLocalTimeAndUtc() throws Exception {
        try (TestConsole console = new TestConsole(200, PLAN)) {
            Run run = plan(console);
            assertEquals("""
                    local time (Europe/Berlin)  UTC                     level  rule          why
                    Sat 2026-10-24 12:00:00     2026-10-24T10:00:00Z      0 %  astronomical  it is day
                    Sun 2026-10-25 02:00:00     2026-10-25T00:00:00Z     50 %  program       "standard", from 02:00
                    Sun 2026-10-25 02:00:00     2026-10-25T01:00:00Z   33.3 %  program       evil ?[2J
                    """, run.out());
            assertEquals(0, run.code());
            assertEquals(List.of("/api/v1/light/plan"), console.asked);
        }
    }

    @Test
    void asCsvItIsQuotedAndKeepsTheOffset() throws Exception {
        try (TestConsole console = new TestConsole(200, PLAN)) {
            assertEquals("""
                    at,local,levelPercent,rule,why
                    2026-10-24T10:00:00Z,2026-10-24T12:00:00+02:00,0,"astronomical","it is day"
                    2026-10-25T00:00:00Z,2026-10-25T02:00:00+02:00,50,"program",""\"standard"", from 02:00"
                    2026-10-25T01:00:00Z,2026-10-25T02:00:00+01:00,33.3,"program","evil ?[2J"
                    """, plan(console, "--csv").out());
        }
    }

    @Test
    void asJsonItIsWhatTheConsoleSaid() throws Exception {
        try (TestConsole console = new TestConsole(200, PLAN)) {
            String out = plan(console, "--json").out();
            assertTrue(out.startsWith("{\"timeZone\":\"Europe/Berlin\""), out);
            assertEquals(1, out.lines().count());
            assertTrue(out.contains("\\u001B"), out);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "--from 2026-11-01,                            ?from=2026-11-01",
        "--to 2026-11-01T00:00:00Z,                    ?to=2026-11-01T00%3A00%3A00Z",
        "--from 2026-11-01 --to 2026-11-03,            ?from=2026-11-01&to=2026-11-03",
        "--from 2026-10-24 --days 2,                   ?from=2026-10-24&to=2026-10-26",
        "--from 2026-10-24T10:00:00Z --days 1,         ?from=2026-10-24T10%3A00%3A00Z&to=2026-10-25T10%3A00%3A00Z"
    })
    void theStretchIsAskedFor(String options, String query) throws Exception {
        try (TestConsole console = new TestConsole(200, PLAN)) {
            assertEquals(0, plan(console, options.split(" ", -1)).code());
            assertEquals(List.of("/api/v1/light/plan" + query), console.asked);
        }
    }

    @Test
    void aNumberOfDaysCountsFromTheTimeThatThePoleHas() throws Exception {
        try (TestConsole console = new TestConsole(200, PLAN)) {
            plan(console, "--days", "400");
            assertEquals(
                    "/api/v1/light/plan?from=2026-10-24T10%3A00%3A00Z&to=2027-11-28T10%3A00%3A00Z",
                    console.asked.get(1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--days 0",
                "--days 401",
                "--days many",
                "--from today --days 1",
                "--days 1 --to 2026-11-01",
                "--json --csv"
            })
    void wrongUseIsExplained(String options) throws IOException {
        try (TestConsole console = new TestConsole(200, PLAN)) {
            plan(console, options.split(" ", -1)).assertUserError("pole light plan --help shows how");
            assertEquals(List.of(), console.asked);
        }
    }

    @Test
    void whatTheConsoleRefusesIsSaidInItsWords() throws Exception {
        String refusal = "{\"error\":\"from must be a date\",\"whatToDo\":\"write it so\"}";
        try (TestConsole console = new TestConsole(400, refusal)) {
            plan(console, "--from", "today").assertUserError("pole: from must be a date: write it so");
        }
    }
}
