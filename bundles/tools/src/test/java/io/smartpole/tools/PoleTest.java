package io.smartpole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoleTest {

    @TempDir
    private Path data;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "tail --help",
                "verify -h",
                "receive --help",
                "light --help",
                "light explain --help",
                "light plan --help",
                "uplink --help",
                "uplink retry --help",
                "config --help",
                "config get --help",
                "config push --help",
                "config diff --help",
                "config history --help",
                "health --help",
                "health ack --help",
                "health maintenance --help",
                "fleet --help",
                "command --help",
                "key --help",
                "key show -h",
                "key new -h",
                "key list -h",
                "key trust -h",
                "key publish -h"
            })
    void helpHasExamplesAndIsNoError(String line) {
        Run run = Run.of((Object[]) line.split(" ", -1));
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("Usage: pole"), run.out());
        assertTrue(run.out().contains("Example"), run.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wag",
                "tail --count many",
                "verify",
                "receive",
                "key new",
                "light",
                "light --level bright",
                "light --level 101",
                "light --level 60 --for ever",
                "light --level 60 --for 0m",
                "light --resume --for 10m",
                "light --resume --level 60",
                "light --emergency --level 60",
                "light --end-emergency --for 1h",
                "light --emergency --for 1w",
                "light --emergency --wait 0s",
                "light --emergency --group north --pole dormagen/p-1",
                "light --emergency --site dormagen",
                "light explain more",
                "light plan tomorrow",
                "uplink send",
                "uplink retry now",
                "config get more",
                "config push",
                "config diff",
                "health lamp",
                "health ack",
                "health maintenance",
                "health maintenance ever",
                "health maintenance 4h --end",
                "health maintenance --end --note over",
                "fleet --rows many",
                "command",
                "command selftest --arg x",
                "key publish",
                "tail --certificate x"
            })
    void wrongUseIsExplained(String line) {
        Run run = Run.of((Object[]) line.split(" ", -1));
        run.assertUserError("--help shows how");
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("pole: "), run.err());
        assertTrue(run.err().lines().count() <= 3, run.err()); // the whole help would push the message off the screen
    }

    @Test
    void wrongUseNamesTheCommandWhoseHelpItIs() {
        assertTrue(Run.of("health", "ack").err().endsWith("pole health ack --help shows how\n"));
        assertTrue(
                Run.of("flet").err().contains("Did you mean: pole fleet?"),
                Run.of("flet").err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "key", "config"})
    void withoutAnythingToDoTheCommandsAreListed(String line) {
        Run run = Run.of((Object[]) (line.isEmpty() ? new String[0] : line.split(" ", -1)));
        run.assertUserError("Usage: pole");
    }

    @Test
    void aMissingKeyIsSaidWithTheWaysToGetIt() {
        for (String command : new String[] {"tail", "verify x", "receive --out x", "key show"}) {
            Run run = Run.of((Object[]) (command + " --data " + data).split(" ", -1));
            run.assertUserError("identity/evidence.pub.pem");
            run.assertUserError("pole key show");
            run.assertUserError("/api/v1/pole");
        }
    }

    @Test
    void anImpossiblePoleIsExplained() throws Exception {
        new TestPole().install(data);
        Run.of("tail", "--data", data, "--pole", "dormagen").assertUserError("SITE/POLE");
    }

    @Test
    void anImpossibleBrokerIsExplained() throws Exception {
        new TestPole().install(data);
        Run.of("tail", "--data", data, "--broker", "tcp://127.0.0.1:" + TestBroker.freePort())
                .assertUserError("): look whether it runs. Another broker is named with --broker");
        Run.of("tail", "--data", data, "--broker", "127.0.0.1").assertUserError("tcp://127.0.0.1:1883");
    }
}
