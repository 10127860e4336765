package io.smartpole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.formats.receiver.PlatformKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pole light}, with a broker and a pole that is played here. */
class LightTest {

    private static final String ONLINE = "{\"status\":\"online\",\"nonce\":\"n-1\"}";
    private static final PlatformKey KEY = PlatformKey.generate();
    private static TestBroker broker;

    @TempDir
    private Path data;

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void install() throws Exception {
        Files.createDirectories(data.resolve("standin"));
        Files.writeString(data.resolve("standin/platform.pem"), KEY.toPem());
    }

    @Test
    void theCommandIsSignedOverThisBootsNonceAndItsAnswerIsShown() throws Exception {
        CompletableFuture<Run> run = light("--level", "60", "--for", "10m");
        say(ONLINE);
        DownlinkDocument command = command();
        command.verify(KEY.publicKey());
        assertEquals("n-1", command.nonce());
        assertEquals(
                "{\"kind\":\"light.override\",\"arguments\":{\"percent\":60.0,\"seconds\":600}}",
                command.body().toString());
        answer("{\"id\":\"somebody else's\",\"outcome\":\"refused\",\"reason\":\"not for us\"}");
        answer("{\"id\":\"" + command.id() + "\",\"outcome\":\"done\",\"reason\":\"60 % until 18:10\"}");

        assertEquals(new Run(0, "done: 60 % until 18:10\n", ""), run.get(20, TimeUnit.SECONDS));
    }

    @Test
    void aRefusalEndsWithAnotherCode() throws Exception {
        CompletableFuture<Run> run = light("--resume");
        say(ONLINE);
        answer("{\"id\":\"" + command().id() + "\",\"outcome\":\"refused\",\"reason\":\"no such role\"}");
        assertEquals(new Run(1, "refused: no such role\n", ""), run.get(20, TimeUnit.SECONDS));
    }

    @Test
    void aPoleThatIsNotOnlineGetsACommandWithoutNonceForWhenItReturns() throws Exception {
        CompletableFuture<Run> run = light("--resume", "--pole", "dormagen/p-1");
        say("{\"status\":\"offline\",\"nonce\":\"n-1\"}");
        DownlinkDocument command = command();
        assertEquals(null, command.nonce());
        answer("{\"id\":\"" + command.id() + "\",\"outcome\":\"done\",\"reason\":\"\"}");
        run.get(20, TimeUnit.SECONDS);
    }

    @Test
    void anEmergencyIsOneCommandAndItsEndAnother() throws Exception {
        CompletableFuture<Run> run = light("--emergency", "--for", "1h");
        say(ONLINE);
        DownlinkDocument command = command();
        assertEquals(
                "{\"kind\":\"light.emergency\",\"arguments\":{\"seconds\":3600}}",
                command.body().toString());
        answer("{\"id\":\"" + command.id() + "\",\"outcome\":\"done\",\"reason\":\"full light\"}");
        assertEquals(new Run(0, "done: full light\n", ""), run.get(20, TimeUnit.SECONDS));

        run = light("--end-emergency");
        say(ONLINE);
        command = command();
        assertEquals("{\"kind\":\"light.emergency.end\"}", command.body().toString());
        answer("{\"id\":\"" + command.id() + "\",\"outcome\":\"done\",\"reason\":\"\"}");
        run.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aPoleThatDoesNotAnswerInTimeIsSaid() throws Exception {
        CompletableFuture<Run> run = light("--resume", "--wait", "1s");
        say(ONLINE);
        command();
        run.get(20, TimeUnit.SECONDS).assertUserError("did not answer within 1 s");
    }

    @Test
    void aGroupIsCommandedAtOnceAndEachOfItsPolesAnswers() throws Exception {
        CompletableFuture<Run> run = light("--emergency", "--group", "north", "--wait", "2s");
        say(ONLINE);
        DownlinkDocument command = groupCommand();
        command.verify(KEY.publicKey());
        assertEquals("smartpole/v1/dormagen/group/north/command", command.audience());
        assertNull(command.nonce());
        assertEquals("{\"kind\":\"light.emergency\"}", command.body().toString());
        for (String pole : new String[] {"p-2", "p-1", "p-2"}) { // MQTT may bring an answer twice
            answerOf(pole, command.id(), "done", "full light");
        }
        answerOf("p-3", "another command", "refused", "not for us");
        broker.publish("smartpole/v1/dormagen/p-4/command/reply", "no JSON".getBytes(StandardCharsets.UTF_8));

        assertEquals(
                new Run(
                        0,
                        "dormagen/p-2  done: full light\ndormagen/p-1  done: full light\n2 poles answered within 2 s\n",
                        ""),
                run.get(20, TimeUnit.SECONDS));
    }

    @Test
    void onePoleOfAGroupThatRefusesGivesAnotherCode() throws Exception {
        CompletableFuture<Run> run = light("--resume", "--group", "north", "--site", "dormagen", "--wait", "1s");
        DownlinkDocument command = groupCommand();
        answerOf("p-1", command.id(), "done", "");
        answerOf("p-2", command.id(), "refused", "no clock");
        Run ended = run.get(20, TimeUnit.SECONDS);
        assertEquals(1, ended.code());
        assertTrue(ended.out().contains("dormagen/p-2  refused: no clock"), ended.out());
    }

    @Test
    void aGroupThatDoesNotAnswerOrWhoseSiteIsNotClearIsSaid() throws Exception {
        CompletableFuture<Run> silent = light("--resume", "--group", "north", "--site", "dormagen", "--wait", "1s");
        groupCommand();
        silent.get(20, TimeUnit.SECONDS)
                .assertUserError(
                        "no pole of group north of dormagen answered within 1 s: is a pole in it, does it trust this key");

        CompletableFuture<Run> several = light("--resume", "--group", "north");
        say(ONLINE);
        broker.publish("smartpole/v1/koeln/p-9/state", ONLINE.getBytes(StandardCharsets.UTF_8));
        several.get(20, TimeUnit.SECONDS).assertUserError("they are of [dormagen, koeln]");

        light("--resume", "--group", "north").get(20, TimeUnit.SECONDS).assertUserError("--site");
        broker.subscribed();
        light("--resume", "--group", "no/rth").get(20, TimeUnit.SECONDS).assertUserError("--group must be a name");
    }

    @Test
    void withoutAPoleOnTheBrokerOrAKeyItSaysSo() throws Exception {
        Run.of("light", "--resume", "--data", data, "--broker", broker.uri()).assertUserError("no pole has ever said");
        broker.subscribed();
        Run.of("light", "--resume", "--data", data.resolve("none")).assertUserError("--sign-key");
        Run.of("light", "--resume", "--data", data, "--pole", "p-1").assertUserError("SITE/POLE");
    }

    private CompletableFuture<Run> light(String... options) {
        Object[] line = new Object[options.length + 5];
        System.arraycopy(new Object[] {"light", "--data", data, "--broker", broker.uri()}, 0, line, 0, 5);
        System.arraycopy(options, 0, line, 5, options.length);
        return CompletableFuture.supplyAsync(() -> Run.of(line));
    }

    private static void say(String state) throws InterruptedException {
        assertTrue(broker.subscribed().endsWith("/state"));
        broker.publish(TestPole.TOPICS.state(), state.getBytes(StandardCharsets.UTF_8));
    }

    private static DownlinkDocument command() throws Exception {
        assertEquals(TestPole.TOPICS.commandReply(), broker.subscribed());
        TestBroker.Published published = broker.published();
        assertEquals(TestPole.TOPICS.command(), published.topic());
        return DownlinkDocument.decode(published.bytes());
    }

    private static DownlinkDocument groupCommand() throws Exception {
        assertEquals("smartpole/v1/dormagen/+/command/reply", broker.subscribed());
        TestBroker.Published published = broker.published();
        assertEquals("smartpole/v1/dormagen/group/north/command", published.topic());
        return DownlinkDocument.decode(published.bytes());
    }

    private static void answerOf(String pole, String id, String outcome, String reason) {
        String json = "{\"id\":\"%s\",\"outcome\":\"%s\",\"reason\":\"%s\"}".formatted(id, outcome, reason);
        broker.publish("smartpole/v1/dormagen/" + pole + "/command/reply", json.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(String json) {
        broker.publish(TestPole.TOPICS.commandReply(), json.getBytes(StandardCharsets.UTF_8));
    }
}
