package io.smartpole.tools.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartpole.core.health.HealthStatus;
import io.smartpole.formats.topics.Topics;
import io.smartpole.tools.TestHealth;
import io.smartpole.tools.TestPole;
import io.smartpole.tools.broker.BrokerLink.Delivery;
import io.smartpole.tools.config.ConfigReported;
import io.smartpole.tools.fleet.FleetPole.Need;
import io.smartpole.tools.fleet.FleetPole.Presence;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of the messages of many poles. */
class FleetTest {

    private static final Instant NOW = Instant.parse("2026-11-21T21:00:00Z");
    private static final Topics P1 = TestPole.TOPICS;

    private final FleetSight sight = new FleetSight();

    private static Delivery message(String topic, String json, boolean retained, int broker) {
        return new Delivery(topic, json.getBytes(StandardCharsets.UTF_8), retained, broker, () -> {});
    }

    private static String reported(long revision, String outcome) {
        return "{\"revision\":" + revision + ",\"outcome\":\"" + outcome
                + "\",\"message\":\"lost its uplink\",\"time\":null,\"errors\":[],\"fingerprint\":\"\",\"drift\":[]}";
    }

    private boolean see(String topic, String json) {
        return sight.see(message(topic, json, false, 0), NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "ONLINE, OK, applied, NONE, ''",
        "ONLINE, WARN, applied, SOON, lamp: draws 3 W",
        "ONLINE, CRITICAL, applied, NOW, lamp: draws 3 W",
        "ONLINE, OK, rejected, SOON, configuration 7 rejected: lost its uplink",
        "ONLINE, OK, rolled-back, SOON, configuration 7 rolled-back: lost its uplink",
        "ONLINE, OK, pending, NONE, ''",
        "ASLEEP, OK, applied, NONE, ''",
        "ASLEEP, CRITICAL, applied, NOW, lamp: draws 3 W",
        "OFFLINE, OK, applied, NOW, 'not connected to its platform: no power, no network, or broken'",
    })
    void whoHasToActIsDecidedByWhatAPoleSays(
            Presence presence, HealthStatus health, String outcome, Need need, String problem) {
        ConfigReported config = ConfigReported.read(reported(7, outcome).getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        FleetPole pole =
                new FleetPole("dormagen", "p-1", presence, null, null, TestHealth.of(health, "S-1", "L1"), config);
        assertEquals(need, pole.need(NOW));
        assertEquals(problem, pole.problem(NOW));
    }

    @Test
    void whatOperationsKnowOfComesAfterWhatTheyDoNot() {
        FleetPole known = new FleetPole(
                "dormagen", "p-1", Presence.ONLINE, null, null, TestHealth.acknowledged(HealthStatus.CRITICAL), null);
        assertEquals(Need.NOTED, known.need(NOW));
        assertEquals("known: lamp: draws 3 W", known.problem(NOW));
        FleetPole worked = new FleetPole(
                "dormagen",
                "p-1",
                Presence.OFFLINE,
                null,
                null,
                TestHealth.inMaintenance("S-1", NOW.plusSeconds(1)),
                null);
        assertEquals(Need.NOTED, worked.need(NOW));
        assertTrue(worked.problem(NOW).startsWith("maintenance by ops until"), worked.problem(NOW));
        assertEquals(Need.NOW, worked.need(NOW.plusSeconds(1)));
        assertEquals(Need.SOON, new FleetPole("dormagen", "p-1", Presence.ONLINE, null, null, null, null).need(NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rejected", "rolled-back"})
    void whoHasAcknowledgedTheConfigurationKnowsOfTheLatestOne(String outcome) {
        ConfigReported config = ConfigReported.read(reported(7, outcome).getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        FleetPole known = online(TestHealth.acknowledged("configuration", HealthStatus.WARN), config);
        assertEquals(Need.NOTED, known.need(NOW));
        assertEquals("known: configuration: draws 3 W", known.problem(NOW));
        FleetPole well = online(TestHealth.acknowledged("configuration", HealthStatus.OK), config);
        assertEquals(Need.NOTED, well.need(NOW));
        assertEquals("known: configuration 7 " + outcome + ": lost its uplink", well.problem(NOW));

        FleetPole other = online(TestHealth.acknowledged("lamp", HealthStatus.WARN), config);
        assertEquals(Need.SOON, other.need(NOW));
        assertEquals("configuration 7 " + outcome + ": lost its uplink", other.problem(NOW));
    }

    private static FleetPole online(PoleHealth health, ConfigReported config) {
        return new FleetPole("dormagen", "p-1", Presence.ONLINE, null, null, health, config);
    }

    @Test
    void sinceWhenAPoleIsOnlineIsOnlyToldIfItWasSeen() {
        see(P1.state(), "{\"status\":\"online\",\"active\":true}");
        assertFalse(poleAsJson().has("since"), "it may be there for days, and has said so again");
        see(P1.state(), "{\"status\":\"asleep\"}");
        assertEquals(NOW.toString(), poleAsJson().path("since").asText());
        see(P1.state(), "{\"status\":\"online\",\"active\":true}");
        assertEquals(NOW.toString(), poleAsJson().path("since").asText());
    }

    private JsonNode poleAsJson() {
        return new FleetTable(sight.poles(), NOW, ZoneOffset.UTC)
                .toJson()
                .path("poles")
                .path(0);
    }

    @Test
    void whoLeftOnPurposeIsNotLostButNotForgottenEither() {
        see(P1.health(), TestHealth.json(HealthStatus.OK, "S-1", "L1", "null", "null"));
        see(P1.state(), "{\"status\":\"offline\",\"reason\":\"stopped\"}");
        assertEquals(Need.SOON, sight.pole(P1).need(NOW));
        assertEquals("has left on purpose: stopped", sight.pole(P1).problem(NOW));
        assertFalse(sight.pole(P1).lost(NOW));
    }

    @Test
    void whoIsConnectedButDoesNotSayHowItIsNeedsSomebody() {
        see(P1.health(), TestHealth.json(HealthStatus.OK, "S-1", "L1", "null", "null"));
        see(P1.state(), "{\"status\":\"online\",\"active\":true}");
        Instant said = Instant.parse("2026-11-21T20:59:00Z");
        assertEquals(Need.NONE, sight.pole(P1).need(said.plusSeconds(1200)));
        Instant later = said.plusSeconds(1201);
        assertEquals(Need.SOON, sight.pole(P1).need(later));
        assertTrue(sight.pole(P1).problem(later).contains("has not said how it is since 2026-11-21T20:59:00Z"));
        see(P1.state(), "{\"status\":\"asleep\"}");
        assertEquals(Need.NONE, sight.pole(P1).need(later));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{}",
                "{\"status\":\"fine\"}",
                "{\"status\":7}",
                "{\"outcome\":\"applied?\"}",
                "{\"status\":"
            })
    void whatIsNoMessageOfAPoleChangesNothing(String json) {
        for (String topic :
                List.of(P1.state(), P1.health(), P1.configReported(), P1.evidence(), "smartpole/v1/x/state")) {
            assertFalse(see(topic, json), topic);
        }
        assertEquals(List.of(), sight.poles());
    }

    @Test
    void whatWasRetainedHasNoTimeAndWhatHappensNowHas() {
        sight.see(message(P1.state(), "{\"status\":\"offline\"}", true, 0), NOW);
        assertNull(sight.pole(P1).since());
        see(P1.state(), "{\"status\":\"online\",\"active\":true}");
        assertEquals(NOW, sight.pole(P1).since());
        assertFalse(see(P1.state(), "{\"status\":\"online\",\"active\":true,\"time\":null}"), "nothing is different");
    }

    @Test
    void aPoleIsOnlineWhereOneOfItsBrokersSaysSo() {
        sight.see(message(P1.state(), "{\"status\":\"offline\"}", true, 0), NOW);
        sight.see(message(P1.state(), "{\"status\":\"online\",\"active\":true}", true, 1), NOW);
        assertEquals(Presence.ONLINE, sight.pole(P1).presence());
        sight.see(message(P1.state(), "{\"status\":\"offline\"}", true, 0), NOW);
        assertEquals(Presence.ONLINE, sight.pole(P1).presence());
        sight.see(message(P1.state(), "{\"status\":\"offline\"}", false, 1), NOW);
        assertEquals(Presence.OFFLINE, sight.pole(P1).presence());
    }

    @Test
    void theOrderOfMessagesOfSeveralBrokersDoesNotMatter() {
        String old = TestHealth.json(HealthStatus.CRITICAL, "S-1", "L1", "null", "null")
                .replace("20:59:00", "20:44:00");
        List<Delivery> deliveries = new ArrayList<>(List.of(
                message(P1.state(), "{\"status\":\"online\",\"active\":true}", true, 0),
                message(P1.state(), "{\"status\":\"offline\"}", true, 1),
                message(P1.health(), TestHealth.json(HealthStatus.OK, "S-1", "L1", "null", "null"), true, 0),
                message(P1.health(), old, true, 1),
                message(P1.configReported(), reported(7, "applied"), true, 0),
                message(P1.configReported(), reported(6, "rolled-back"), true, 1)));
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            Collections.shuffle(deliveries, random);
            FleetSight fresh = new FleetSight();
            deliveries.forEach(delivery -> fresh.see(delivery, NOW));
            FleetPole pole = fresh.pole(P1);
            assertEquals(Need.NONE, pole.need(NOW), "seed " + seed + ": " + deliveries);
            assertEquals(Presence.ONLINE, pole.presence(), "seed " + seed);
        }
    }

    private void fleetOfThousand() {
        for (int i = 0; i < 1000; i++) {
            Topics topics = new Topics("dormagen", String.format(Locale.ROOT, "p-%04d", i));
            HealthStatus status = i == 500 ? HealthStatus.CRITICAL : i == 700 ? HealthStatus.WARN : HealthStatus.OK;
            see(topics.state(), i / 25 == 3 ? "{\"status\":\"offline\"}" : "{\"status\":\"online\",\"active\":true}");
            see(topics.health(), TestHealth.json(status, "S-" + i / 25, "L" + (1 + i % 3), "null", "null"));
        }
    }

    @Test
    void aThousandPolesAreSortedByNeedAndALostCabinetIsOneLine() {
        fleetOfThousand();
        FleetTable table = new FleetTable(sight.poles(), NOW, ZoneOffset.UTC);
        List<String> lines = table.lines(40);
        assertTrue(lines.size() <= 40, () -> String.join("\n", lines));
        assertEquals("21:00:00  1000 poles: 26 CRITICAL, 1 WARN, 0 noted, 973 OK", lines.get(0));
        assertEquals(
                "ALARM  dormagen cabinet S-3: 25 of the cabinet's 25 poles lost together at 21:00:00: look at the cabinet"
                        + " (mains, fuses, its network) before the poles",
                lines.get(1));
        assertTrue(lines.get(3).startsWith("need      pole"), lines.get(3));
        assertTrue(
                lines.get(5)
                        .matches(
                                "CRITICAL  dormagen/p-0075  S-3/3/L1 +offline since 2026-11-21 21:00  not connected .*"),
                lines.get(5));
        assertTrue(lines.get(4).contains("p-0500") && lines.get(30).contains("p-0700"), () -> String.join("\n", lines));
        assertTrue(lines.get(lines.size() - 1).contains("more, none of them more urgent"), lines.get(lines.size() - 1));
        assertEquals(3, table.code());
        assertEquals(1 + 1 + 1 + 1 + 1000, table.lines(Integer.MAX_VALUE).size());
    }

    @Test
    void theCodeIsThatOfThePoleThatNeedsSomebodyMost() {
        see(P1.state(), "{\"status\":\"asleep\"}");
        see(P1.health(), TestHealth.json(HealthStatus.OK, "S-1", "L1", "null", "null"));
        FleetTable well = new FleetTable(sight.poles(), NOW, ZoneOffset.UTC);
        assertEquals(0, well.code());
        assertEquals(
                "21:00:00  1 pole: 0 CRITICAL, 0 WARN, 0 noted, 1 OK; 1 asleep",
                well.lines(9).get(0));
        see(P1.configReported(), reported(7, "rejected"));
        assertEquals(1, new FleetTable(sight.poles(), NOW, ZoneOffset.UTC).code());
        see(P1.state(), "{\"status\":\"offline\"}");
        assertEquals(3, new FleetTable(sight.poles(), NOW, ZoneOffset.UTC).code());
    }

    @Test
    void nothingThatAPoleSaysCommandsTheTerminal() {
        see(
                P1.health(),
                TestHealth.json(HealthStatus.CRITICAL, "S-1\\u001b[2J", "L1", "null", "null")
                        .replace("draws", "\\u001b]0;draws\\u202e"));
        String all = String.join("", new FleetTable(sight.poles(), NOW, ZoneOffset.UTC).lines(40));
        assertTrue(all.chars().noneMatch(c -> c < ' ' || c == 0x202e), all);
    }

    @Test
    void asJsonItHasEachPoleAndEachAlarm() {
        fleetOfThousand();
        var json = new FleetTable(sight.poles(), NOW, ZoneOffset.UTC).toJson();
        assertEquals(1000, json.path("poles").size());
        assertEquals(25, json.path("alarms").path(0).path("poles").size());
        assertEquals("dormagen/p-0500", json.path("poles").path(0).path("pole").asText());
        assertEquals("CRITICAL", json.path("poles").path(0).path("need").asText());
    }
}
