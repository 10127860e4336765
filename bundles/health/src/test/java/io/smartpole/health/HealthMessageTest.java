package io.smartpole.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.smartpole.core.health.HealthResult;
import io.smartpole.core.link.LinkFigures;
import io.smartpole.core.link.LinkStatus;
import io.smartpole.core.link.Outbox;
import io.smartpole.core.pole.Place;
import io.smartpole.core.pole.PoleIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class HealthMessageTest {

    private static final String TOPIC = "smartpole/v1/dormagen/p-0001/health";

    private final FakeTime time = new FakeTime();
    private final NoteDesk desk = TestRounds.desk(time);
    private final HealthRounds rounds = TestRounds.of(time, Duration.ofSeconds(30), desk, new Records(time));
    private final Outbox outbox = mock(Outbox.class);
    private @Nullable Place place;
    private PoleIdentity identity = pole("p-0001");
    private HealthResult lamp = HealthResult.ok("shines since 1 s");

    @BeforeEach
    void connect() {
        rounds.pole = () -> identity;
        rounds.outbox = outbox;
        rounds.watch("lamp", "lamp", () -> lamp);
        when(outbox.status()).thenReturn(link("cloud1", 1));
        when(outbox.publish(any(), any(), anyInt(), anyBoolean())).thenReturn(true);
    }

    @AfterEach
    void stop() {
        rounds.stop();
    }

    private PoleIdentity pole(String number) {
        return new PoleIdentity("dormagen", number, "S-12", "3", "L1", place);
    }

    private static LinkStatus link(String endpoint, long connects) {
        return new LinkStatus(true, endpoint, "nonce", null, new LinkFigures(connects, 0, 0, 0, 0, null, 0), List.of());
    }

    private void assertSent(int messages) {
        verify(outbox, times(messages)).publish(any(), any(), anyInt(), anyBoolean());
    }

    @Test
    void theMessageIsRetainedAndNamesEachCheckWithItsMeaningAndWhatToDo() throws Exception {
        lamp = HealthResult.warn("flickers", "bring a lamp");
        rounds.round();
        ArgumentCaptor<byte[]> payload = ArgumentCaptor.forClass(byte[].class);
        verify(outbox).publish(eq(TOPIC), payload.capture(), eq(1), eq(true));
        assertEquals(
                "{\"status\":\"WARN\",\"time\":\"2026-11-01T12:00:00Z\",\"maintenance\":null,\"checks\":[{\"name\":\"lamp\",\"status\":\"WARN\","
                        + "\"message\":\"flickers\",\"action\":\"bring a lamp\",\"since\":\"2026-11-01T12:00:00Z\","
                        + "\"acknowledged\":null}],"
                        + "\"pole\":{\"site\":\"dormagen\",\"pole\":\"p-0001\",\"cabinet\":\"S-12\",\"circuit\":\"3\","
                        + "\"phase\":\"L1\"},\"software\":\"0.1.0\"}",
                new String(payload.getValue(), StandardCharsets.UTF_8));
    }

    private String sentLast() {
        ArgumentCaptor<byte[]> payload = ArgumentCaptor.forClass(byte[].class);
        verify(outbox, atLeastOnce()).publish(any(), payload.capture(), anyInt(), anyBoolean());
        return new String(payload.getValue(), StandardCharsets.UTF_8);
    }

    @Test
    void whereThePoleStandsAndWhoTookCareIsTold() throws Exception {
        place = new Place(51.09, 6.84, ZoneId.of("Europe/Berlin"));
        identity = pole("p-0001");
        lamp = HealthResult.warn("flickers", "bring a lamp");
        rounds.round();
        desk.acknowledge(rounds.report().checks().get(0), Remark.of("ops", "ordered", Duration.ofDays(1), time.now()));
        rounds.round();
        desk.maintain(Remark.of("crew", "", Duration.ofHours(1), time.now()));
        rounds.round();
        rounds.round();
        assertSent(3);
        assertTrue(sentLast().contains("\"phase\":\"L1\",\"latitude\":51.09,\"longitude\":6.84}"));
        assertTrue(sentLast()
                .contains("\"acknowledged\":{\"by\":\"ops\",\"text\":\"ordered\",\"until\":\"2026-11-02T12:00:00Z\"}"));
        assertTrue(sentLast()
                .contains("\"maintenance\":{\"by\":\"crew\",\"text\":\"\",\"until\":\"2026-11-01T13:00:00Z\"}"));
        assertTrue(sentLast().startsWith("{\"status\":\"WARN\""), "maintenance does not hide what is wrong");
        time.pass(Duration.ofHours(1));
        rounds.round();
        assertTrue(sentLast().contains("\"maintenance\":null"));
    }

    @Test
    void figuresThatChangeAreNotWorthAMessageButAChangeOfStatusIs() throws Exception {
        rounds.round();
        lamp = HealthResult.ok("shines since 6 s");
        rounds.round();
        assertSent(1);
        lamp = HealthResult.warn("flickers", "bring a lamp");
        rounds.round();
        rounds.round();
        assertSent(2);
        lamp = HealthResult.warn("flickers", "bring a ladder");
        rounds.round();
        assertSent(3);
    }

    @Test
    void aCheckThatGoesToAndFroDoesNotUseUpTheMobileContractAndItsEndIsTold() throws Exception {
        for (int i = 0; i < 720; i++) { // an hour of rounds
            lamp = i % 2 == 0 ? HealthResult.ok("shines") : HealthResult.warn("flickers", "bring a lamp");
            rounds.round();
            time.pass(Duration.ofSeconds(5));
        }
        assertSent(91);
        time.pass(Duration.ofMinutes(10));
        lamp = HealthResult.critical("dark", "drive out");
        rounds.round();
        assertTrue(sentLast().startsWith("{\"status\":\"CRITICAL\""));
        assertSent(92);
    }

    @Test
    void whatALotOfChangesUsedUpDoesNotKeepItFromANewConnection() throws Exception {
        for (int i = 0; i < 100; i++) {
            lamp = i % 2 == 0 ? HealthResult.ok("shines") : HealthResult.warn("flickers", "bring a lamp");
            rounds.round();
        }
        assertSent(16);
        when(outbox.status()).thenReturn(link("cloud1", 2));
        rounds.round();
        rounds.round();
        assertSent(17);
    }

    @Test
    void unchangedItIsRepeatedEveryQuarterOfAnHour() throws Exception {
        rounds.round();
        time.pass(HealthMessage.REPEAT_AFTER.minusMillis(1));
        rounds.round();
        assertSent(1);
        time.pass(Duration.ofMillis(1));
        rounds.round();
        rounds.round();
        assertSent(2);
    }

    @Test
    void aNewConnectionIsToldAtOnce() throws Exception {
        rounds.round();
        when(outbox.status()).thenReturn(link("cloud1", 2));
        rounds.round();
        rounds.round();
        assertSent(2);
    }

    @Test
    void anotherBrokerIsToldAtOnceThoughItsConnectionIsOld() throws Exception {
        rounds.round();
        when(outbox.status()).thenReturn(link("cloud2", 1));
        rounds.round();
        rounds.round();
        assertSent(2);
    }

    @Test
    void whatNoConnectionTookIsOfferedAgainInTheNextRound() throws Exception {
        when(outbox.publish(any(), any(), anyInt(), anyBoolean())).thenReturn(false, true);
        rounds.round();
        rounds.round();
        rounds.round();
        assertSent(2);
    }

    @Test
    void aPoleThatIsRenamedSaysSoOnItsNewTopic() throws Exception {
        rounds.round();
        identity = pole("p-0002");
        rounds.round();
        verify(outbox).publish(eq("smartpole/v1/dormagen/p-0002/health"), any(), anyInt(), anyBoolean());
    }

    @Test
    void withoutUplinkOrIdentityTheRoundsGoOn() throws Exception {
        rounds.outbox = null;
        rounds.round();
        rounds.outbox = outbox;
        rounds.pole = null;
        rounds.round();
        assertSent(0);
        assertEquals(1, rounds.report().checks().size());
    }
}
