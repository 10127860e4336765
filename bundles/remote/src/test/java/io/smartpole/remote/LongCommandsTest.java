package io.smartpole.remote;

import static io.smartpole.remote.Platform.command;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.core.command.CommandResult;
import io.smartpole.core.link.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that take long: apart from the others, one at a time, a few wait. */
@Timeout(20)
class LongCommandsTest {

    @TempDir
    Path folder;

    private final Semaphore begun = new Semaphore(0);
    private final Semaphore go = new Semaphore(0);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private TestPole pole;
    private Remote remote;

    @BeforeEach
    void started() {
        pole = new TestPole(folder);
        pole.handler.deed = (request, progress) -> {
            if (!request.kind().equals("selftest")) {
                return CommandResult.done("done at once");
            }
            progress.tell(10, "lamp");
            begun.release();
            try {
                go.acquire();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return CommandResult.done("all is well");
        };
        remote = pole.start();
    }

    @AfterEach
    void stopped() {
        remote.stop();
    }

    @Test
    void itIsAnsweredOnceWhenItIsDoneAndProgressIsToldBefore() throws Exception {
        remote.step(selftest("s-1"));
        begun.acquire();
        pole.after(LongCommands.PAUSE);
        remote.step(null);
        JsonNode progress = pole.replies.get(pole.replies.size() - 1);
        assertEquals("progress", progress.path("outcome").asText());
        assertEquals(10, progress.path("percent").asInt());
        assertEquals("lamp", progress.path("reason").asText());
        assertEquals(List.of(), pole.commands, "progress is not put on record");

        go.release();
        untilAnswered(1);
        assertEquals(1, terminal().size());
        assertEquals("all is well", terminal().get(0).path("reason").asText());
        assertEquals(1, pole.commands.size());
        assertEquals("operations", pole.commands.get(0).path("key").asText());
        remote.step(null);
        assertEquals(1, terminal().size());
    }

    @Test
    void quickOnesDoNotWaitForIt() throws Exception {
        remote.step(selftest("s-1"));
        begun.acquire();
        remote.step(command().id("c-1").message());
        assertEquals("c-1", terminal().get(0).path("id").asText());
    }

    @Test
    void theSameProgressIsNotToldTwiceAndNoneMoreOftenThanOnceASecond() throws Exception {
        Semaphore told = new Semaphore(0);
        pole.handler.deed = (request, progress) -> {
            for (int percent = 0; percent < 100; percent++) {
                progress.tell(percent, "step " + percent);
            }
            told.release();
            go.acquire();
            return CommandResult.done("done");
        };
        remote.step(selftest("s-1"));
        told.acquire();
        int before = pole.replies.size();
        for (int i = 0; i < 50; i++) {
            remote.step(null);
        }
        assertTrue(pole.replies.size() <= before + 1);
        pole.after(LongCommands.PAUSE);
        remote.step(null);
        int after = pole.replies.size();
        assertEquals("step 99", pole.replies.get(after - 1).path("reason").asText());
        pole.after(LongCommands.PAUSE);
        remote.step(null);
        assertEquals(after, pole.replies.size());
    }

    @Test
    void oneThatComesAgainWhileItRunsOrWaitsGetsProgressAndIsNotDoneTwice() throws Exception {
        remote.step(selftest("s-1"));
        begun.acquire();
        remote.step(selftest("s-2"));
        pole.replies.clear();
        remote.step(selftest("s-1"));
        remote.step(selftest("s-2"));
        assertEquals("progress", pole.replies.get(0).path("outcome").asText());
        JsonNode waits = pole.replies.get(pole.replies.size() - 1);
        assertEquals("selftest waits for its turn", waits.path("reason").asText());
        assertEquals(1, pole.handler.asked.size());

        go.release(2);
        untilAnswered(2);
        assertEquals(2, pole.handler.asked.size());
        pole.replies.clear();
        remote.step(selftest("s-1"));
        assertEquals("all is well", terminal().get(0).path("reason").asText());
    }

    @Test
    void beyondOneThatRunsAndFourThatWaitItIsRefusedAsBusyAndMayComeAgain() throws Exception {
        remote.step(selftest("s-0"));
        begun.acquire();
        for (int i = 1; i <= LongCommands.MOST_WAITING + 1; i++) {
            pole.after(RateLimits.LONG.pause());
            remote.step(selftest("s-" + i));
        }
        assertEquals(1, terminal().size());
        assertEquals("BUSY", terminal().get(0).path("code").asText());
        assertEquals("s-5", terminal().get(0).path("id").asText());

        go.release(5);
        untilAnswered(6);
        remote.step(selftest("s-5"));
        go.release();
        untilAnswered(7);
        assertEquals(6, pole.handler.asked.size());
    }

    @Test
    void oneThatRunsLongerThanItIsValidIsStillAnswered() throws Exception {
        remote.step(selftest("s-1"));
        begun.acquire();
        pole.after(Duration.ofDays(2));
        remote.step(command()
                .issued(pole.now.instant())
                .expires(pole.now.instant().plusSeconds(60))
                .id("c-1")
                .message());
        go.release();
        untilAnswered(2);
        assertEquals("all is well", terminal().get(1).path("reason").asText());
    }

    @Test
    void aStopInterruptsItAndTheNextStartSaysSo() throws Exception {
        remote.step(selftest("s-1"));
        begun.acquire();
        remote.step(selftest("s-2"));
        remote.stop();
        assertTrue(interrupted.await(10, TimeUnit.SECONDS));
        assertEquals(List.of(), terminal());

        Remote restarted = pole.start();
        restarted.step(null);
        restarted.step(null);
        restarted.stop();
        assertEquals(2, terminal().size());
        terminal()
                .forEach(reply -> assertEquals("INTERRUPTED", reply.path("code").asText()));
        assertEquals(2, pole.commands.size());
        assertEquals(1, pole.handler.asked.size());
    }

    @Test
    void oneWhoseHandlerGoesAwayWhileTheGatewayRunsOnIsAnsweredAtOnce() throws Exception {
        pole.handler.deed = (request, progress) -> {
            throw new InterruptedException("the health checks are asked no more");
        };
        remote.step(selftest("s-1"));
        untilAnswered(1);
        assertEquals("failed", terminal().get(0).path("outcome").asText());
        assertEquals("INTERRUPTED", terminal().get(0).path("code").asText());
        assertEquals(1, pole.commands.size());
    }

    @Test
    void oneThatFailsHoweverBadlyIsAnsweredAndTheNextIsDone() throws Exception {
        pole.handler.deed = (request, progress) -> {
            if (request.id().equals("s-1")) {
                throw new StackOverflowError();
            }
            throw new IllegalArgumentException("seconds");
        };
        remote.step(selftest("s-1"));
        remote.step(selftest("s-2"));
        untilAnswered(2);
        assertEquals("ERROR", terminal().get(0).path("code").asText());
        assertEquals("INVALID", terminal().get(1).path("code").asText());
    }

    @Test
    void dataIsSentWithTheFirstAnswerOnlyAndNeitherKeptNorPutOnRecord() throws Exception {
        pole.handler.deed =
                (request, progress) -> CommandResult.done("found", Map.of("checks", List.of(Map.of("name", "disk"))));
        remote.step(command().message());
        remote.step(command().message());
        assertEquals(
                "disk",
                pole.replies
                        .get(0)
                        .path("data")
                        .path("checks")
                        .path(0)
                        .path("name")
                        .asText());
        assertTrue(pole.replies.get(1).path("data").isMissingNode());
        assertTrue(pole.commands.get(0).path("data").isMissingNode());
        assertTrue(!java.nio.file.Files.readString(folder.resolve("commands.jsonl"))
                .contains("disk"));
    }

    @Test
    void dataThatIsTooLargeOrNoJsonIsNotSentAndSaid() throws Exception {
        pole.handler.deed = (request, progress) ->
                CommandResult.done("found", Map.of("text", "x".repeat(CommandResult.LARGEST_DATA)));
        remote.step(command().id("c-1").message());
        pole.handler.deed = (request, progress) -> CommandResult.done("found", Map.of("what", new Object()));
        remote.step(command().id("c-2").message());
        pole.handler.deed = (request, progress) -> CommandResult.done("found", Map.of("nan", Double.NaN));
        remote.step(command().id("c-3").message());
        assertEquals("TOO_LARGE", terminal().get(0).path("code").asText());
        assertEquals("ERROR", terminal().get(1).path("code").asText());
        assertEquals("done", terminal().get(2).path("outcome").asText());
    }

    @Test
    void answersWithMuchDataThatCannotBeSentAreNotAllKept() throws Exception {
        pole.handler.deed = (request, progress) -> CommandResult.done("found", Map.of("text", "x".repeat(60_000)));
        pole.online = false;
        for (int i = 0; i < 30; i++) {
            remote.step(command().id("c-" + i).message());
        }
        pole.online = true;
        remote.step(null);
        assertTrue(terminal().size() * 60_000L <= Replies.MOST_BYTES_WAITING);
        assertEquals("c-29", terminal().get(terminal().size() - 1).path("id").asText());
    }

    private static Message selftest(String id) {
        return command("selftest")
                .byConfigurator()
                .id(id)
                .expires(Platform.NOW_INSTANT.plusSeconds(3600 * 20))
                .message();
    }

    private List<JsonNode> terminal() {
        return pole.replies.stream()
                .filter(reply -> !reply.path("outcome").asText().equals("progress"))
                .toList();
    }

    /** Steps as the worker does. */
    private void untilAnswered(int count) throws InterruptedException {
        while (terminal().size() < count) {
            remote.step(pole.gate.next(Duration.ofSeconds(1)));
        }
    }
}
