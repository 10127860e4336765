package io.smartpole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.core.health.HealthStatus;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code pole health}, of a pole that is played here. */
class HealthTest {

    @TempDir
    private static Path data;

    private static PlayedPole pole;

    @BeforeAll
    static void start() throws Exception {
        pole = new PlayedPole(data);
    }

    @AfterAll
    static void stop() {
        pole.close();
    }

    private static Run health(String state, String health, Object... options) throws Exception {
        return health(state, health, "", options);
    }

    private static Run health(String state, String health, String configuration, Object[] options) throws Exception {
        Object[] line = new Object[options.length + 1];
        line[0] = "health";
        System.arraycopy(options, 0, line, 1, options.length);
        CompletableFuture<Run> run = pole.run(line);
        pole.awaitSubscriptions(3);
        if (!state.isEmpty()) {
            pole.say(
                    TestPole.TOPICS.state(),
                    state.equals("stopped")
                            ? "{\"status\":\"offline\",\"reason\":\"stopped\"}"
                            : "{\"status\":\"" + state + "\",\"nonce\":\"n\",\"active\":true}");
        }
        if (!health.isEmpty()) {
            pole.say(TestPole.TOPICS.health(), health);
        }
        if (!configuration.isEmpty()) {
            pole.say(TestPole.TOPICS.configReported(), configuration);
        }
        return PlayedPole.end(run);
    }

    @Test
    void aPoleThatIsNotThereIsAMistake() throws Exception {
        health("", "").assertUserError("no pole has ever said");
        health("", "no JSON").assertUserError("no pole has ever said");
        Run.of("health", "--pole", "p-1", "--broker", pole.broker.uri()).assertUserError("SITE/POLE");
    }

    @Test
    void whoHasNeverSaidHowItIsNeedsSomebodyAsInTheFleet() throws Exception {
        Run expected = new Run(1, """
                        pole   dormagen/p-1
                        need   WARN, has not said how it is
                        state  online
                        """, "");
        assertEquals(expected, health("online", ""));
        assertEquals(expected, health("online", "no JSON"));
        assertEquals(3, health("offline", "").code());
    }

    @Test
    void ofSeveralPolesOneMustBeChosen() throws Exception {
        CompletableFuture<Run> run = pole.run("health");
        pole.awaitSubscriptions(3);
        pole.say(TestPole.TOPICS.state(), PlayedPole.ONLINE);
        pole.say("smartpole/v1/koeln/p-9/state", PlayedPole.ONLINE);
        PlayedPole.end(run).assertUserError("choose one with --pole: dormagen/p-1, koeln/p-9\n");
    }

    @Test
    void whatNeedsSomebodyComesFirstWithWhatToDo() throws Exception {
        String json = TestHealth.json(
                HealthStatus.CRITICAL,
                "S-12",
                "L1",
                "{\"by\":\"ops\",\"text\":\"new head\",\"until\":\"2026-11-21T23:00:00Z\"}",
                "{\"by\":\"ops\",\"text\":\"ordered\",\"until\":null}");
        assertEquals(new Run(0, """
                        pole         dormagen/p-1
                        need         noted, maintenance by ops until 2026-11-21T23:00:00Z: new head
                        state        online
                        health       CRITICAL, said 2026-11-21 20:59:00
                        maintenance  by ops until 2026-11-21T23:00:00Z: new head
                        fed by       cabinet S-12, circuit 3, phase L1
                        place        51.09 6.84
                        software     0.1.0

                        status    check  since                what is the case
                        CRITICAL  lamp   2026-11-21 20:00:00  draws 3 W
                                                                to do: replace the driver
                                                                known by ops: ordered
                        OK        clock                       set
                        """, ""), health("online", json));
    }

    @ParameterizedTest
    @CsvSource({
        "online, OK, 0",
        "online, WARN, 1",
        "online, CRITICAL, 3",
        "asleep, OK, 0",
        "asleep, WARN, 1",
        "offline, OK, 3",
        "stopped, OK, 1",
        "stopped, CRITICAL, 1"
    })
    void theCodeSaysHowItIs(String state, HealthStatus status, int code) throws Exception {
        Run run = health(state, TestHealth.json(status, "S-1", "L1", "null", "null"), "--pole", "dormagen/p-1");
        assertEquals(code, run.code(), run.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-09-21T14:12:40Z, '2026-09-21 14:12:40, 40 s ago'",
        "2026-09-21T13:33:20Z, '2026-09-21 13:33:20, 40 min ago'",
        "2026-09-20T02:13:20Z, '2026-09-20 02:13:20, 36 h ago'",
        "2026-09-18T14:13:20Z, '2026-09-18 14:13:20, 3 d ago'",
        "2026-09-21T14:13:21Z, 2026-09-21 14:13:21",
    })
    void theFiguresAreOfWhenTheyWereSaid(String time, String said) throws Exception {
        String json =
                TestHealth.json(HealthStatus.OK, "S-1", "L1", "null", "null").replace("2026-11-21T20:59:00Z", time);
        Run run = health("asleep", json);
        assertTrue(run.out().contains("\nhealth    OK, said " + said + "\n"), run.out());
    }

    @ParameterizedTest
    @CsvSource({"rejected, rejected", "rolled-back, rolled back"})
    void aConfigurationThatWasRefusedIsShownWithItsReason(String outcome, String words) throws Exception {
        String configuration = """
                {"revision":7,"outcome":"%s","message":"%s: lost its uplink","time":null,"fingerprint":"","drift":[],
                 "errors":[{"pid":"smartpole.uplink","key":"port","expected":"a number","given":"x"}]}
                """.formatted(outcome, words);
        String json = TestHealth.json(HealthStatus.OK, "S-1", "L1", "null", "null");
        Run run = health("online", json, configuration, new Object[0]);
        assertEquals(1, run.code(), run.out());
        String line = "7 " + words + ": lost its uplink\n";
        assertTrue(run.out().contains("need           WARN, configuration " + line), run.out());
        assertTrue(
                run.out()
                        .contains("configuration  " + line
                                + "               smartpole.uplink port: a number, but is x\n"),
                run.out());
        assertEquals(
                0,
                health("online", json, configuration.replace(outcome + "\"", "applied\""), new Object[0])
                        .code());
    }

    @Test
    void asJsonItIsWhatThePoleSaid() throws Exception {
        String json = TestHealth.json(HealthStatus.OK, "S-1", "L1", "null", "null");
        Run run = health("online", json, "--json");
        assertTrue(
                run.out()
                        .startsWith("{\"pole\":\"dormagen/p-1\",\"state\":\"online\",\"need\":\"OK\",\"problem\":\"\""),
                run.out());
        assertTrue(run.out().contains("\"health\":{\"status\":\"OK\""), run.out());
        assertEquals(1, run.out().lines().count());
    }
}
