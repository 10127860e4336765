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
        Object[] line = new Object[options.length + 1];
        line[0] = "health";
        System.arraycopy(options, 0, line, 1, options.length);
        CompletableFuture<Run> run = pole.run(line);
        pole.awaitSubscriptions(2);
        if (!state.isEmpty()) {
            pole.say(TestPole.TOPICS.state(), "{\"status\":\"" + state + "\",\"nonce\":\"n\",\"active\":true}");
        }
        if (!health.isEmpty()) {
            pole.say(TestPole.TOPICS.health(), health);
        }
        return PlayedPole.end(run);
    }

    @Test
    void aPoleThatIsNotThereOrHasNeverSaidHowItIsIsAMistake() throws Exception {
        health("", "").assertUserError("no pole has ever said");
        health("online", "").assertUserError("pole dormagen/p-1 has never said how it is");
        health("online", "no JSON").assertUserError("has never said how it is");
        Run.of("health", "--pole", "p-1", "--broker", pole.broker.uri()).assertUserError("SITE/POLE");
    }

    @Test
    void ofSeveralPolesOneMustBeChosen() throws Exception {
        CompletableFuture<Run> run = pole.run("health");
        pole.awaitSubscriptions(2);
        pole.say(TestPole.TOPICS.state(), PlayedPole.ONLINE);
        pole.say("smartpole/v1/koeln/p-9/state", PlayedPole.ONLINE);
        PlayedPole.end(run).assertUserError("choose one with --pole");
    }

    @Test
    void whatNeedsSomebodyComesFirstWithWhatToDo() throws Exception {
        String json = TestHealth.json(
                HealthStatus.CRITICAL,
                "S-12",
                "L1",
                "{\"by\":\"ops\",\"text\":\"new head\",\"until\":\"2026-11-21T23:00:00Z\"}",
                "{\"by\":\"ops\",\"text\":\"ordered\",\"until\":null}");
        assertEquals(new Run(3, """
                        pole         dormagen/p-1
                        state        online
                        health       CRITICAL
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
        "offline, OK, 3"
    })
    void theCodeSaysHowItIs(String state, HealthStatus status, int code) throws Exception {
        Run run = health(state, TestHealth.json(status, "S-1", "L1", "null", "null"), "--pole", "dormagen/p-1");
        assertEquals(code, run.code(), run.toString());
        assertEquals(
                !state.equals("online"), run.out().contains("; what follows is of 2026-11-21 20:59:00"), run.out());
    }

    @Test
    void asJsonItIsWhatThePoleSaid() throws Exception {
        String json = TestHealth.json(HealthStatus.OK, "S-1", "L1", "null", "null");
        Run run = health("online", json, "--json");
        assertTrue(
                run.out().startsWith("{\"pole\":\"dormagen/p-1\",\"state\":\"online\",\"health\":{\"status\":\"OK\""),
                run.out());
        assertEquals(1, run.out().lines().count());
    }
}
