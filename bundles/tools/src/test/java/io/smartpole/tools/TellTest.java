package io.smartpole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.formats.downlink.DownlinkDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pole command}, and the commands of {@code pole health}, at a pole that is played here. */
class TellTest {

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

    @Test
    void aKindThatThePoleDoesNotKnowIsRefusedByThePole() throws Exception {
        CompletableFuture<Run> run = pole.run("command", "light.disco");
        DownlinkDocument command = pole.command();
        assertEquals("{\"kind\":\"light.disco\"}", command.body().toString());
        pole.answer(command, "\"outcome\":\"refused\",\"code\":\"INVALID\",\"reason\":\"it knows selftest\\u001b\"");
        assertEquals(new Run(1, "refused: it knows selftest?\n", ""), PlayedPole.end(run));
    }

    @Test
    void aPoleThatSaysHowFarItIsIsWaitedFor() throws Exception {
        CompletableFuture<Run> run = pole.run("command", "selftest", "--wait", "3s");
        DownlinkDocument command = pole.command();
        pole.answer(command, "\"outcome\":\"progress\",\"code\":\"RUNNING\",\"reason\":\"lamp\",\"percent\":40");
        pole.answer(command, "\"outcome\":\"progress\",\"code\":\"RUNNING\",\"reason\":\"store\",\"percent\":80");
        pole.answer(
                command,
                "\"outcome\":\"failed\",\"code\":\"FAULTS_FOUND\",\"reason\":\"2 checks\",\"data\":{\"steps\":["
                        + "{\"name\":\"lamp\",\"good\":true},{\"good\":false,\"name\":\"store\"}],\"seconds\":3}");
        assertEquals(new Run(1, """
                        failed: 2 checks
                        steps:
                        name   good
                        lamp   true
                        store  false
                        seconds  3
                        """, "40 %  lamp\n80 %  store\n"), PlayedPole.end(run));
    }

    @Test
    void aTextOfSeveralLinesIsPrintedAsItIs() throws Exception {
        CompletableFuture<Run> run = pole.run("command", "diagnostics");
        pole.answer(
                pole.command(),
                "\"outcome\":\"done\",\"reason\":\"ok\",\"data\":{\"parts\":2,\"text\":\"health\\n  lamp \\u001b OK\\n\"}");
        assertEquals(new Run(0, """
                        done: ok
                        parts  2
                        text:
                        health
                          lamp ? OK
                        """, ""), PlayedPole.end(run));
    }

    @Test
    void whoDoesNotAnswerMayNotTrustTheKey() throws Exception {
        CompletableFuture<Run> run = pole.run("command", "selftest", "--wait", "1s");
        pole.command();
        Run silent = PlayedPole.end(run);
        silent.assertUserError("did not answer within 1 s");
        silent.assertUserError("may not trust this key");
        silent.assertUserError("--data DIR");
    }

    @Test
    void whoIsAsleepCannotAnswer() throws Exception {
        CompletableFuture<Run> run = pole.run("command", "selftest", "--wait", "1s");
        pole.awaitSubscriptions(1);
        pole.say(TestPole.TOPICS.state(), "{\"status\":\"asleep\"}");
        pole.broker.subscribed();
        pole.broker.published();
        PlayedPole.end(run).assertUserError("It is asleep. If it comes back within 2 min");
    }

    @Test
    void argumentsAreSentAsWhatTheyReadAs() throws Exception {
        CompletableFuture<Run> run = pole.run(
                "command",
                "any",
                "--json",
                "--arg",
                "n=5",
                "--arg",
                "b=true",
                "--arg",
                "t=lamp one",
                "--arg",
                "q=\"5\"");
        DownlinkDocument command = pole.command();
        assertEquals(
                "{\"kind\":\"any\",\"arguments\":{\"n\":5,\"b\":true,\"t\":\"lamp one\",\"q\":\"5\"}}",
                command.body().toString());
        pole.answer(command, "\"outcome\":\"failed\",\"code\":\"BUSY\",\"reason\":\"later\"");
        assertEquals(
                new Run(
                        1,
                        "{\"pole\":\"dormagen/p-1\",\"outcome\":\"failed\",\"code\":\"BUSY\",\"reason\":\"later\"}\n",
                        ""),
                PlayedPole.end(run));
    }

    @Test
    void aPoleIsToldWhereItIsActive() throws Exception {
        try (TestBroker left = new TestBroker()) {
            CompletableFuture<Run> run = CompletableFuture.supplyAsync(() ->
                    Run.of("command", "selftest", "--data", data, "--broker", left.uri() + "," + pole.broker.uri()));
            left.subscribed();
            left.publish(TestPole.TOPICS.state(), "{\"status\":\"offline\"}".getBytes(StandardCharsets.UTF_8));
            DownlinkDocument command = pole.command();
            assertEquals("n-1", command.nonce());
            pole.answer(command, "\"outcome\":\"done\",\"reason\":\"\"");
            assertEquals(0, PlayedPole.end(run).code());
            assertFalse(left.hasPublished(TestPole.TOPICS.command()));
        }
    }

    @Test
    void acknowledgingNamesTheCheck() throws Exception {
        CompletableFuture<Run> run = pole.run("health", "ack", "lamp", "--note", "ordered", "--for", "48h");
        DownlinkDocument command = pole.command();
        assertEquals(
                "{\"kind\":\"health.acknowledge\",\"arguments\":{\"check\":\"lamp\",\"note\":\"ordered\",\"seconds\":172800}}",
                command.body().toString());
        pole.answer(command, "\"outcome\":\"done\",\"code\":\"ACCEPTED\",\"reason\":\"noted\"");
        assertEquals(new Run(0, "done: noted\n", ""), PlayedPole.end(run));
    }

    @Test
    void maintenanceBeginsAndEnds() throws Exception {
        CompletableFuture<Run> run = pole.run("health", "maintenance", "4h");
        DownlinkDocument command = pole.command();
        assertEquals(
                "{\"kind\":\"health.maintenance\",\"arguments\":{\"seconds\":14400}}",
                command.body().toString());
        pole.answer(command, "\"outcome\":\"done\",\"reason\":\"\"");
        PlayedPole.end(run);

        run = pole.run("health", "maintenance", "3d", "--note", "new mast");
        command = pole.command();
        assertEquals(
                "{\"kind\":\"health.maintenance\",\"arguments\":{\"note\":\"new mast\",\"seconds\":259200}}",
                command.body().toString());
        pole.answer(command, "\"outcome\":\"done\",\"reason\":\"\"");
        PlayedPole.end(run);

        run = pole.run("health", "maintenance", "--end");
        command = pole.command();
        assertEquals("{\"kind\":\"health.maintenance.end\"}", command.body().toString());
        pole.answer(command, "\"outcome\":\"done\",\"reason\":\"\"");
        assertTrue(PlayedPole.end(run).out().startsWith("done"));
    }
}
