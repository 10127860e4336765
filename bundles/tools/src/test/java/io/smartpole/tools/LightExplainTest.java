package io.smartpole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code pole light explain}, with a console that is played here. */
class LightExplainTest {

    private static final String LIGHT = """
            {"levelPercent":50.0,"rule":"program","until":"2026-11-02T05:00:00Z","why":"standard, since 22:00",
             "next":{"rule":"astronomical","levelPercent":100.0,"why":"it is night"},
             "trace":[
              {"rule":"emergency","precedence":2,"levelPercent":null,"why":"nobody asked"},
              {"rule":"program","precedence":5,"levelPercent":50.0,"why":"standard, since 22:00"},
              {"rule":"astronomical","precedence":6,"levelPercent":100.0,"why":"it is night"}],
             "outputPercent":48.5,"floorPercent":33.3,"localService":null,"emergency":null,
             "override":{"levelPercent":20.0,"until":null},
             "inputs":{"clock":"trusted, 22:10:05","place":"51.09 6.84"},"powerWatts":31.0,"ratedWatts":62.0,
             "figures":{"energyWh":1234.6,"estimatedEnergyWh":34.5,"burningHours":19.9,"switchOns":7,"co2Grams":469.1,
              "note":"not for billing"},
             "alarms":[{"event":"dimmingFailure","evidence":"3 of 5 above 40 W","since":"2026-11-01T20:00:00Z"}],
             "sun":null,"night":{"timeZone":"Europe/Berlin"},"problem":null}""";

    private static Run explain(int status, String body, String... options) throws IOException {
        try (TestConsole console = new TestConsole(status, body)) {
            Object[] line = new Object[options.length + 4];
            System.arraycopy(new Object[] {"light", "explain", "--console", console.url() + "/"}, 0, line, 0, 4);
            System.arraycopy(options, 0, line, 4, options.length);
            return Run.of(line);
        }
    }

    @Test
    void itSaysWhatTheLightIsAndWhy() throws Exception {
        Run run = explain(200, LIGHT);
        assertEquals("""
                level         50 %, the driver is told 48.5 %
                rule          program: standard, since 22:00
                until         2026-11-02 06:00:00
                without that  100 % by astronomical: it is night
                floor         33.3 %
                override      20 %
                power         31 W

                What each rule says (> decides)
                  2  emergency           -  nobody asked
                > 5  program          50 %  standard, since 22:00
                  6  astronomical    100 %  it is night

                Decided from
                  clock  trusted, 22:10:05
                  place  51.09 6.84

                Alarms
                  dimmingFailure  since 2026-11-01 21:00:00  3 of 5 above 40 W

                Counters, not for billing
                  energy             1234.6 Wh
                  of it estimated    34.5 Wh
                  burning hours      19.9 h
                  times switched on  7
                  CO2                469.1 g
                """, run.out());
        assertEquals(0, run.code());
    }

    @Test
    void withoutADriverItDoesNotClaimToKnowTheLight() throws Exception {
        Run run = explain(200, LIGHT.replace("\"outputPercent\":48.5", "\"outputPercent\":null"));
        assertTrue(run.out().startsWith("level         no lamp driver: it would be 50 %"), run.out());
    }

    @Test
    void asJsonItIsWhatTheConsoleSaid() throws Exception {
        Run run = explain(200, LIGHT, "--json");
        assertTrue(run.out().startsWith("{\"levelPercent\":50.0,\"rule\":\"program\""), run.out());
        assertEquals(1, run.out().lines().count());
    }

    @Test
    void whereNothingDecidesItSaysSo() throws Exception {
        explain(200, "null").assertUserError("nothing decides about the light");
    }

    @Test
    void whatIsNoConsoleIsSaid() throws Exception {
        explain(200, "<html>hello</html>").assertUserError("is no console of a smart pole");
        explain(404, "").assertUserError("status 404");
        Run.of("light", "explain", "--console", "localhost:8080").assertUserError("write it as http://localhost:8080");
        Run.of("light", "explain", "--console", "").assertUserError("write it as http://localhost:8080");
    }

    @Test
    void aConsoleThatIsNotThereIsSaidWithWhatToDo() throws Exception {
        String url = "http://127.0.0.1:" + TestBroker.freePort();
        Run run = Run.of("light", "explain", "--console", url);
        run.assertUserError("cannot reach the console at " + url + " (nobody answers there)");
        run.assertUserError("ssh -L");
        run.assertUserError("--console");
    }
}
