package io.smartpole.remote;

import static io.smartpole.remote.Platform.trust;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.core.keys.TrustSet.Outcome;
import io.smartpole.core.link.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trust documents: admitted, handed on as they are, put on record. */
class TrustDeskTest {

    @TempDir
    Path folder;

    private TestPole pole;
    private Remote remote;

    @BeforeEach
    void started() {
        pole = new TestPole(folder);
        remote = pole.start();
    }

    @Test
    void whatTheKeyOfficeOrTheRootKeySignedIsHandedOnUnchangedAndPutOnRecord() throws Exception {
        Message byOffice = trust(2).message();
        Message byRoot = trust(3).byRoot().message();
        remote.step(byOffice);
        remote.step(byRoot);

        assertArrayEquals(byOffice.payload(), pole.trust.replacements.get(0));
        assertArrayEquals(byRoot.payload(), pole.trust.replacements.get(1));
        JsonNode onRecord = pole.documents.get(1);
        assertEquals("trust", onRecord.path("type").asText());
        assertEquals("trust-3", onRecord.path("id").asText());
        assertEquals(3, onRecord.path("revision").asLong());
        assertEquals("the city's root key", onRecord.path("key").asText());
        assertEquals("accepted", onRecord.path("outcome").asText());
        assertEquals("as the test wants it: REPLACED", onRecord.path("reason").asText());
    }

    @Test
    void otherKeysAreRefused() throws Exception {
        remote.step(trust(2).byControlRoom().message());
        remote.step(trust(2).byConfigurator().message());
        remote.step(trust(2).byReceiver().message());
        remote.step(trust(2).byStranger().message());
        remote.step(trust(2).forged());
        assertEquals(List.of(), pole.trust.replacements);
        assertCodes("NOT_ALLOWED", "NOT_ALLOWED", "NOT_ALLOWED");
    }

    @Test
    void theRootKeyCommandsNothing() throws Exception {
        remote.step(Platform.command().byRoot().id("c-1").message());
        remote.step(Platform.command("unknown").byRoot().id("c-2").message());
        assertEquals(List.of(), pole.handler.asked);
        pole.replies.forEach(
                reply -> assertEquals("NOT_ALLOWED", reply.path("code").asText()));
    }

    @ParameterizedTest
    @CsvSource({"OLD, OLD_REVISION", "REFUSED, INVALID", "FAILED, NOT_REMEMBERED"})
    void whatIsNotTakenIsPutOnRecordWithTheReason(Outcome outcome, String code) throws Exception {
        pole.trust.next = outcome;
        remote.step(trust(2).message());
        assertCodes(code);
        assertEquals(
                "as the test wants it: " + outcome,
                pole.documents.get(0).path("reason").asText());
    }

    @Test
    void theOneInForceIsNotPutOnRecordHoweverOftenItComes() throws Exception {
        pole.trust.next = Outcome.KNOWN;
        for (int i = 0; i < 1000; i++) {
            remote.step(trust(2).message());
        }
        assertEquals(1, pole.trust.replacements.size());
        assertEquals(List.of(), pole.documents);
    }

    @Test
    void brokersThatKeepDifferentOnesAndDeliverThemAfterEveryConnectCostNothing() throws Exception {
        remote.step(trust(3).message());
        for (int i = 0; i < 100; i++) {
            pole.trust.next = Outcome.OLD;
            remote.step(trust(2).over("cloud2").message());
            pole.trust.next = Outcome.KNOWN;
            remote.step(trust(3).message());
            pole.after(Duration.ofMinutes(1));
        }
        assertCodes("ACCEPTED", "OLD_REVISION");
        assertEquals(2, pole.trust.replacements.size());
    }

    @Test
    void oneThatCouldNotBeStoredIsTriedAgainWhenItComesAgain() throws Exception {
        pole.trust.next = Outcome.FAILED;
        remote.step(trust(2).message());
        pole.trust.next = Outcome.REPLACED;
        remote.step(trust(2).message());
        assertCodes("NOT_REMEMBERED", "ACCEPTED");
    }

    @Test
    void aKeyThatSendsTooManyIsRefused() throws Exception {
        int burst = RateLimits.DOCUMENT.burst();
        for (int i = 0; i < burst + 1; i++) {
            remote.step(trust(i + 2L).message());
        }
        assertEquals(burst, pole.trust.replacements.size());
        assertEquals("TOO_MANY", pole.documents.get(burst).path("code").asText());
        assertTrue(
                pole.documents.get(burst).path("reason").asText().contains("may send " + burst + " trust documents"));
    }

    private void assertCodes(String... codes) {
        assertEquals(
                Arrays.asList(codes),
                pole.documents.stream()
                        .map(document -> document.path("code").asText())
                        .toList());
    }
}
