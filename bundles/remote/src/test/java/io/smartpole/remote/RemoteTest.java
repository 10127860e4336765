package io.smartpole.remote;

import static io.smartpole.remote.Platform.NONCE;
import static io.smartpole.remote.Platform.TOPICS;
import static io.smartpole.remote.Platform.command;
import static io.smartpole.remote.Platform.groupCommand;
import static io.smartpole.remote.Platform.receipt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.command.CommandHandler;
import io.smartpole.core.command.CommandKind;
import io.smartpole.core.command.CommandRequest;
import io.smartpole.core.command.CommandResult;
import io.smartpole.core.evidence.BatchId;
import io.smartpole.core.evidence.EvidenceLog;
import io.smartpole.core.evidence.EvidenceLog.ReceiptOutcome;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.keys.KeyId;
import io.smartpole.core.link.LinkFigures;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.core.link.Message;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.PoleIdentity;
import io.smartpole.core.reading.Lane;
import io.smartpole.core.reading.Reading;
import io.smartpole.core.reading.Value;
import io.smartpole.core.time.BootId;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import io.smartpole.formats.downlink.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;

class RemoteTest {

    private static final BatchId BATCH =
            new BatchId(new KeyId("0123456789abcdef"), Lane.MEASUREMENT, new BootId("0".repeat(32)), 7, "a".repeat(64));

    private static final LinkFigures NO_FIGURES = new LinkFigures(0, 0, 0, 0, 0, null, 0);

    @TempDir
    Path folder;

    private final Gate gate = new Gate();
    private final RemoteHealth health = new RemoteHealth(gate);
    private final TimeSource time = mock(TimeSource.class);
    private final Outbox outbox = mock(Outbox.class);
    private final FakeHandler handler = new FakeHandler();
    private final FakeTrust trust = new FakeTrust();
    private final EvidenceLog evidence = mock(EvidenceLog.class);
    private PoleIdentity identity = Platform.POLE;
    private final List<Reading> readings = new ArrayList<>();

    @BeforeEach
    void aPoleThatIsOnline() {
        when(time.now()).thenReturn(Platform.NOW);
        when(time.world()).thenReturn(Platform.NOW);
        when(outbox.status()).thenReturn(new LinkStatus(true, "cloud1", NONCE, null, NO_FIGURES, List.of()));
        when(outbox.reply(any(), any(), any())).thenReturn(true);
        when(evidence.receipt(any())).thenReturn(ReceiptOutcome.FREED);
    }

    @Test
    void aCommandIsObeyedAnsweredAndPutOnRecord() throws Exception {
        remote().step(command().message());

        assertEquals(
                List.of(new CommandRequest(
                        "c-1", "light.override", Map.of("percent", 60, "seconds", 600), "control room")),
                handler.asked);
        assertEquals("done", reply().path("outcome").asText());
        assertEquals("c-1", reply().path("id").asText());
        assertEquals(1, readings.size());
        assertEquals(Lane.ALARM, readings.get(0).lane());
    }

    @Test
    void aCommandThatComesTwiceIsObeyedOnceAndAnsweredAlike() throws Exception {
        Remote remote = remote();
        remote.step(command().message());
        remote.step(command().message());

        assertEquals(1, handler.asked.size());
        List<JsonNode> replies = replies(2);
        assertEquals(replies.get(0), replies.get(1));
        assertEquals(1, readings.size(), "it is on record once");
    }

    @Test
    void aCommandThatComesAgainAfterARestartIsNotObeyedAgain() throws Exception {
        remote().step(command().message());
        remote().step(command().message());
        assertEquals(1, handler.asked.size());
        assertEquals(replies(2).get(0), replies(2).get(1));
        assertEquals(1, readings.size(), "it is on record once");
    }

    @Test
    void refusalsThatComeFastAreAllAnsweredAndPutOnRecordTogether() throws Exception {
        Remote remote = remote();
        for (int i = 0; i < 35; i++) {
            remote.step(command().byReceiver().id("c-" + i).message());
        }
        replies(35)
                .forEach(reply -> assertEquals("NOT_ALLOWED", reply.path("code").asText()));
        assertEquals(10, readings.size());

        sinceBoot(Platform.NOW.sinceBoot().plusSeconds(59));
        remote.step(null);
        assertEquals(10, readings.size());
        sinceBoot(Platform.NOW.sinceBoot().plusSeconds(60));
        remote.step(null);
        remote.step(null);
        assertEquals(11, readings.size());
        assertEquals("refusals", readings.get(10).series().quantity());
        assertEquals(Lane.ALARM, readings.get(10).lane());
        assertEquals(
                Value.of("25 documents refused within a minute, not told one by one: NOT_ALLOWED"),
                readings.get(10).value());

        remote.step(command().byReceiver().id("c-35").message());
        assertEquals("command", readings.get(11).series().quantity(), "the next minute is told one by one again");
        assertTrue(health.check().message().startsWith("36 documents refused"));
    }

    @Test
    void aFloodOfStrangersIsPutOnRecordOnceAMinute() throws Exception {
        Remote remote = remote();
        for (int i = 0; i < 35; i++) {
            remote.step(command().forged());
        }
        sinceBoot(Platform.NOW.sinceBoot().plusSeconds(60));
        assertEquals(List.of(), readings);
        remote.step(null);
        assertEquals(1, readings.size());
        assertEquals(
                Value.of("35 documents refused within a minute, not told one by one: BAD_SIGNATURE"),
                readings.get(0).value());
    }

    @Test
    void aRefusedCommandIsNeverObeyedAndIsAnswered() throws Exception {
        remote().step(command().byReceiver().message());

        assertEquals(List.of(), handler.asked);
        assertEquals("refused", reply().path("outcome").asText());
        assertEquals("NOT_ALLOWED", reply().path("code").asText());
    }

    @Test
    void aStrangerGetsNoAnswer() throws Exception {
        Remote remote = remote();
        remote.step(command().byStranger().message());
        remote.step(command().forged());

        assertEquals(List.of(), handler.asked);
        verify(outbox, never()).reply(any(), any(), any());
        assertTrue(health.check().message().startsWith("2 documents refused"));
    }

    @Test
    void aCommandWithAnArgumentThatMakesNoSenseIsAnsweredWithWhatWouldBeRight() throws Exception {
        handler.deed = (request, progress) -> {
            throw new IllegalArgumentException("percent must be a number from 0 to 100, but is 101");
        };
        remote().step(command().message());
        assertEquals("refused", reply().path("outcome").asText());
        assertEquals("INVALID", reply().path("code").asText());
        assertTrue(reply().path("reason").asText().contains("0 to 100"));
    }

    @Test
    void aCommandOfUnknownKindIsRefusedAsSuchOnlyToThoseWhoMayCommandSomething() throws Exception {
        Remote remote = remote();
        remote.step(command("light.off-for-ever").id("c-1").message());
        remote.step(command("light.off-for-ever").id("c-2").byConfigurator().message());
        remote.step(command("light.off-for-ever").id("c-3").byReceiver().message());
        remote.step(command("").id("c-4").message());

        List<JsonNode> replies = replies(4);
        assertEquals("INVALID", replies.get(0).path("code").asText());
        assertTrue(replies.get(0).path("reason").asText().contains("uplink.retry, but is 'light.off-for-ever'"));
        assertEquals("INVALID", replies.get(1).path("code").asText());
        assertEquals("NOT_ALLOWED", replies.get(2).path("code").asText());
        assertTrue(
                replies.get(2).path("reason").asText().endsWith("the role lighting or config or update or identity"));
        assertEquals("INVALID", replies.get(3).path("code").asText());
    }

    @Test
    void aCommandToItsGroupIsObeyedAndAnsweredOnThePolesOwnTopic() throws Exception {
        Remote remote = remote();
        remote.step(groupCommand("old-town").message());
        remote.step(groupCommand("old-town").message());

        assertEquals(1, handler.asked.size());
        assertEquals("c-1", replies(2).get(0).path("id").asText());
        assertEquals("done", replies(2).get(1).path("outcome").asText());
    }

    @Test
    void anIdOfAKeyIsUsedUpWhicheverTopicItCameOn() throws Exception {
        Remote remote = remote();
        remote.step(groupCommand("old-town").message());
        remote.step(command().message());
        assertEquals(1, handler.asked.size());
    }

    @Test
    void aPoleThatLeftAGroupNoLongerObeysItAndSaysSo() throws Exception {
        Remote remote = remote();
        identity = new PoleIdentity("dormagen", "p-1", "", "", "", null, List.of("schools"), List.of());
        remote.step(groupCommand("old-town").message());
        assertEquals(List.of(), handler.asked);
        assertEquals("NOT_IN_GROUP", reply().path("code").asText());

        remote.step(groupCommand("schools").id("c-2").message());
        assertEquals(1, handler.asked.size());
    }

    @Test
    void withoutATrustedClockAGroupsCommandIsRefusedWithThatReason() throws Exception {
        when(time.now()).thenReturn(Platform.NOT_TRUSTED);
        remote().step(groupCommand("old-town").message());
        assertEquals(List.of(), handler.asked);
        assertEquals("CLOCK_NOT_TRUSTED", reply().path("code").asText());
    }

    @Test
    void aFloodInAZoneTakesNoRoomFromCommands() throws Exception {
        byte[] said = new byte[512];
        for (int i = 0; i < 10_000; i++) {
            gate.onMessage(new Message(TOPICS.zone("market"), said, false, "cloud1"));
        }
        gate.onMessage(command().message());
        assertEquals(
                TOPICS.command(),
                Objects.requireNonNull(gate.next(Duration.ZERO)).topic());
        assertEquals(0, gate.dropped());
    }

    @Test
    void aCommandThatCannotBeRememberedIsNotObeyed() throws Exception {
        Remote remote = remote();
        Files.delete(folder.resolve("commands.jsonl"));
        remote.step(command().message());

        assertEquals(List.of(), handler.asked);
        assertEquals("NOT_REMEMBERED", reply().path("code").asText());
    }

    @Test
    void withoutATableNoCommandIsObeyedAndHealthIsCritical() throws Exception {
        Files.createFile(folder.resolve("commands"));
        Remote remote = new Remote(
                gate, health, new ReportBox(gate), time, trust, () -> identity, outbox, folder.resolve("commands"));
        remote.addHandler(handler);
        remote.step(command().message());

        assertEquals(List.of(), handler.asked);
        assertEquals(HealthStatus.CRITICAL, health.check().status());
    }

    @Test
    void aReplyThatCouldNotBeSentIsSentLater() throws Exception {
        when(outbox.reply(any(), any(), any())).thenReturn(false);
        Remote remote = remote();
        remote.step(command().message());
        when(outbox.reply(any(), any(), any())).thenReturn(true);
        remote.step(null);
        remote.step(null);

        // Tried at once, at the end of that step, and in the next step; then no more.
        List<JsonNode> replies = replies(3);
        assertEquals("done", replies.get(2).path("outcome").asText());
    }

    @Test
    void anAnswerGoesWhereTheCommandCameFromAlsoWhenItIsSentLater() throws Exception {
        when(outbox.reply(any(), any(), any())).thenReturn(false, false, true);
        Remote remote = remote();
        remote.step(command().over("local1").message());
        remote.step(null);
        remote.step(command().byReceiver().id("c-2").over("cloud2").message());

        InOrder inOrder = inOrder(outbox);
        inOrder.verify(outbox, times(3)).reply(eq("local1"), any(), any());
        inOrder.verify(outbox).reply(eq("cloud2"), any(), any());
    }

    @Test
    void aCommandThatComesAgainElsewhereIsAnsweredThere() throws Exception {
        Remote remote = remote();
        remote.step(command().message());
        remote.step(command().over("cloud2").message());
        verify(outbox).reply(eq("cloud1"), any(), any());
        verify(outbox).reply(eq("cloud2"), any(), any());
    }

    @Test
    void ofTooManyAnswersThatCannotBeSentTheOldestAreForgotten() throws Exception {
        when(outbox.reply(any(), any(), any())).thenReturn(false);
        Remote remote = remote();
        for (int i = 0; i < 101; i++) {
            remote.step(command().id("c-" + i).message());
        }
        clearInvocations(outbox);
        when(outbox.reply(any(), any(), any())).thenReturn(true);
        remote.step(null);
        List<JsonNode> replies = replies(100);
        assertEquals("c-1", replies.get(0).path("id").asText());
        assertEquals("c-100", replies.get(99).path("id").asText());
    }

    @Test
    void aCommandThatAStopInterruptedIsAnsweredAfterTheRestart() throws Exception {
        CommandId begun = new CommandId(new KeyId("0123456789abcdef"), "c-1");
        new CommandTable(folder.resolve("commands.jsonl"))
                .begin(begun, Platform.NOW_INSTANT.plusSeconds(60), Platform.NOW);

        remote().step(null);
        verify(outbox).reply(eq(""), any(), any());
        assertEquals("INTERRUPTED", reply().path("code").asText());
        assertEquals(1, readings.size());
    }

    @Test
    void aHandlerThatFailsIsAnAnswerToo() throws Exception {
        handler.deed = (request, progress) -> {
            throw new IllegalStateException("broken");
        };
        remote().step(command().message());
        assertEquals("failed", reply().path("outcome").asText());
    }

    @Test
    void aReceiptFreesItsBatch() throws Exception {
        remote().step(receipt(new Receipt(BATCH, Platform.NOW_INSTANT).toJson()).message());
        verify(evidence).receipt(BATCH);
    }

    @Test
    void aReceiptOverALocalEndpointFreesNothing() throws Exception {
        remote().step(receipt(new Receipt(BATCH, Platform.NOW_INSTANT).toJson())
                .over("local1")
                .message());
        verify(evidence, never()).receipt(any());
    }

    @Test
    void aReceiptByAKeyWithoutTheRoleOrForAnotherPoleFreesNothing() throws Exception {
        ObjectNode body = new Receipt(BATCH, Platform.NOW_INSTANT).toJson();
        remote().step(receipt(body).byStranger().message());
        remote().step(receipt(body)
                .audience("smartpole/v1/dormagen/p-2/evidence/receipt")
                .message());
        remote().step(receipt(body).forged());
        remote().step(receipt(JsonNodeFactory.instance.objectNode()).message());
        verify(evidence, never()).receipt(any());
    }

    @Test
    void aFloodIsDroppedBeforeItCostsMemory() throws Exception {
        remote();
        Message large = new Message(TOPICS.command(), new byte[60_000], false, "cloud1");
        for (int i = 0; i < 100; i++) {
            gate.onMessage(large);
        }
        long kept = Gate.QUEUE_BYTES / (60_000 + 256);
        assertTrue(
                health.check().message().contains((100 - kept) + " messages dropped"),
                health.check().message());
    }

    @Test
    void aFloodOfEmptyMessagesIsDroppedAsWellAndWhatIsTakenMakesRoom() throws Exception {
        Message empty = new Message(TOPICS.command(), new byte[0], false, "cloud1");
        int kept = (int) (Gate.QUEUE_BYTES / 256);
        for (int i = 0; i < kept + 5; i++) {
            gate.onMessage(empty);
        }
        assertEquals(5, gate.dropped());
        for (int i = 0; i < kept; i++) {
            assertEquals(empty, gate.next(Duration.ZERO));
        }
        for (int i = 0; i < kept; i++) {
            gate.onMessage(empty);
        }
        assertEquals(5, gate.dropped());
    }

    @Test
    void whoAsksTooOftenIsRefusedBeforeAnythingIsWrittenAndCanStillCallTheEmergency() throws Exception {
        Remote remote = remote();
        for (int i = 0; i < RateLimits.QUICK.burst(); i++) {
            remote.step(command().id("c-" + i).message());
        }
        String before = Files.readString(folder.resolve("commands.jsonl"));
        remote.step(command().id("too-many").message());
        remote.step(groupCommand("old-town").id("too-many-2").message());
        assertEquals(before, Files.readString(folder.resolve("commands.jsonl")));
        assertEquals(RateLimits.QUICK.burst(), handler.asked.size());

        remote.step(command("light.emergency").id("help").message());
        assertEquals("help", handler.asked.get(RateLimits.QUICK.burst()).id());
        sinceBoot(Platform.NOW.sinceBoot().plusSeconds(1));
        remote.step(command().id("too-many").message());
        assertEquals("too-many", handler.asked.get(RateLimits.QUICK.burst() + 1).id());
    }

    @Test
    void oneThatComesAgainDoesNotCountAsAnother() throws Exception {
        Remote remote = remote();
        for (int i = 0; i < 10 * RateLimits.QUICK.burst(); i++) {
            remote.step(command().message());
        }
        remote.step(command().id("c-2").message());
        assertEquals(2, handler.asked.size());
    }

    @Test
    void aKindIsKnownForAsLongAsSomebodyObeysIt() throws Exception {
        Remote remote = remote();
        remote.removeHandler(handler);
        remote.step(command().id("c-1").message());
        remote.addHandler(handler);
        remote.step(command().id("c-2").message());
        assertEquals("INVALID", replies(2).get(0).path("code").asText());
        assertEquals("done", replies(2).get(1).path("outcome").asText());
    }

    @Test
    void ofTwoWhoObeyTheSameKindTheFirstIsToldAndWhoCannotSayItsKindsIsToldNothing() throws Exception {
        Remote remote = remote();
        FakeHandler second = new FakeHandler();
        remote.addHandler(second);
        remote.addHandler(new CommandHandler() {
            @Override
            public List<CommandKind> kinds() {
                throw new IllegalStateException("broken");
            }

            @Override
            public CommandResult execute(CommandRequest request, Progress progress) {
                throw new AssertionError("told nothing");
            }
        });
        remote.step(command().id("c-1").message());
        assertEquals(1, handler.asked.size());
        remote.removeHandler(handler);
        remote.step(command().id("c-2").message());
        assertEquals(1, second.asked.size());
    }

    @Test
    void theKindSaysWhichRoleItNeeds() throws Exception {
        Remote remote = remote();
        remote.step(command("uplink.retry").id("c-1").message());
        remote.step(command().byConfigurator().id("c-2").message());
        remote.step(command("uplink.retry").byConfigurator().id("c-3").message());
        assertEquals("NOT_ALLOWED", replies(3).get(0).path("code").asText());
        assertTrue(replies(3).get(0).path("reason").asText().endsWith("does not have the role config"));
        assertEquals("NOT_ALLOWED", replies(3).get(1).path("code").asText());
        assertEquals("done", replies(3).get(2).path("outcome").asText());
    }

    @Test
    void aReasonThatIsVeryLongIsShortenedOnRecordWithoutSpoilingTheJson() throws Exception {
        handler.deed = (request, progress) -> CommandResult.failed("BROKEN", "\"\n\u0007".repeat(10_000));
        remote().step(command().id("\u0007".repeat(256)).message());
        String text = ((Value.Text) readings.get(0).value()).text();
        assertTrue(text.length() <= 1000, text);
        assertEquals("BROKEN", TestPole.json(text).path("code").asText());
        assertEquals("control room", TestPole.json(text).path("key").asText());
    }

    @Test
    void aQuickOneThatAStopInterruptsIsAnsweredAtTheNextStart() throws Exception {
        handler.deed = (request, progress) -> {
            throw new InterruptedException();
        };
        Remote stopping = remote();
        assertThrows(InterruptedException.class, () -> stopping.step(command().message()));
        verify(outbox, never()).reply(any(), any(), any());
        remote().step(null);
        assertEquals("INTERRUPTED", reply().path("code").asText());
    }

    @Test
    void whatIsJustBeingObeyedAtAStopGetsItsOneAnswer() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        handler.deed = (request, progress) -> {
            begun.countDown();
            assertTrue(goOn.await(10, TimeUnit.SECONDS));
            return CommandResult.done("60 % for 10 min");
        };
        Remote stopping = remote();
        stopping.start();
        gate.onMessage(command().message());
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        Thread stop = new Thread(stopping::stop);
        stop.start();
        while (stop.isAlive() && stop.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        stop.join();

        remote().step(null);
        assertEquals("done", reply().path("outcome").asText());
    }

    @Test
    void aHandlerThatGoesAwayDoesNotEndTheWorker() throws Exception {
        CountDownLatch obeyed = new CountDownLatch(1);
        handler.deed = (request, progress) -> {
            if (request.id().equals("c-1")) {
                throw new InterruptedException("it is just going away");
            }
            obeyed.countDown();
            return CommandResult.done("60 % for 10 min");
        };
        Remote running = remote();
        running.start();
        gate.onMessage(command().message());
        gate.onMessage(command().id("c-2").message());
        assertTrue(obeyed.await(10, TimeUnit.SECONDS));
        running.stop();
        List<String> codes =
                replies(2).stream().map(reply -> reply.path("code").asText()).toList();
        assertEquals(List.of("ACCEPTED", "INTERRUPTED"), codes.stream().sorted().toList());
    }

    @Test
    void healthSaysWhenNothingIsTakenIn() throws Exception {
        assertEquals(HealthStatus.WARN, health.check().status());
        Remote remote = remote();
        assertEquals(HealthStatus.OK, health.check().status());
        remote.stop();
        assertEquals(HealthStatus.WARN, health.check().status());
    }

    private Remote remote() {
        Remote remote = new Remote(gate, health, new ReportBox(gate), time, trust, () -> identity, outbox, folder);
        remote.addHandler(handler);
        remote.evidence = evidence;
        remote.addListener(readings::add);
        return remote;
    }

    private void sinceBoot(Duration sinceBoot) {
        when(time.now()).thenReturn(new Moment(Platform.NOW_INSTANT, true, sinceBoot));
    }

    private JsonNode reply() throws IOException {
        return replies(1).get(0);
    }

    private List<JsonNode> replies(int count) throws IOException {
        ArgumentCaptor<byte[]> payload = ArgumentCaptor.forClass(byte[].class);
        verify(outbox, times(count)).reply(any(), eq(TOPICS.commandReply()), payload.capture());
        List<JsonNode> replies = new ArrayList<>();
        for (byte[] bytes : payload.getAllValues()) {
            replies.add(new ObjectMapper().readTree(bytes));
        }
        return replies;
    }
}
