package io.smartpole.remote;

import static io.smartpole.remote.Platform.NOW_INSTANT;
import static io.smartpole.remote.Platform.command;
import static io.smartpole.remote.Platform.configuration;
import static io.smartpole.remote.Platform.groupCommand;
import static io.smartpole.remote.Platform.receipt;
import static io.smartpole.remote.Platform.trust;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smartpole.core.config.Configurations;
import io.smartpole.core.link.Message;
import io.smartpole.formats.downlink.DownlinkDocument;
import io.smartpole.remote.Refusal.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every reason to refuse, once, through everything from the message to the record. A reason without a row here fails. */
@Timeout(60)
class RefusalReasonsTest {

    @TempDir
    Path folder;

    /** Brings a pole to where it refuses, and gives what it then refuses. */
    @FunctionalInterface
    private interface Scene {
        Message play(TestPole pole, Remote remote) throws Exception;
    }

    private static final Map<Reason, Scene> SCENES = new EnumMap<>(Reason.class);

    static {
        SCENES.put(Reason.RETAINED, (pole, remote) -> command().retained().message());
        SCENES.put(
                Reason.TOO_LARGE,
                (pole, remote) -> TestPole.changed(command().message(), new byte[DownlinkDocument.LARGEST + 1]));
        SCENES.put(
                Reason.MALFORMED, (pole, remote) -> TestPole.changed(command().message(), new byte[] {1, 2}));
        SCENES.put(Reason.UNKNOWN_KEY, (pole, remote) -> command().byStranger().message());
        SCENES.put(Reason.BAD_SIGNATURE, (pole, remote) -> command().forged());
        SCENES.put(
                Reason.WRONG_AUDIENCE,
                (pole, remote) ->
                        command().audience("smartpole/v1/dormagen/p-2/command").message());
        SCENES.put(
                Reason.NOT_IN_GROUP, (pole, remote) -> groupCommand("schools").message());
        SCENES.put(
                Reason.WRONG_TYPE,
                (pole, remote) -> command().type(DownlinkDocument.Type.TRUST).message());
        SCENES.put(Reason.NOT_ALLOWED, (pole, remote) -> command().byReceiver().message());
        SCENES.put(
                Reason.NOT_YET_VALID,
                (pole, remote) -> command()
                        .issued(NOW_INSTANT.plusSeconds(3600))
                        .expires(NOW_INSTANT.plusSeconds(3700))
                        .message());
        SCENES.put(
                Reason.EXPIRED, (pole, remote) -> command().expires(NOW_INSTANT).message());
        SCENES.put(
                Reason.VALID_TOO_LONG,
                (pole, remote) ->
                        command().expires(NOW_INSTANT.plus(Duration.ofDays(2))).message());
        SCENES.put(Reason.CLOCK_NOT_TRUSTED, (pole, remote) -> {
            pole.now = Platform.NOT_TRUSTED;
            return command().message();
        });
        SCENES.put(
                Reason.WRONG_NONCE,
                (pole, remote) -> command().nonce("of yesterday").message());
        SCENES.put(
                Reason.INVALID, (pole, remote) -> command("light.off-for-ever").message());
        SCENES.put(Reason.TOO_MANY, (pole, remote) -> {
            for (int i = 0; i < RateLimits.QUICK.burst(); i++) {
                remote.step(command().id("before-" + i).message());
            }
            return command().message();
        });
        SCENES.put(Reason.BUSY, (pole, remote) -> {
            CountDownLatch begun = new CountDownLatch(1);
            pole.handler.deed = (request, progress) -> {
                begun.countDown();
                new CountDownLatch(1).await();
                throw new IllegalStateException("never");
            };
            remote.step(command("selftest").byConfigurator().id("before-0").message());
            begun.await();
            for (int i = 1; i <= LongCommands.MOST_WAITING; i++) {
                pole.after(RateLimits.LONG.pause());
                remote.step(selftest(pole, "before-" + i).message());
            }
            return selftest(pole, "c-1").message();
        });
        SCENES.put(Reason.OLD_REVISION, (pole, remote) -> {
            pole.receipt = Configurations.Receipt.OLD;
            return configuration(7).id("c-1").message();
        });
        SCENES.put(Reason.TABLE_FULL, (pole, remote) -> {
            for (int i = 0; i < CommandTable.LARGEST_SHARE; i++) {
                remote.step(command()
                        .expires(NOW_INSTANT.plus(Duration.ofHours(20)))
                        .id("before-" + i)
                        .message());
                pole.after(RateLimits.QUICK.pause());
            }
            return command().expires(NOW_INSTANT.plus(Duration.ofHours(20))).message();
        });
        SCENES.put(Reason.NOT_REMEMBERED, (pole, remote) -> {
            Files.delete(pole.folder.resolve("commands.jsonl"));
            return command().message();
        });
    }

    private static Platform selftest(TestPole pole, String id) {
        return command("selftest")
                .byConfigurator()
                .id(id)
                .issued(pole.now.instant())
                .expires(pole.now.instant().plusSeconds(60));
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedNotObeyedCountedAnsweredIfSignedAndPutOnRecord(Reason reason) throws Exception {
        TestPole pole = new TestPole(folder);
        Remote remote = pole.start();
        Scene scene = Objects.requireNonNull(SCENES.get(reason), "there is no scene in which this is refused");
        Message message = scene.play(pole, remote);
        int asked = pole.handler.asked.size();
        pole.replies.clear();
        pole.commands.clear();

        remote.step(message);

        assertEquals(asked, pole.handler.asked.size(), "not obeyed");
        assertTrue(
                pole.health.check().message().contains("the last refusal was " + reason + ": "),
                pole.health.check().message());
        boolean signed = reason.compareTo(Reason.BAD_SIGNATURE) > 0;
        boolean command = reason != Reason.OLD_REVISION;
        assertEquals(signed && command ? 1 : 0, pole.replies.size());
        assertEquals(signed && command ? 1 : 0, pole.commands.size());
        assertEquals(signed && !command ? 1 : 0, pole.documents.size());
        if (signed) {
            JsonNode onRecord = (command ? pole.commands : pole.documents).get(0);
            assertEquals("c-1", onRecord.path("id").asText());
            assertEquals("refused", onRecord.path("outcome").asText());
            assertEquals(reason.name(), onRecord.path("code").asText());
            assertTrue(!onRecord.path("reason").asText().isEmpty());
            assertTrue(!onRecord.path("key").asText().isEmpty());
        } else {
            pole.after(RefusalTally.MINUTE);
            remote.step(null);
            assertEquals(1, pole.sums.size());
            assertTrue(pole.sums.get(0).endsWith(reason.name()), pole.sums.get(0));
        }
        remote.stop();
    }

    @ParameterizedTest
    @EnumSource(DownlinkDocument.Type.class)
    void refusalsOfEveryTypeOfDocumentAreTenAMinuteOneByOneAndThenSummed(DownlinkDocument.Type type) throws Exception {
        TestPole pole = new TestPole(folder);
        Remote remote = pole.start();
        for (int i = 0; i < 35; i++) {
            Platform document = switch (type) {
                case COMMAND -> command();
                case RECEIPT, UPDATE -> receipt(JsonNodeFactory.instance.objectNode());
                case CONFIG -> configuration(7);
                case TRUST -> trust(7);
            };
            remote.step(document.id("x-" + i).expires(NOW_INSTANT).message());
        }
        assertEquals(10, pole.commands.size() + pole.documents.size());
        pole.after(RefusalTally.MINUTE);
        remote.step(null);
        assertEquals(
                java.util.List.of("25 documents refused within a minute, not told one by one: EXPIRED"), pole.sums);
    }
}
