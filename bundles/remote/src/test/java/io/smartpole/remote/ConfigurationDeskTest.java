package io.smartpole.remote;

import static io.smartpole.remote.Platform.configuration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.config.Configurations.Receipt;
import io.smartpole.core.config.DesiredConfiguration;
import io.smartpole.core.keys.Role;
import io.smartpole.core.link.Message;
import io.smartpole.formats.cose.Signatures;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the platform wants to be set: admitted, taken once, put on record. */
class ConfigurationDeskTest {

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
    void whatIsAdmittedIsHandedOnWholeAndPutOnRecord() throws Exception {
        ObjectNode body = body(
                "{\"revision\":7,\"values\":{\"smartpole.uplink\":{\"a\":1,\"b\":2.5,\"c\":\"x\",\"d\":true,"
                        + "\"e\":[1,2],\"f\":null}},\"notBefore\":\"2026-11-21T22:00:00Z\",\"probation\":300,\"overrule\":true}");
        Message message = configuration(7).body(body).message();
        remote.step(message);

        Map<String, Object> values =
                new java.util.HashMap<>(Map.of("a", 1, "b", 2.5, "c", "x", "d", true, "e", List.of(1, 2)));
        values.put("f", null);
        assertEquals(
                List.of(new DesiredConfiguration(
                        7,
                        Signatures.sha256(message.payload()),
                        "operations",
                        Set.of(Role.CONFIG),
                        Map.of("smartpole.uplink", values),
                        Instant.parse("2026-11-21T22:00:00Z"),
                        Duration.ofMinutes(5),
                        true)),
                pole.desired);
        assertEquals(1, pole.documents.size());
        JsonNode onRecord = pole.documents.get(0);
        assertEquals("config", onRecord.path("type").asText());
        assertEquals("config-7", onRecord.path("id").asText());
        assertEquals(7, onRecord.path("revision").asLong());
        assertEquals("operations", onRecord.path("key").asText());
        assertEquals("accepted", onRecord.path("outcome").asText());
        assertEquals(List.of(), pole.replies, "what becomes of it is reported, not answered");
    }

    @Test
    void keysThatMaySetSomethingAreAdmittedAndTheirRolesHandedOn() throws Exception {
        remote.step(configuration(1).byControlRoom().message());
        remote.step(configuration(2).byKeyOffice().message());
        assertEquals(
                List.of(Set.of(Role.LIGHTING), Set.of(Role.IDENTITY)),
                pole.desired.stream().map(DesiredConfiguration::roles).toList());
    }

    @Test
    void keysThatMaySetNothingAreRefused() throws Exception {
        remote.step(configuration(1).byReceiver().message());
        remote.step(configuration(1).byRoot().message());
        assertEquals(List.of(), pole.desired);
        assertCodes("NOT_ALLOWED", "NOT_ALLOWED");
    }

    @Test
    void aBurstOfTheSameDocumentFromEveryBrokerCostsNothing() throws Exception {
        for (int i = 0; i < 1000; i++) {
            remote.step(configuration(7).over("cloud" + (1 + i % 2)).message());
        }
        assertEquals(1, pole.desired.size());
        assertEquals(1, pole.documents.size());
        assertEquals(List.of(), pole.sent);
    }

    @Test
    void afterARestartTheKnownDocumentIsNeitherPutOnRecordNorAskedForTwice() throws Exception {
        pole.receipt = Receipt.KNOWN;
        remote.step(configuration(7).message());
        remote.step(configuration(7).message());
        assertEquals(1, pole.desired.size());
        assertEquals(List.of(), pole.documents);
        assertTrue(pole.health.check().message().startsWith("0 documents refused"));
    }

    @Test
    void anOldRevisionIsRefusedAndPutOnRecordOnce() throws Exception {
        pole.receipt = Receipt.OLD;
        remote.step(configuration(7).message());
        remote.step(configuration(7).message());
        assertEquals(1, pole.desired.size());
        assertCodes("OLD_REVISION");
        assertTrue(
                pole.health.check().message().contains("OLD_REVISION"),
                pole.health.check().message());
        assertEquals(List.of(), pole.replies);
    }

    @Test
    void brokersThatKeepDifferentDocumentsAndDeliverThemAfterEveryConnectCostNothing() throws Exception {
        Message newest = configuration(8).over("cloud1").message();
        Message old = configuration(7).over("cloud2").message();
        Message byAStrangerToThisRole =
                configuration(9).byReceiver().over("local1").message();
        remote.step(newest);
        for (int i = 0; i < 100; i++) {
            pole.receipt = Receipt.OLD;
            remote.step(old);
            remote.step(byAStrangerToThisRole);
            pole.receipt = Receipt.KNOWN;
            remote.step(newest);
            pole.after(Duration.ofMinutes(1));
        }
        assertCodes("ACCEPTED", "OLD_REVISION", "NOT_ALLOWED");
        assertEquals(2, pole.desired.size());
        assertEquals(List.of(), pole.sums);
    }

    @Test
    void ofDocumentsThatCameToTheirEndOnlyTheLatestAreRemembered() throws Exception {
        pole.receipt = Receipt.KNOWN;
        for (int i = 0; i <= Finished.MOST; i++) {
            remote.step(configuration(7 + i).message());
        }
        remote.step(configuration(7).message());
        assertEquals(Finished.MOST + 2, pole.desired.size());
        remote.step(configuration(7 + Finished.MOST).message());
        assertEquals(Finished.MOST + 2, pole.desired.size());
    }

    @Test
    void oneThatCannotBeRememberedIsAskedForAgainWhenItComesAgain() throws Exception {
        pole.receipt = Receipt.NOT_REMEMBERED;
        remote.step(configuration(7).message());
        assertCodes("NOT_REMEMBERED");
        pole.receipt = Receipt.TAKEN;
        remote.step(configuration(7).message());
        assertCodes("NOT_REMEMBERED", "ACCEPTED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"revision\":0,\"values\":{}}",
                "{\"revision\":1e999999999,\"values\":{}}",
                "{\"revision\":1.0,\"values\":{}}",
                "{\"revision\":7}",
                "{\"revision\":7,\"values\":[]}",
                "{\"revision\":7,\"values\":{\"p\":1}}",
                "{\"revision\":7,\"values\":{\"p\":{\"k\":{}}}}",
                "{\"revision\":7,\"values\":{\"p\":{\"k\":[[]]}}}",
                "{\"revision\":7,\"values\":{},\"probation\":-1}",
                "{\"revision\":7,\"values\":{},\"probation\":86401}",
                "{\"revision\":7,\"values\":{},\"overrule\":\"yes\"}",
                "{\"revision\":7,\"values\":{},\"notBefore\":\"tomorrow\"}",
                "{\"revision\":7,\"values\":{},\"notBefor\":\"2026-11-21T22:00:00Z\"}"
            })
    void aBodyThatMakesNoSenseIsRefused(String body) throws Exception {
        remote.step(configuration(7).body(body(body)).message());
        assertEquals(List.of(), pole.desired);
        assertCodes("INVALID");
    }

    @Test
    void theNewestOfWhatCameBeforeConfigurationsWasThereWaitsForIt() throws Exception {
        remote.configurations = null;
        remote.step(configuration(7).message());
        remote.step(configuration(9).message());
        remote.step(configuration(8).over("cloud2").message());
        pole.after(Duration.ofSeconds(20));
        remote.step(null);
        assertEquals(List.of(), pole.documents);

        remote.configurations = pole.configurations;
        pole.after(ConfigurationDesk.PAUSE);
        remote.step(null);
        assertEquals(List.of(9L), revisions());
        assertFalse(
                pole.health.check().message().contains("last refusal"),
                pole.health.check().message());
        pole.after(ConfigurationDesk.PAUSE);
        remote.step(null);
        assertEquals(1, pole.desired.size());
    }

    @Test
    void whatExpiresWhileItWaitsIsRefused() throws Exception {
        remote.configurations = null;
        remote.step(configuration(7).message());
        pole.after(Duration.ofHours(1));
        remote.configurations = pole.configurations;
        remote.step(null);
        assertEquals(List.of(), pole.desired);
        assertCodes("EXPIRED");
    }

    @Test
    void aSenderThatIsTooFastIsTakenLaterAndOnlyItsNewest() throws Exception {
        int burst = RateLimits.DOCUMENT.burst();
        for (int revision = 1; revision <= burst + 20; revision++) {
            remote.step(configuration(revision)
                    .expires(Platform.NOW_INSTANT.plusSeconds(3600))
                    .message());
        }
        assertEquals(burst, pole.desired.size());
        pole.after(RateLimits.DOCUMENT.pause());
        remote.step(null);
        assertEquals(burst + 1, pole.desired.size());
        assertEquals(burst + 20, revisions().get(burst));
        assertEquals("accepted", pole.documents.get(burst).path("outcome").asText());
    }

    @Test
    void oneWhoseKeyTheNextTrustSetKnowsIsTakenThen() throws Exception {
        remote.step(configuration(7).byStranger().message());
        pole.after(Duration.ofSeconds(20));
        remote.step(null);
        assertEquals(List.of(), pole.desired);

        pole.trust.keys.add(Platform.STRANGER_AS_OPERATIONS);
        pole.trust.revision++;
        pole.after(ConfigurationDesk.PAUSE);
        remote.step(configuration(7).issued(Platform.NOW_INSTANT).message());
        assertEquals(2, pole.desired.size(), "the one that is known, and the one that waited");
    }

    @Test
    void oneWhoseKeyIsStillUnknownIsNotTriedAgainBeforeAnotherTrustSetComes() throws Exception {
        remote.step(configuration(7).byStranger().message());
        pole.trust.revision++;
        for (int i = 0; i < 10; i++) {
            pole.after(ConfigurationDesk.PAUSE);
            remote.step(null);
        }
        assertTrue(
                pole.health.check().message().startsWith("2 documents refused"),
                pole.health.check().message());
    }

    @Test
    void aDocumentForAnotherTopicOrOfAnotherTypeChangesNothing() throws Exception {
        remote.step(configuration(7)
                .audience("smartpole/v1/dormagen/p-2/config/desired")
                .message());
        remote.step(configuration(7).arrivingOn(Platform.TOPICS.trust()).message());
        remote.step(Platform.command()
                .arrivingOn(Platform.TOPICS.configDesired())
                .audience(Platform.TOPICS.configDesired())
                .message());
        assertEquals(List.of(), pole.desired);
        assertEquals(List.of(), pole.trust.replacements);
        assertEquals(List.of(), pole.replies);
        assertCodes("WRONG_AUDIENCE", "WRONG_AUDIENCE", "WRONG_TYPE");
    }

    @Test
    void aConfigurationsThatFailsCostsOnlyThisDocument() throws Exception {
        org.mockito.Mockito.when(pole.configurations.desire(org.mockito.ArgumentMatchers.any()))
                .thenThrow(new IllegalStateException("broken"));
        remote.step(configuration(7).message());
        remote.step(Platform.command().message());
        assertEquals(1, pole.handler.asked.size());
    }

    private List<Long> revisions() {
        return pole.desired.stream().map(DesiredConfiguration::revision).toList();
    }

    private void assertCodes(String... codes) {
        assertEquals(
                Arrays.asList(codes),
                pole.documents.stream()
                        .map(document -> document.path("code").asText())
                        .toList());
    }

    private static ObjectNode body(String json) throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(json);
    }
}
