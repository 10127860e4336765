package io.smartpole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.tools.TestBroker.Published;
import io.smartpole.tools.config.ConfigValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code pole config}, at a pole that is played here. */
class ConfigTest {

    private static final String EFFECTIVE =
            "{\"fingerprint\":\"\",\"values\":{\"smartpole.lighting\":{\"default.level\":60.0,\"program\":\"a\\nb\\nc\","
                    + "\"zones\":[\"x\",\"y\"]},\"smartpole.uplink\":{\"acknowledge.timeout\":30}}}";

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

    private static Path file(String json) throws IOException {
        return Files.writeString(data.resolve("values.json"), json);
    }

    private static Run asked(String kind, String data, Object... words) throws Exception {
        CompletableFuture<Run> run = pole.run(words);
        DownlinkDocument command = pole.command();
        assertEquals("{\"kind\":\"" + kind + "\"}", command.body().toString());
        pole.answer(command, "\"outcome\":\"done\",\"code\":\"ACCEPTED\",\"reason\":\"\",\"data\":" + data);
        return PlayedPole.end(run);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                | must hold a JSON object",
                "{                                 | is not JSON",
                "{} {}                             | is not JSON",
                "{\"a\":{\"k\":1,\"k\":2}}         | Duplicate field 'k'",
                "{}                                | holds no values",
                "{\"revision\":1,\"values\":{}}    | must be an object of keys",
                "{\"smartpole.uplink\":7}          | must be an object of keys",
                "{\"smartpole.uplink\":{\"k\":{}}} | a value must be"
            })
    void aFileThatHoldsNoValuesIsNotSent(String json, String part) throws Exception {
        Run.of("config", "push", file(json), "--data", data).assertUserError(part);
        Run.of("config", "diff", file(json), "--data", data).assertUserError(part);
    }

    @Test
    void wrongUseIsExplainedBeforeAnythingIsSent() throws Exception {
        Path file = file("{\"smartpole.uplink\":{\"k\":1}}");
        Run.of("config", "push", data.resolve("none.json")).assertUserError("there is no such file");
        Run.of("config", "push", file, "--all", "--pole", "a/b").assertUserError("exclude each other");
        Run.of("config", "push", file, "--revision", 0).assertUserError("--revision must be 1 or more");
        Run.of("config", "push", file, "--probation", 86401).assertUserError("--probation must be 0 to 86400");
        Run.of("config", "push", file, "--not-before", "tonight").assertUserError("--not-before must be a time");
        Run.of("config", "push", file, "--data", data.resolve("none")).assertUserError("--sign-key");
        Run.of("config", "push", file, "--data", data, "--pole", "p-1").assertUserError("SITE/POLE");
    }

    @Test
    void whatIsInEffectIsATable() throws Exception {
        assertEquals(new Run(0, """
                        pid                 key                  value
                        smartpole.lighting  default.level        60.0
                        smartpole.lighting  program              a / b / c
                        smartpole.lighting  zones                ["x","y"]
                        smartpole.uplink    acknowledge.timeout  30
                        """, ""), asked("config.get", EFFECTIVE, "config", "get"));
    }

    @Test
    void asJsonWhatIsInEffectCanBePushedAgain() throws Exception {
        CompletableFuture<Run> run = pole.run("config", "get", "--json", "--pid", "smartpole.uplink");
        DownlinkDocument command = pole.command();
        assertEquals(
                "{\"kind\":\"config.get\",\"arguments\":{\"pid\":\"smartpole.uplink\"}}",
                command.body().toString());
        pole.answer(command, "\"outcome\":\"done\",\"data\":{\"values\":{\"smartpole.uplink\":{\"k\":1}}}");
        Path file = file(PlayedPole.end(run).out());
        assertEquals("{\"smartpole.uplink\":{\"k\":1}}", ConfigValues.read(file).toString());
    }

    @Test
    void aRefusalIsShownAsItCame() throws Exception {
        CompletableFuture<Run> run = pole.run("config", "get");
        pole.answer(pole.command(), "\"outcome\":\"refused\",\"code\":\"NOT_ALLOWED\",\"reason\":\"no role config\"");
        assertEquals(new Run(1, "refused: no role config\n", ""), PlayedPole.end(run));
    }

    @Test
    void theHistorySaysWhoChangedWhatAndWhatBecameOfIt() throws Exception {
        String history = """
                {"revisions":[
                {"revision":7,"by":"cloud","time":"2026-11-21T20:00:00Z","outcome":"applied","changes":[
                 {"pid":"smartpole.uplink","key":"acknowledge.timeout","before":"20","after":"30"},
                 {"pid":"smartpole.lighting","key":"default.level","before":"50","after":"60"}]},
                {"revision":0,"by":"console","time":null,"outcome":"applied","changes":[]}]}""";
        assertEquals("""
                when                  revision     by       outcome  what changed
                2026-11-21T20:00:00Z  7            cloud    applied  smartpole.uplink acknowledge.timeout: 20 -> 30
                                                                     smartpole.lighting default.level: 50 -> 60
                (no clock)            at the pole  console  applied  nothing
                """, asked("config.history", history, "config", "history").out());
    }

    @Test
    void aDifferenceGivesAnotherCode() throws Exception {
        Path same = file("{\"smartpole.lighting\":{\"default.level\":60,\"zones\":[\"x\",\"y\"]}}");
        assertEquals(new Run(0, "nothing differs\n", ""), asked("config.get", EFFECTIVE, "config", "diff", same));
        Path other = file(
                "{\"smartpole.lighting\":{\"default.level\":null},\"smartpole.uplink\":{\"acknowledge.timeout\":31,"
                        + "\"cloud1.password\":\"secret\"}}");
        Run run = asked("config.get", EFFECTIVE, "config", "diff", other);
        assertEquals(1, run.code());
        assertTrue(run.out().contains("smartpole.lighting  default.level        60.0"), run.out());
        assertTrue(run.out().contains("(the default)"), run.out());
        assertTrue(run.out().contains("acknowledge.timeout  30  "), run.out());
        assertTrue(run.out().contains("(nothing that is shown: unset, a secret, or not known there)"), run.out());
    }

    private static void reported(long revision, String outcome, String rest) {
        pole.say(
                TestPole.TOPICS.configReported(),
                "{\"revision\":" + revision + ",\"outcome\":\"" + outcome + "\"," + rest + "}");
    }

    private static final String NOTHING =
            "\"message\":\"\",\"time\":null,\"errors\":[],\"fingerprint\":\"\",\"drift\":[]";

    private static DownlinkDocument pushed(long reported) throws Exception {
        pole.awaitSubscriptions(2);
        pole.say(TestPole.TOPICS.state(), PlayedPole.ONLINE);
        if (reported > 0) {
            reported(reported, "applied", NOTHING);
        }
        Published published = pole.broker.published();
        assertEquals(TestPole.TOPICS.configDesired(), published.topic());
        DownlinkDocument document = DownlinkDocument.decode(published.bytes());
        document.verify(pole.key.publicKey());
        assertEquals(TestPole.TOPICS.configDesired(), document.audience());
        return document;
    }

    @Test
    void aPushIsSignedAboveWhatWasReportedAndFollowedUntilItIsApplied() throws Exception {
        CompletableFuture<Run> run =
                pole.run("config", "push", file("{\"smartpole.uplink\":{\"acknowledge.timeout\":30}}"));
        DownlinkDocument document = pushed(6);
        assertEquals(DownlinkDocument.Type.CONFIG, document.type());
        assertEquals(
                "{\"revision\":7,\"probation\":300,\"values\":{\"smartpole.uplink\":{\"acknowledge.timeout\":30}}}",
                document.body().toString());
        reported(7, "pending", "\"message\":\"on probation, 300 s to go\",\"errors\":[],\"drift\":[]");
        reported(
                7,
                "applied",
                "\"message\":\"kept\",\"errors\":[],\"drift\":[{\"pid\":\"p\",\"key\":\"k\",\"desired\":\"1\",\"actual\":\"2\"}]");
        assertEquals(new Run(0, """
                        dormagen/p-1  revision 7 sent
                        dormagen/p-1  pending: on probation, 300 s to go
                        dormagen/p-1  applied: kept
                            kept as set at the pole: p k: sent as 1, but is 2
                        """, ""), PlayedPole.end(run));
    }

    @Test
    void aRejectionSaysWhatIsWrongAndGivesAnotherCode() throws Exception {
        CompletableFuture<Run> run = pole.run(
                "config", "push", file("{\"p\":{\"k\":1}}"), "--pole", "dormagen/p-1", "--probation", 0, "--overrule");
        assertEquals(
                "{\"revision\":1,\"overrule\":true,\"values\":{\"p\":{\"k\":1}}}",
                pushed(0).body().toString());
        reported(
                1,
                "rejected",
                "\"message\":\"nothing was changed\",\"errors\":[{\"pid\":\"p\",\"key\":\"k\",\"given\":\"1\","
                        + "\"expected\":\"must be 2\"}],\"drift\":[]");
        Run ended = PlayedPole.end(run);
        assertEquals(1, ended.code());
        assertTrue(ended.out().endsWith("rejected: nothing was changed\n    p k: must be 2, but is 1\n"), ended.out());
    }

    @Test
    void whoDoesNotWaitEndsWhenThePoleHasIt() throws Exception {
        CompletableFuture<Run> run = pole.run(
                "config",
                "push",
                file("{\"p\":{\"k\":1}}"),
                "--no-wait",
                "--revision",
                9,
                "--not-before",
                "2027-01-01T00:00:00Z");
        assertEquals(9, pushed(3).body().path("revision").asInt());
        reported(9, "pending", "\"message\":\"waits for 2027\",\"errors\":[],\"drift\":[]");
        assertEquals(0, PlayedPole.end(run).code());
    }

    @Test
    void aPoleThatSaysNothingIsToldWithWhatMayBeTheReason() throws Exception {
        CompletableFuture<Run> run = pole.run("config", "push", file("{\"p\":{\"k\":1}}"), "--wait", "1s");
        pushed(0);
        PlayedPole.end(run); // nothing to tell on standard error
        assertEquals(2, run.get().code());
        assertTrue(
                run.get().out().contains("said nothing within 1 s: it may be on another broker"),
                run.get().out());
    }

    @Test
    void allPolesAreSentADocumentOfTheirOwn() throws Exception {
        CompletableFuture<Run> run = pole.run("config", "push", file("{\"p\":{\"k\":1}}"), "--all", "--wait", "2s");
        pole.awaitSubscriptions(2);
        pole.say(TestPole.TOPICS.state(), PlayedPole.ONLINE);
        pole.say("smartpole/v1/dormagen/p-2/state", "{\"status\":\"asleep\"}");
        pole.say("smartpole/v1/dormagen/p-2/config/reported", "{\"revision\":4,\"outcome\":\"applied\"}");
        assertEquals(TestPole.TOPICS.configDesired(), pole.broker.published().topic());
        Published second = pole.broker.published();
        assertEquals("smartpole/v1/dormagen/p-2/config/desired", second.topic());
        assertEquals(
                5,
                DownlinkDocument.decode(second.bytes()).body().path("revision").asInt());
        reported(1, "applied", NOTHING);
        Run ended = PlayedPole.end(run);
        assertEquals(2, ended.code());
        assertTrue(
                ended.out().contains("dormagen/p-2  said nothing within 2 s: it is asleep. The broker keeps"),
                ended.out());
    }

    @Test
    void aPoleThatWasNeverThereIsSentNothing() throws Exception {
        CompletableFuture<Run> run = pole.run("config", "push", file("{\"p\":{\"k\":1}}"), "--pole", "dormagen/p-9");
        PlayedPole.end(run).assertUserError("has never said on " + pole.broker.uri());
        pole.awaitSubscriptions(2);
    }
}
